"""Erasing a person by the handlers of every source, with a receipt of what went and what the law keeps."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.privacy.sources import sources_here
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.privacy.access import require_desk
from tenants.privacy.errors import AccountNeeded, StaffData, WrongKind
from tenants.privacy.models import DataRequest
from tenants.privacy.receipts import store_receipt
from tenants.privacy.services.requests import close_request, lock_open
from tenants.privacy.sources import Source

CORE = "inti"
# The act in the trail, and its word for an erasure by every source.
PERSON_ERASED, WHOLE = "privacy.person_erased", "semua"


@transaction.atomic
def erase_everywhere(*, person: Person, scope: str = "", actor: Person | None) -> dict[str, Any]:
    """Erase by every handler in one transaction; modules first, for the account's end takes the name away.

    `scope` is one source, or empty for all of them, which closes the account for good. Gives `erased` (counts by
    source) and `kept` (what stays, with the law that asks for it).
    """
    if not person.is_citizen:
        raise StaffData
    sources = [source for source in reversed(sources_here()) if scope in {"", source.slug}]
    erased = {source.slug: _counts(source.erase(person)) for source in sources}
    kept = [line for source in sources for line in _kept(source)]
    changes = {"scope": scope or WHOLE, "erased": erased}
    record(act=PERSON_ERASED, subject=person, label=f"#{person.pk}", actor=actor, changes=changes)
    return {"erased": erased, "kept": kept}


def _counts(result: dict[str, Any]) -> dict[str, int]:
    return {name: int(value) for name, value in result.items() if isinstance(value, int)}


def _kept(source: Source) -> list[dict[str, str]]:
    reasons = {str(line.kept_by_law): line for line in source.processing if line.kept_by_law}
    return [
        {"source": str(source.title), "purpose": str(line.purpose), "reason": reason}
        for reason, line in reasons.items()
    ]


@transaction.atomic
def carry_out_erasure(*, request: DataRequest, actor: Person) -> DataRequest:
    """The officer carries the request out: handlers, receipt, answer; all of it or nothing."""
    require_desk(actor)
    request = lock_open(request.pk)
    if request.kind != DataRequest.Kind.ERASURE:
        raise WrongKind
    if request.person is None:
        raise AccountNeeded
    outcome = erase_everywhere(person=request.person, scope=request.scope, actor=actor)
    if not request.scope:
        # The answer goes to the address that was taken down with the request; the account has none any more.
        request.person.refresh_from_db()
        request.applicant_name = _("Akun dihapus")
    answer = _("Data Anda sudah dihapus. Tanda terima berisi apa yang dihapus dan apa yang harus disimpan.")
    request = close_request(request=request, answer=answer, outcome=outcome, actor=actor)
    return store_receipt(request=request)


def preview_erasure(*, request: DataRequest) -> list[dict[str, str]]:
    """What would stay by law, to be read before the officer carries it out."""
    sources = [source for source in sources_here() if request.scope in {"", source.slug}]
    return [line for source in sources for line in _kept(source)]
