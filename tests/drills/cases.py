"""One case for each operation: how it is asked for, what must be true afterwards, and how to get back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connections

from tenants.credentials import schema_of
from tests.drills import towns
from tests.drills.checks import Expected
from tests.drills.code import NEW, OLD, SLUG


@dataclass(frozen=True, slots=True)
class Case:
    """`ask` brings the Pemda to where the operation begins and asks for it; `back` makes room for the next time."""

    operation: str
    name: str
    ask: Callable[[], Any]
    expected: Expected
    back: Callable[[Any], None] = lambda run: None
    has_canary: bool = False
    # Takes seconds each time: the first round leaves out `<step>:before`, which follows at once on the last `after`.
    is_slow: bool = False


def request(name: str, code: str, **options: Any) -> Any:
    from provisioning import services

    return getattr(services, f"request_{name}")(pemda_code=code, slug=SLUG, requested_by="drill", **options)


def ask_undo(run: Any) -> Any:
    from provisioning.services import request_undo

    run.refresh_from_db()
    return request_undo(run=run, requested_by="drill")


def _take_back(run: Any) -> None:
    towns.undo(run)


def _create() -> Any:
    from provisioning.services import request_create

    code = towns.free_codes()[0]
    return request_create(code=code, modules=[SLUG], admin=towns.ADMIN, requested_by="drill")


def _resume() -> Any:
    _analyse(towns.RESUMED)
    return request("enable", towns.RESUMED)


def _upgrade() -> Any:
    if not towns.planted(towns.UPGRADES):
        towns.plant(towns.UPGRADES)
    _analyse(towns.UPGRADES)
    return request("upgrade", towns.UPGRADES)


def _analyse(code: str) -> None:
    """Let PostgreSQL know how large the citizens' table is."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ANALYZE {schema_of(code)}.{SLUG}_note")


def _park_again(run: Any) -> None:
    """Back to the old release, parked, as the engine's own undo leaves it."""
    towns.undo(run)


def _undo_upgrade() -> Any:
    return ask_undo(towns.drive(_upgrade()))


def _undo_enable() -> Any:
    return ask_undo(towns.enable(towns.BLANK))


def _undo_park() -> Any:
    towns.enable(towns.BLANK)
    return ask_undo(towns.drive(request("park", towns.BLANK)))


def _switch_off(run: Any) -> None:
    towns.forget(run.pemda_code)


def _park() -> Any:
    towns.enable(towns.BLANK)
    return request("park", towns.BLANK)


def _purge() -> Any:
    from provisioning.erasures.services import approve_erasure, ask_erasure

    towns.enable(towns.PURGED)
    towns.plant(towns.PURGED)
    towns.drive(request("park", towns.PURGED))
    erasure = ask_erasure(pemda_code=towns.PURGED, slug=SLUG, reason="drill", asked_by="Rina", asked_by_key="a")
    return approve_erasure(erasure=erasure, approved_by="Tiara", approved_by_key="b")


def _make_sandbox() -> Any:
    from provisioning.sandboxes.services import request_sandbox
    from tenants.backend.base import POOL

    # Nine sandboxes later their codes come again, sooner here than parked connections of the first one end.
    POOL.clear()
    return request_sandbox(pemda_code=towns.BLANK, requested_by="drill", reason="drill", admin=towns.ADMIN)


def _drop(run: Any) -> Any:
    from provisioning.sandboxes.services import request_drop_sandbox

    return request_drop_sandbox(code=run.pemda_code, requested_by="drill")


CREATE = Case("create", "create", _create, Expected("active", NEW))
ENABLE = Case("enable", "enable", lambda: request("enable", towns.BLANK), Expected("active", NEW), _take_back)
RESUME = Case("enable", "resume", _resume, Expected("active", NEW, copies=True), _park_again, has_canary=True)
PARK = Case("park", "park", _park, Expected("parked", NEW), _switch_off)
UPGRADE = Case("upgrade", "upgrade", _upgrade, Expected("active", NEW, copies=True), _take_back, has_canary=True)
UNDO_UPGRADE = Case("undo", "undo of upgrade", _undo_upgrade, Expected("active", OLD), has_canary=True)
UNDO_ENABLE = Case("undo", "undo of enable", _undo_enable, Expected())
UNDO_PARK = Case("undo", "undo of park", _undo_park, Expected("active", NEW), _switch_off)
PURGE = Case("purge", "purge", _purge, Expected(), is_slow=True)
MAKE = Case(
    "sandbox", "make sandbox", _make_sandbox, Expected(), lambda run: void(towns.drive(_drop(run))), is_slow=True
)
DROP = Case(
    "sandbox", "drop sandbox", lambda: _drop(towns.drive(_make_sandbox())), Expected(exists=False), is_slow=True
)


def void(_value: Any) -> None:
    """Nothing of interest."""


ALL = (CREATE, ENABLE, RESUME, PARK, UPGRADE, UNDO_UPGRADE, UNDO_ENABLE, UNDO_PARK, PURGE, MAKE, DROP)
