"""`adopsi pemda create | list | ring | pin | unpin | pause`."""

from __future__ import annotations

import argparse
from datetime import date, time
from typing import Any

from adopsi.cli.backups import add_pemda_commands
from adopsi.cli.errors import BadWindow
from adopsi.cli.printing import add_asking, command_in, follow, say, say_json, say_table, show_plan, who
from catalog.registry import get_manifest
from provisioning import rollouts
from provisioning.models import Pin
from provisioning.plans import plan_create
from provisioning.releases import CORE_SLUG
from provisioning.selectors import list_fleet, pins_of
from provisioning.services import request_create, subdomain_for
from tenants.models import Pemda
from tenants.places.regions import normalise_code

EVERYTHING = "semua"


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `pemda`."""
    group = commands.add_parser("pemda", help="membuat, melihat, dan mengatur Pemda").add_subparsers(required=True)
    new = command_in(group, "create", create, "menyiapkan Pemda baru")
    new.add_argument("code", help="kode Kemendagri, misalnya 72.02")
    new.add_argument("--modules", default="", help="modul dipisah koma, misalnya laksa,eplesiran")
    new.add_argument("--subdomain", default="")
    new.add_argument("--admin-email", default="", help="surel Admin TI pertama")
    new.add_argument("--admin-name", default="Admin TI")
    new.add_argument("--dry-run", action="store_true", help="hanya tampilkan rencananya")
    add_asking(new)
    command_in(group, "list", show, "daftar Pemda")
    _add_wishes(group)
    add_pemda_commands(group)


def _add_wishes(group: argparse._SubParsersAction) -> None:
    ring = command_in(group, "ring", choose_ring, "memilih gelombang dan jam pemeliharaan")
    ring.add_argument("code")
    ring.add_argument("ring", choices=Pemda.Ring.values)
    ring.add_argument("--window", default="", help="jam menurut Pemda itu, misalnya 22:00-04:00; kosong: kapan pun")
    pin = command_in(group, "pin", pin_module, "menahan modul pada rilisnya sekarang")
    pin.add_argument("code")
    pin.add_argument("slug", help=f"modul, {CORE_SLUG}, atau {EVERYTHING}")
    pin.add_argument("--until", type=date.fromisoformat, required=True, help="hari terakhir, misalnya 2027-01-31")
    pin.add_argument("--reason", required=True)
    unpin = command_in(group, "unpin", unpin_module, "melepas sematan")
    unpin.add_argument("code")
    unpin.add_argument("slug")
    pause = command_in(group, "pause", pause_upgrades, "menjeda semua pemutakhiran, atau mengakhiri jedanya")
    pause.add_argument("code")
    chosen = pause.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--until", type=date.fromisoformat, help="hari terakhir jeda")
    chosen.add_argument("--end", action="store_true", help="akhiri jeda sekarang")
    pause.add_argument("--reason", default="")


def create(options: argparse.Namespace) -> int:
    """Create a Pemda and follow its run."""
    modules = [slug.strip() for slug in options.modules.split(",") if slug.strip()]
    if options.dry_run:
        code = normalise_code(options.code)
        subdomain_for(code=code, wish=options.subdomain)
        return show_plan(plan_create(code=code, modules=modules), as_json=options.json)
    admin = {"email": options.admin_email, "name": options.admin_name} if options.admin_email else None
    run = request_create(
        code=options.code,
        subdomain=options.subdomain,
        modules=modules,
        admin=admin,
        reason=options.reason,
        requested_by=who(),
    )
    return follow(run, here=options.here, as_json=options.json)


def show(options: argparse.Namespace) -> int:
    """Print every Pemda with its state and modules."""
    rows = list(list_fleet())
    if options.json:
        say_json(
            [_as_json(row) | {"modules": {each.slug: each.version for each in row.active_modules}} for row in rows]
        )
        return 0
    say_table(
        (
            row.code,
            row.state,
            row.subdomain,
            row.region.display_name,
            " ".join(f"{each.slug}@{each.version}" for each in row.active_modules) or "-",
        )
        for row in rows
    )
    return 0


# --- wishes on upgrades -------------------------------------------------------------------------------


def _as_json(pemda: Pemda) -> dict[str, Any]:
    hours = (pemda.window_starts, pemda.window_ends)
    return {
        "code": pemda.code,
        "name": pemda.region.display_name,
        "state": pemda.state,
        "subdomain": pemda.subdomain,
        "core_version": pemda.core_version,
        "ring": pemda.ring,
        "window": [f"{hour:%H:%M}" for hour in hours if hour] or None,
        "paused_until": pemda.upgrades_paused_until,
        "paused_reason": pemda.upgrades_paused_reason,
    }


def _answer(options: argparse.Namespace, document: Any, words: str) -> int:
    if options.json:
        say_json(document)
    else:
        say(words)
    return 0


def choose_ring(options: argparse.Namespace) -> int:
    """Set when new releases come to the Pemda."""
    starts, ends = _window(options.window)
    pemda = rollouts.choose_ring(
        pemda_code=normalise_code(options.code), ring=options.ring, window_starts=starts, window_ends=ends
    )
    return _answer(
        options, _as_json(pemda), f"{pemda.code}: gelombang {pemda.ring}, {options.window or 'jam berapa pun'}"
    )


def _window(text: str) -> tuple[time | None, time | None]:
    if not text:
        return None, None
    begins, dash, ends = text.partition("-")
    try:
        return time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip())
    except ValueError:
        raise BadWindow from None


def _slug(text: str) -> str:
    if text == EVERYTHING:
        return ""
    return text if text == CORE_SLUG else get_manifest(text).slug


def pin_module(options: argparse.Namespace) -> int:
    """Keep a module on the release that is there."""
    pin = rollouts.pin(
        pemda_code=normalise_code(options.code),
        slug=_slug(options.slug),
        reason=options.reason,
        until=options.until,
        by=who(),
    )
    return _answer(options, _pin_as_json(pin), f"{pin.pemda_code}: {options.slug} disematkan sampai {pin.until}")


def _pin_as_json(pin: Pin) -> dict[str, Any]:
    return {
        "pemda": pin.pemda_code,
        "module": pin.slug or None,
        "until": pin.until,
        "reason": pin.reason,
        "pinned_by": pin.pinned_by,
    }


def unpin_module(options: argparse.Namespace) -> int:
    """Let new releases come again."""
    code = normalise_code(options.code)
    rollouts.unpin(pemda_code=code, slug=_slug(options.slug))
    return _answer(options, [_pin_as_json(pin) for pin in pins_of(code)], f"{code}: sematan {options.slug} dilepas")


def pause_upgrades(options: argparse.Namespace) -> int:
    """Hold every new release off until a day, or end the pause."""
    pemda = rollouts.pause_upgrades(pemda_code=normalise_code(options.code), until=options.until, reason=options.reason)
    words = f"dijeda sampai {pemda.upgrades_paused_until}" if pemda.upgrades_paused_until else "tidak dijeda"
    return _answer(options, _as_json(pemda), f"{pemda.code}: pemutakhiran {words}")
