"""Changing a module's activation as a request states it: what is already so stays so, what was asked is not redone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from adopsi.api.errors import (
    NothingToUndo,
    ReleaseNotOnOffer,
    SettingsNeedActiveModule,
)
from adopsi.api.selectors import list_activations
from adopsi.console.services import ask_to_enable, ask_to_park, ask_to_undo, ask_to_upgrade
from adopsi.console.undoing import last_undoable
from catalog.activations import change_settings
from catalog.models import Activation
from catalog.registry import get_manifest
from provisioning.keys import RequestKey, find_run, is_answered, key_of_request, note_answer
from provisioning.models import Run
from tenants.accounts.models import Person
from tenants.router import PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks for what in which Pemda, with the plan that was read and the Idempotency-Key that was sent."""

    actor: Person
    pemda_code: str
    slug: str
    reason: str = ""
    plan_token: str = ""
    key: str = ""

    def keyed(self, operation: str, **more: Any) -> RequestKey:
        """The key for the whole of the request."""
        facts = {"slug": self.slug, "reason": self.reason, "plan": self.plan_token}
        return key_of_request(self.key, operation=operation, **facts, **more)

    def to_provisioning(self, key: RequestKey) -> dict[str, Any]:
        """What every act that asks for a run takes."""
        return {"actor": self.actor, "reason": self.reason, "plan_token": self.plan_token, "key": key}


def put_activation(
    asking: Asking,
    *,
    enabled: bool,
    values: Mapping[str, Any] | None = None,
    with_dependents: bool = False,
) -> Run | None:
    """Bring the module to the wished state; gives the run that does it, or None where nothing had to be run.

    `values` are settings of a module that is on and stays on; with a switch they are refused, and nothing changes.
    """
    get_manifest(asking.slug)
    operation = "enable_module" if enabled else "park_module"
    key = asking.keyed(operation, settings=values, with_dependents=with_dependents and not enabled)
    if (run := find_run(pemda_code=asking.pemda_code, key=key)) or is_answered(pemda_code=asking.pemda_code, key=key):
        return run
    activation = list_activations(pemda_code=asking.pemda_code).filter(slug=asking.slug).first()
    is_on = activation is not None and activation.state == Activation.State.ACTIVE
    if values is not None and not (is_on and enabled):
        raise SettingsNeedActiveModule(field="settings")
    if is_on == enabled and activation is not None:
        _answer(asking, key, values)
        return None
    place = {"pemda_code": asking.pemda_code, "slug": asking.slug, **asking.to_provisioning(key)}
    return ask_to_enable(**place) if enabled else ask_to_park(**place, with_dependents=with_dependents)


def _answer(asking: Asking, key: RequestKey, values: Mapping[str, Any] | None) -> None:
    """Nothing has to be run: change the settings, if any came, and remember the key; both or neither."""
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        if note_answer(pemda_code=asking.pemda_code, key=key) and values is not None:
            change_settings(slug=asking.slug, values=values, actor=asking.actor)


def put_release(asking: Asking, *, release: str) -> Run | None:
    """Take the module to the release, which must be this code base's; None where the Pemda has it already."""
    offered = get_manifest(asking.slug).version
    key = asking.keyed("upgrade_module", release=release)
    if (run := find_run(pemda_code=asking.pemda_code, key=key)) or is_answered(pemda_code=asking.pemda_code, key=key):
        return run
    if release != offered:
        raise ReleaseNotOnOffer(release, offered)
    activation = list_activations(pemda_code=asking.pemda_code).filter(slug=asking.slug).first()
    if activation is not None and activation.version == release and activation.fingerprint:
        _answer(asking, key, None)
        return None
    return ask_to_upgrade(pemda_code=asking.pemda_code, slug=asking.slug, **asking.to_provisioning(key))


def undo_last(asking: Asking, *, run: Run | None) -> Run:
    """Take the run back, or the module's newest one that can be; gives the run that does it."""
    get_manifest(asking.slug)
    key = asking.keyed("undo_run", undoes=run.pk if run else None)
    if same := find_run(pemda_code=asking.pemda_code, key=key):
        return same
    undone = run or undoable_run(pemda_code=asking.pemda_code, slug=asking.slug)
    return ask_to_undo(run=undone, **asking.to_provisioning(key))


def undoable_run(*, pemda_code: str, slug: str) -> Run:
    """The module's newest run that can be taken back; raises `NothingToUndo`."""
    run = last_undoable(pemda_code=pemda_code, slug=get_manifest(slug).slug)
    if run is None:
        raise NothingToUndo
    return run
