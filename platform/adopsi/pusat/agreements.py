"""Acts on the agreements between Tangerang and a Pemda: what the annex of a PKS lists may be enabled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from adopsi.pusat.errors import AgreementEndsEarly, AgreementExists
from catalog.registry import get_manifest
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.models import Agreement, Pemda
from tenants.router import PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an agreement says. No modules means every module; no limit, as many as wished."""

    kind: str
    number: str
    signed_on: date
    valid_until: date | None = None
    modules: Sequence[str] = ()
    module_limit: int | None = None


def agreements_of(pemda_code: str) -> list[tuple[Agreement, bool]]:
    """The Pemda's agreements, newest first, each with whether it binds today."""
    today = timezone.localdate()
    rows = Agreement.objects.filter(pemda_id=pemda_code)
    return [(row, row.signed_on <= today and not (row.valid_until and row.valid_until < today)) for row in rows]


def add_agreement(*, actor: Person, pemda: Pemda, terms: Terms) -> Agreement:
    """Write down an agreement with the Pemda."""
    return _write(Agreement(pemda_id=pemda.code), terms, "pusat.agreement_added", actor, pemda)


def change_agreement(*, actor: Person, pemda: Pemda, agreement: Agreement, terms: Terms) -> Agreement:
    """Correct what is written down of an agreement; modules that are on stay on."""
    return _write(agreement, terms, "pusat.agreement_changed", actor, pemda)


def remove_agreement(*, actor: Person, pemda: Pemda, agreement: Agreement) -> None:
    """Take an agreement off the list; modules that are on stay on."""
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        _record("pusat.agreement_removed", actor, pemda, agreement)
        agreement.delete()


def _write(agreement: Agreement, terms: Terms, act: str, actor: Person, pemda: Pemda) -> Agreement:
    if terms.valid_until and terms.valid_until < terms.signed_on:
        raise AgreementEndsEarly(field="valid_until")
    for slug in terms.modules:
        get_manifest(slug)
    for name, value in asdict(terms).items():
        setattr(agreement, name, value)
    agreement.modules = list(terms.modules)
    try:
        with transaction.atomic(), transaction.atomic(using=PUBLIC):
            agreement.save()
            _record(act, actor, pemda, agreement)
    except IntegrityError:
        raise AgreementExists(field="number") from None
    return agreement


def _record(act: str, actor: Person, pemda: Pemda, agreement: Agreement) -> None:
    changes = {
        "code": pemda.code,
        "number": agreement.number,
        "valid_until": agreement.valid_until.isoformat() if agreement.valid_until else "",
        "modules": agreement.modules,
        "module_limit": agreement.module_limit,
    }
    record(
        act=act,
        subject="agreement",
        label=f"{agreement.number} · {pemda.region.display_name}",
        actor=actor,
        changes=changes,
    )
