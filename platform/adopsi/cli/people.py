"""`adopsi people reset-factor`: help for an IT admin whom no other admin of the Pemda can help, or for a colleague."""

from __future__ import annotations

import argparse

from adopsi.cli.errors import NobodyThere
from adopsi.cli.printing import command_in, say, say_json, who
from tenants import directory
from tenants.accounts.models import Person
from tenants.context import at_pusat, inside
from tenants.identity.resets import reset_by_central_team, reset_in_the_team
from tenants.places.regions import normalise_code


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `people`."""
    group = commands.add_parser("people", help="akun orang").add_subparsers(required=True)
    reset = command_in(group, "reset-factor", reset_factor, "menyetel ulang verifikasi dua langkah seorang Admin TI")
    reset.add_argument("--email", required=True, help="alamat surel akun itu")
    reset.add_argument("--reason", required=True, help="alasan dan cara identitasnya diperiksa; tercatat di jejak")
    place = reset.add_mutually_exclusive_group(required=True)
    place.add_argument("--pemda", type=normalise_code, help="kode Kemendagri, misalnya 72.02")
    place.add_argument("--pusat", action="store_true", help="anggota Tim Pusat")


def reset_factor(options: argparse.Namespace) -> int:
    """Forget the second factor and end the sessions of one IT admin, or of one member of the team."""
    if options.pusat:
        with at_pusat():
            person = _person(options.email, Person.Kind.CENTRAL)
            reset_in_the_team(person=person, reason=options.reason, by=who())
    else:
        facts = directory.pemda_of(options.pemda)
        if facts is None:
            raise NobodyThere
        with inside(facts):
            # Everybody else is helped by their own IT admin, who knows them.
            person = _person(options.email, Person.Kind.ADMIN)
            reset_by_central_team(person=person, reason=options.reason, by=f"Tim Pusat, {who()}")
    if options.json:
        say_json({"reset": options.email})
    else:
        say(f"{options.email}: verifikasi dua langkah disetel ulang, semua sesi diakhiri.")
    return 0


def _person(email: str, kind: str) -> Person:
    person = Person.objects.filter(email=email.lower(), kind=kind, is_active=True).first()
    if person is None:
        raise NobodyThere
    return person
