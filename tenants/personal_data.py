"""Personal data in the tables that every Pemda has, and which of those tables a sandbox may have at all.

Modules state the same in their manifests. A table that is named nowhere here stays empty in a sandbox: sessions,
tokens, codes, audit, notifications and whatever comes later. An app of another room lists its own models as
`copied_to_sandboxes` on its AppConfig.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings


@dataclass(frozen=True, slots=True)
class PersonalFields:
    """The fields of a model, as `app.Model`, that say something about a person."""

    model: str
    fields: tuple[str, ...]


PERSON = "accounts.Person"
ATTACHMENT = "attachments.Attachment"
PERSONAL_FIELDS = (
    PersonalFields(PERSON, ("username", "name", "email", "phone", "password", "last_login")),
    PersonalFields(ATTACHMENT, ("name", "path")),
    PersonalFields("payments.Payment", ("payer", "label")),
)
COPIED = (PERSON, ATTACHMENT, "organisation.Opd", "organisation.RoleGrant")


def copied_models() -> Iterator[str]:
    """The models of the core, as `app.Model`, whose rows a sandbox gets."""
    yield from COPIED
    for config in apps.get_app_configs():
        if config.label in settings.PER_PEMDA_LABELS:
            for name in getattr(config, "copied_to_sandboxes", ()):
                yield f"{config.label}.{name}"
