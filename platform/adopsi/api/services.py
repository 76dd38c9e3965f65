"""Changing a module's activation as a PUT states it: what is already so stays so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adopsi.api.errors import SettingsNeedActiveModule
from adopsi.api.selectors import list_activations
from adopsi.console.services import ask_to_disable, ask_to_enable
from catalog.activations import change_settings
from catalog.models import Activation
from catalog.registry import get_manifest
from provisioning.models import Run
from tenants.accounts.models import Person


def put_activation(
    *, actor: Person, pemda_code: str, slug: str, enabled: bool, reason: str, values: Mapping[str, Any] | None
) -> Run | None:
    """Bring the module to the wished state; gives the run that does it, or None where nothing had to be run.

    `values` are settings of a module that is on and stays on; with a switch they are refused, and nothing changes.
    """
    get_manifest(slug)
    activation = list_activations(pemda_code=pemda_code).filter(slug=slug).first()
    is_on = activation is not None and activation.state == Activation.State.ACTIVE
    if values is not None:
        if not (is_on and enabled):
            raise SettingsNeedActiveModule(field="settings")
        change_settings(slug=slug, values=values, actor=actor)
    if is_on == enabled and activation is not None:
        return None
    ask = ask_to_enable if enabled else ask_to_disable
    return ask(pemda_code=pemda_code, slug=slug, reason=reason, actor=actor)
