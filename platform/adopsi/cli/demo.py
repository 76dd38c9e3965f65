"""`adopsi demo`: the four demonstration Pemda, made by the same operations that production uses."""

from __future__ import annotations

import argparse
import functools
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from adopsi.cli import demo_billing
from adopsi.cli.addresses import say_addresses
from adopsi.cli.demo_people import CENTRAL, DemoPerson, people_of
from adopsi.cli.printing import follow
from adopsi.portal import demonstration
from provisioning.models import Run
from provisioning.services import request_create, retry_run
from tenants import directory
from tenants.accounts.models import Person
from tenants.accounts.services import mark_contact_verified
from tenants.context import at_pusat, inside
from tenants.models import Pemda
from tenants.organisation.models import Opd, RoleGrant

# Code, modules at the start, colours. Poso's admin enables LAKSA themselves; in Karawang it is off.
DEMONSTRATION: tuple[tuple[str, tuple[str, ...], dict[str, str]], ...] = (
    ("36.71", ("laksa", "eplesiran"), {"brand_primary": "#0f766e", "brand_secondary": "#155e75"}),
    ("72.02", ("eplesiran",), {"brand_primary": "#1d4ed8", "brand_secondary": "#0f766e"}),
    ("32.15", ("eplesiran",), {"brand_primary": "#15803d", "brand_secondary": "#365314"}),
    ("32.16", ("laksa",), {"brand_primary": "#9a3412", "brand_secondary": "#7c2d12"}),
)
PATIENCE_SECONDS = 180


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `demo`."""
    parser = commands.add_parser("demo", help="menyiapkan Pemda peragaan")
    parser.add_argument("--here", action="store_true", help="kerjakan di proses ini, tanpa pekerja Celery")
    parser.set_defaults(command=demo)


def demo(options: argparse.Namespace) -> int:
    """Make what is missing of the demonstration, and wait until it is ready. Repeatable."""
    for code, modules, brand in DEMONSTRATION:
        _make(code, modules, brand, here=options.here)
    _make_central_team()
    for code, modules, _brand in DEMONSTRATION:
        _fill(code, modules)
    demo_billing.deliver(here=options.here)
    failed = _wait_for_modules(here=options.here)
    say_addresses(code for code, _modules, _brand in DEMONSTRATION)
    return failed


def _make(code: str, modules: tuple[str, ...], brand: dict[str, str], *, here: bool) -> None:
    if Pemda.objects.filter(pk=code, state=Pemda.State.ACTIVE).exists():
        return
    admin = next(person for person in people_of(code) if person.kind == Person.Kind.ADMIN)
    failed = Run.objects.filter(pemda_code=code, operation="create_pemda", state=Run.State.FAILED).first()
    run = (
        retry_run(run=failed, requested_by="Peragaan")
        if failed
        else request_create(
            code=code,
            requested_by="Peragaan",
            reason="Pemda peragaan",
            modules=modules,
            admin={"name": admin.name, "email": admin.email},
            is_owner=code == "36.71",
            brand=brand | {"tagline": admin.tagline, "contact_email": f"layanan@{admin.email.split('@')[1]}"},
            demonstration=True,
        )
    )
    if follow(run, here=here):
        raise SystemExit(1)


def _make_central_team() -> None:
    with at_pusat(), transaction.atomic():
        person, is_new = Person.objects.get_or_create(
            email=CENTRAL.email, defaults={"name": CENTRAL.name, "kind": CENTRAL.kind}
        )
        if is_new:
            person.password = _hashed(CENTRAL.password)
            person.save()
            mark_contact_verified(person=person)
        _give_second_factor(person, CENTRAL)


def _give_second_factor(person: Person, wanted: DemoPerson) -> None:
    if wanted.totp_secret and not Authenticator.objects.filter(user=person).exists():
        kind = Authenticator.Type.TOTP
        Authenticator.objects.create(user=person, type=kind, data={"secret": encrypt(wanted.totp_secret)})


@functools.cache
def _hashed(password: str) -> str:
    # All demonstration accounts share one password, and a good hash takes half a second.
    return make_password(password)


def _fill(code: str, modules: tuple[str, ...]) -> None:
    facts = directory.get_pemda(code)
    with inside(facts):
        for wanted in people_of(code):
            with transaction.atomic():
                defaults = {"name": wanted.name, "kind": wanted.kind}
                person, is_new = Person.objects.get_or_create(email=wanted.email, defaults=defaults)
                if is_new or not person.has_usable_password():
                    person.password = _hashed(wanted.password)
                    person.save()
                    mark_contact_verified(person=person)
                _give_second_factor(person, wanted)
                for role, opd in wanted.roles:
                    unit = Opd.objects.filter(code=opd).first() if opd else None
                    RoleGrant.objects.get_or_create(person=person, role=role, opd=unit)
        demonstration.fill()


def _wait_for_modules(*, here: bool) -> int:
    deadline = time.monotonic() + PATIENCE_SECONDS
    unfinished = list(Run.objects.filter(state__in=Run.UNFINISHED, operation="enable_module").order_by("created_at"))
    results = [follow(run, here=here) for run in unfinished if time.monotonic() < deadline]
    return max(results, default=0)


def demonstration_accounts(pemda_code: str | None) -> list[dict[str, str]]:
    """What the log-in page shows in the demonstration: label, login and password."""
    return [
        {"label": person.label, "login": person.email, "password": person.password}
        for person in _people_shown(pemda_code)
    ]


def demonstration_secret(pemda_code: str | None, email: str) -> str:
    """The secret of the demonstration person's authenticator app; empty outside of the demonstration."""
    return next((person.totp_secret for person in _people_shown(pemda_code) if person.email == email), "")


def _people_shown(pemda_code: str | None) -> tuple[DemoPerson, ...]:
    if not settings.ADOPSI_DEMO or pemda_code not in {None, *(code for code, _modules, _brand in DEMONSTRATION)}:
        return ()
    return people_of(pemda_code) if pemda_code else (CENTRAL,)
