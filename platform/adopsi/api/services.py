"""Changing a module's activation as a request states it: what is already so stays so, what was asked is not redone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from adopsi.api.errors import (
    IdempotencyKeyReused,
    InvalidIdempotencyKey,
    NothingToUndo,
    ReleaseNotOnOffer,
    SettingsNeedActiveModule,
)
from adopsi.api.selectors import list_activations, run_of_key
from adopsi.console.services import ask_to_enable, ask_to_park, ask_to_undo, ask_to_upgrade
from adopsi.console.undoing import last_undoable
from catalog.activations import change_settings
from catalog.models import Activation
from catalog.registry import get_manifest
from provisioning.models import Run
from tenants.accounts.models import Person

KEY = re.compile(r"^[\x21-\x7e]{1,80}$")


def put_activation(
    *,
    actor: Person,
    pemda_code: str,
    slug: str,
    enabled: bool,
    reason: str,
    values: Mapping[str, Any] | None = None,
    with_dependents: bool = False,
    plan_token: str = "",
    key: str = "",
) -> Run | None:
    """Bring the module to the wished state; gives the run that does it, or None where nothing had to be run.

    `values` are settings of a module that is on and stays on; with a switch they are refused, and nothing changes.
    """
    get_manifest(slug)
    facts: dict[str, Any] = {"pemda_code": pemda_code, "slug": slug, "reason": reason, "plan_token": plan_token}
    wish: dict[str, Any] = {"operation": "enable_module" if enabled else "park_module", "slug": slug, "reason": reason}
    if not enabled:
        wish["with_dependents"] = with_dependents
    if same := _same(pemda_code, key, wish):
        return same
    activation = list_activations(pemda_code=pemda_code).filter(slug=slug).first()
    is_on = activation is not None and activation.state == Activation.State.ACTIVE
    if values is not None:
        if not (is_on and enabled):
            raise SettingsNeedActiveModule(field="settings")
        change_settings(slug=slug, values=values, actor=actor)
    if is_on == enabled and activation is not None:
        return None
    if enabled:
        return _asked(lambda: ask_to_enable(**facts, actor=actor, idempotency_key=key), key, wish)
    return _asked(
        lambda: ask_to_park(**facts, actor=actor, idempotency_key=key, with_dependents=with_dependents), key, wish
    )


def put_release(
    *, actor: Person, pemda_code: str, slug: str, release: str, reason: str, plan_token: str = "", key: str = ""
) -> Run | None:
    """Take the module to the release, which must be this code base's; None where the Pemda has it already."""
    offered = get_manifest(slug).version
    wish = {"operation": "upgrade_module", "slug": slug, "reason": reason}
    if same := _same(pemda_code, key, wish):
        return same
    if release != offered:
        raise ReleaseNotOnOffer(release, offered)
    activation = list_activations(pemda_code=pemda_code).filter(slug=slug).first()
    if activation is not None and activation.version == release and activation.fingerprint:
        return None
    return _asked(
        lambda: ask_to_upgrade(
            pemda_code=pemda_code, slug=slug, reason=reason, actor=actor, plan_token=plan_token, idempotency_key=key
        ),
        key,
        wish,
    )


def undo_last(
    *, actor: Person, pemda_code: str, slug: str, run: Run | None, reason: str, plan_token: str = "", key: str = ""
) -> Run:
    """Take the run back, or the module's newest one that can be; gives the run that does it."""
    wish: dict[str, Any] = {"operation": "undo_run", "slug": get_manifest(slug).slug, "reason": reason}
    if run is not None:
        wish["undoes"] = run.pk
    if same := _same(pemda_code, key, wish):
        return same
    undone = run or undoable_run(pemda_code=pemda_code, slug=slug)
    return _asked(
        lambda: ask_to_undo(run=undone, reason=reason, actor=actor, plan_token=plan_token, idempotency_key=key),
        key,
        wish,
    )


def undoable_run(*, pemda_code: str, slug: str) -> Run:
    """The module's newest run that can be taken back; raises `NothingToUndo`."""
    run = last_undoable(pemda_code=pemda_code, slug=get_manifest(slug).slug)
    if run is None:
        raise NothingToUndo
    return run


# --- the same request again ---------------------------------------------------------------------------


def _same(pemda_code: str, key: str, wish: Mapping[str, Any]) -> Run | None:
    """The run that was asked for with this key; refuses a key that stands for something else."""
    if not key:
        return None
    if not KEY.match(key):
        raise InvalidIdempotencyKey
    run = run_of_key(pemda_code=pemda_code, key=key)
    if run is not None and not _is_wish(run, wish):
        raise IdempotencyKeyReused
    return run


def _asked(ask: Callable[[], Run], key: str, wish: Mapping[str, Any]) -> Run:
    """The run asked for; of two requests at one moment with one key, the second sees the first one's run here."""
    run = ask()
    if key and run.idempotency_key == key and not _is_wish(run, wish):
        raise IdempotencyKeyReused
    return run


def _is_wish(run: Run, wish: Mapping[str, Any]) -> bool:
    has = {
        "operation": run.operation,
        "slug": run.subject,
        "reason": run.reason,
        "with_dependents": run.arguments.get("with_dependents", False),
        "undoes": run.undoes_id,
    }
    return all(has[name] == value for name, value in wish.items())
