"""`adopsi erasure list | ask | approve | refuse`."""

from __future__ import annotations

import argparse
import os
import uuid

from adopsi.cli.documents import erasure_as_json
from adopsi.cli.errors import NotOfTheTeam, UnknownErasure
from adopsi.cli.modules import code_of_pemda
from adopsi.cli.printing import command_in, follow, say, say_json, say_table, show_plan, who
from adopsi.pusat import erasures as acts
from adopsi.pusat.erasures import Terminal
from provisioning.erasures import selectors
from provisioning.erasures.services import must_be_parked
from provisioning.models import Erasure
from provisioning.plans import plan_purge, with_counts
from tenants.accounts.models import Person
from tenants.context import at_pusat


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `erasure`."""
    group = commands.add_parser(
        "erasure", help="penghapusan data modul yang dinonaktifkan; dua orang memutuskan"
    ).add_subparsers(required=True)
    listing = command_in(group, "list", show, "permintaan, yang menunggu orang kedua di atas")
    listing.add_argument("--pemda", default="", type=code_of_pemda, help="kode Pemda")
    listing.add_argument("--state", default="", choices=["", *Erasure.State.values])
    listing.add_argument("--search", default="")
    listing.add_argument("--limit", type=int, default=20)
    new = command_in(group, "ask", ask, "meminta data sebuah modul dihapus")
    new.add_argument("slug")
    new.add_argument("--pemda", required=True, type=code_of_pemda, help="kode Kemendagri, misalnya 72.02")
    new.add_argument("--reason", default="", help="alasan, tercetak di sertifikat")
    new.add_argument("--dry-run", action="store_true", help="hanya tampilkan apa yang akan dihapus")
    yes = command_in(group, "approve", approve, "menyetujui sebagai orang kedua; data diekspor, lalu dihapus")
    yes.add_argument("--here", action="store_true", help="kerjakan di proses ini, tanpa pekerja Celery")
    no = command_in(group, "refuse", refuse, "menolak, atau menarik permintaan sendiri")
    no.add_argument("--reason", default="", help="alasan, dibaca Pemda")
    for parser in (yes, no):
        parser.add_argument("erasure", type=uuid.UUID, help="nomor penghapusan")
    for parser in (new, yes, no):
        parser.add_argument("--as", dest="email", required=True, help="surel akun aktif Tim Pusat yang memutuskan")


def _person(options: argparse.Namespace) -> Person:
    rows = Person.objects.filter(email=options.email.strip().lower(), kind=Person.Kind.CENTRAL, is_active=True)
    person: Person | None = rows.first()
    if person is None:
        raise NotOfTheTeam
    return person


def _terminal() -> Terminal:
    # The account of the machine, not its name: names come from variables that anybody may set.
    return Terminal(name=who(), key=f"cli:{os.getuid()}")


def show(options: argparse.Namespace) -> int:
    """Print the erasures of the filter."""
    rows = selectors.list_erasures(search=options.search, state=options.state)
    if options.pemda:
        rows = rows.filter(pemda_code=options.pemda)
    found = list(rows[: max(0, options.limit)])
    if options.json:
        say_json([erasure_as_json(row) for row in found])
        return 0
    say_table(
        (row.pk, f"{row.asked_at:%Y-%m-%d %H:%M}", row.state, row.pemda_code, row.slug, row.asked_by, row.reason)
        for row in found
    )
    if not found:
        say("Tidak ada penghapusan.")
    return 0


def ask(options: argparse.Namespace) -> int:
    """Ask for an erasure; nothing happens before another person approves."""
    if options.dry_run:
        must_be_parked(pemda_code=options.pemda, slug=options.slug)
        return show_plan(with_counts(plan_purge(slug=options.slug, pemda_code=options.pemda)), as_json=options.json)
    with at_pusat():
        erasure = acts.ask_erasure(
            actor=_person(options),
            pemda_code=options.pemda,
            slug=options.slug,
            reason=options.reason,
            terminal=_terminal(),
        )
    if options.json:
        say_json(erasure_as_json(erasure))
    else:
        say(f"{erasure.pk}: menunggu orang kedua, di pusat, di konsol Pemda, atau di sini dengan akun mesin lain.")
    return 0


def approve(options: argparse.Namespace) -> int:
    """Approve as the second person and follow the run that exports and drops."""
    with at_pusat():
        run = acts.approve_erasure(actor=_person(options), erasure=_get(options), terminal=_terminal())
    return follow(run, here=options.here, as_json=options.json)


def refuse(options: argparse.Namespace) -> int:
    """Say no, or take one's own wish back."""
    erasure = _get(options)
    with at_pusat():
        acts.refuse_erasure(actor=_person(options), erasure=erasure, reason=options.reason, terminal=_terminal())
    erasure.refresh_from_db()
    if options.json:
        say_json(erasure_as_json(erasure))
    else:
        say(f"{erasure.pk}: ditolak; tidak ada data yang dihapus.")
    return 0


def _get(options: argparse.Namespace) -> Erasure:
    erasure = selectors.get_erasure(options.erasure)
    if erasure is None:
        raise UnknownErasure
    return erasure
