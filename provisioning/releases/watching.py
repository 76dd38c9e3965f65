"""The audit trigger of every table: which tables have it, and what it is told about them.

A release that was built before there were triggers is immutable like any other: its tables get what the rule says
when they are made and when the core is upgraded, and an inspection expects it. docs/decisions/0012.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from catalog.registry import all_manifests
from provisioning.releases.inspection import Catalog
from tenants.accounts.models import Person
from tenants.personal_data import PERSONAL_FIELDS
from tenants.vault.fields import SealedCharField

TRIGGER = "adopsi_audit"
FUNCTION = "audit_note_change()"
# Tables whose changes nobody writes down, and why.
UNWATCHED: Mapping[str, str] = {
    "audit_entry": "the audit trail itself; the chain covers it",
    "audit_rowchange": "the audit trail itself; the chain covers it",
    "audit_link": "the chain",
    "audit_head": "the chain",
    "audit_secret": "written once, by the trigger itself",
    "django_migrations": "bookkeeping of provisioning, which has its own journal",
    "django_session": "changes with most requests and says nothing but that somebody was here",
    "usersessions_usersession": "as sessions: the last moment somebody was seen",
    "idempotency_keptanswer": "answers that are given again for a day; the acts behind them are written down",
    "webhooks_event": "an outbox: the acts that it tells of are written down",
    "webhooks_delivery": "the state of a queue, which its attempts tell",
    "webhooks_attempt": "a journal of its own, written once",
}
# Words of a column's name whose value is a secret, whatever the manifest says.
SECRET_WORDS = {"password", "secret", "token", "digest", "wrapped", "otp", "session", "recovery", "signature"}
# Columns of libraries that hold secrets or messages to a person under a plain name.
SECRET_COLUMNS = {
    "account_emailaddress": ("email",),
    "account_emailconfirmation": ("key",),
    "mfa_authenticator": ("data",),
    "socialaccount_socialaccount": ("uid", "extra_data"),
    "socialaccount_socialapp": ("key", "settings"),
    "notifications_notification": ("subject", "body"),
    "privacy_correction": ("before", "proposed", "reason"),
    "privacy_datarequest": ("applicant_name", "applicant_contact", "identity_check", "details", "answer"),
    "privacy_requeststep": ("note",),
}
# What a reference to the person is called that a row is about, where no manifest says it.
ABOUT = ("person", "user", "citizen", "reporter", "author", "subject", "uploaded_by", "owner")
KEY = re.compile(r"^PRIMARY KEY \((.+)\)$")


def is_watched(table: str) -> bool:
    """Whether changes of the table's rows are written down; copies for an undo are no table of anybody's."""
    return table not in UNWATCHED and not table.startswith("_undo_")


def trigger_of(table: str, parts: Mapping[str, Mapping[str, str]]) -> str:
    """The trigger as PostgreSQL says it back, from the table's part of a catalog."""
    keys = [match[1].replace(" ", "") for text in parts["constraints"].values() if (match := KEY.match(text))]
    facts = _facts_of_tables().get(table)
    hidden = facts[0] if facts else {name for name in parts["columns"] if not name.endswith("_id")}
    hidden = hidden | {name for name in parts["columns"] if set(name.split("_")) & SECRET_WORDS}
    hidden |= set(SECRET_COLUMNS.get(table, ()))
    hidden = (hidden & set(parts["columns"])) - set("".join(keys).split(","))
    person = facts[1] if facts else ""
    arguments = (keys[0].replace('"', "") if keys else "", ",".join(sorted(hidden)), person)
    name = table if re.fullmatch(r"[a-z_][a-z0-9_]*", table) else f'"{table}"'
    told = ", ".join(f"'{each}'" for each in arguments)
    return (
        f"CREATE TRIGGER {TRIGGER} AFTER INSERT OR DELETE OR UPDATE ON {name}"
        f" FOR EACH ROW EXECUTE FUNCTION audit_note_change({told})"
    )


def can_watch(catalogs: Iterable[Catalog]) -> bool:
    """Whether one of a Pemda's releases brings the trigger's function: a core from before it has none."""
    return any(FUNCTION in catalog.get("functions", {}) for catalog in catalogs)


def watched(catalog: Catalog) -> Catalog:
    """The catalog with the trigger on every table that should have it and has none; the rest as it was built."""
    tables = {
        table: {**parts, "triggers": parts["triggers"] | {TRIGGER: trigger_of(table, parts)}}
        if is_watched(table) and TRIGGER not in parts["triggers"]
        else parts
        for table, parts in catalog.get("tables", {}).items()
    }
    return {**catalog, "tables": tables}


def unwatched(catalog: Catalog) -> Catalog:
    """The catalog without the trigger, to compare tables alone."""
    tables = {
        table: {**parts, "triggers": {name: text for name, text in parts["triggers"].items() if name != TRIGGER}}
        for table, parts in catalog.get("tables", {}).items()
    }
    return {**catalog, "tables": tables}


def attach_sql(catalog: Catalog) -> str:
    """The statements that give every table of the catalog its trigger, whether it has one or not."""
    return ";\n".join(
        parts["triggers"][TRIGGER].replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER", 1)
        for parts in watched(catalog)["tables"].values()
        if TRIGGER in parts["triggers"]
    )


def missing_sql(catalog: Catalog) -> str:
    """The statements for the tables whose trigger is not part of the release itself."""
    built = catalog.get("tables", {})
    bare = {table: parts for table, parts in built.items() if TRIGGER not in parts["triggers"]}
    return attach_sql({"tables": bare, "functions": {}})


@functools.cache
def _facts_of_tables() -> dict[str, tuple[set[str], str]]:
    """Of every table of this code: the columns that stay hidden, and the column that names whom a row is about."""
    declared: dict[str, set[str]] = {}
    for label, names in [(each.model, each.fields) for each in PERSONAL_FIELDS] + [
        (each.model, each.fields) for manifest in all_manifests() for each in manifest.personal_data
    ]:
        declared.setdefault(label.lower(), set()).update(names)
    labels = settings.PER_PEMDA_LABELS | set(settings.MODULE_LABELS)
    return {
        model._meta.db_table: _facts_of(model, declared.get(model._meta.label_lower, set()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in labels
    }


def _facts_of(model: type[models.Model], personal: set[str]) -> tuple[set[str], str]:
    fields = model._meta.concrete_fields
    hidden = {
        each.column
        for each in fields
        if isinstance(each, SealedCharField) or (each.name in personal and not each.is_relation)
    }
    if model is Person:
        return hidden, "id"
    people = {each.name: each.column for each in fields if each.related_model is Person}
    about: list[Any] = [*sorted(personal & set(people)), *(name for name in ABOUT if name in people)]
    if not about:
        return hidden, ""
    # Whom a row is about stands beside the change, for themselves alone: a report may be anonymous to the officers.
    return hidden | {people[about[0]]}, people[about[0]]
