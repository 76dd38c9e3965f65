"""The last acts on one thing of the console, and the whole trail filtered to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from adopsi.console.tables_in_words import values_in_words
from adopsi.console.wording import act_in_words, changes_in_words, signer_in_words
from catalog.errors import UnknownModule
from catalog.registry import get_manifest
from tenants.audit.models import Entry, RowChange
from tenants.audit.selectors import list_entries

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: how its acts are found, and the table whose rows tell what an act changed ("" for none)."""

    title: object
    wanted: Callable[[str], Q]
    table: str = ""


def _subject(subject_type: str) -> Callable[[str], Q]:
    return lambda key: Q(subject_type=subject_type, subject_id=key)


def _room(*rooms: str) -> Callable[[str], Q]:
    def wanted(label: str) -> Q:
        found = Q()
        for room in rooms:
            found |= Q(act__startswith=f"{room}.")
        return found & Q(subject_label=label) if label else found

    return wanted


def _module(slug: str) -> Q:
    try:
        title = get_manifest(slug).title
        labels = [title.id, title.en, slug]
    except UnknownModule:
        labels = [slug]
    # The entry's label is the title in the language of whoever acted.
    return Q(subject_type="module", subject_label__in=labels)


def _settings(slug: str) -> Q:
    return _module(slug) & Q(act__startswith="module.settings_")


def _run(number: str) -> Q:
    return Q(changes__run=number)


KINDS: dict[str, Kind] = {
    "orang": Kind(gettext_lazy("Orang"), _subject("accounts.person"), "accounts_person"),
    "opd": Kind(gettext_lazy("OPD"), _subject("organisation.opd"), "organisation_opd"),
    "modul": Kind(gettext_lazy("Modul"), _module),
    "pengaturan": Kind(gettext_lazy("Pengaturan"), _settings),
    "proses": Kind(gettext_lazy("Proses"), _run),
    "domain": Kind(gettext_lazy("Domain"), _room("domain")),
    "cadangan": Kind(gettext_lazy("Cadangan data"), _room("backup")),
    "merek": Kind(gettext_lazy("Merek"), _room("brand")),
    "masuk": Kind(gettext_lazy("Cara masuk"), _room("identity_provider")),
    "rilis": Kind(gettext_lazy("Rilis"), _room("release")),
    "uji-coba": Kind(gettext_lazy("Uji coba"), _room("sandbox")),
    "penghapusan": Kind(gettext_lazy("Penghapusan data"), _room("erasure")),
    "dukungan": Kind(gettext_lazy("Akses dukungan"), _room("support")),
    "token": Kind(gettext_lazy("Token API"), _room("token")),
    "webhook": Kind(gettext_lazy("Webhook"), _subject("webhooks.endpoint"), "webhooks_endpoint"),
    "unggahan": Kind(gettext_lazy("Unggahan"), _room("upload")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One act: who, when, what, and what changed by it."""

    words: str
    who: str
    at: datetime
    changed: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Trail:
    """The last acts on one thing, and the address of all of them."""

    lines: list[Line]
    url: str
    has_more: bool


def entries_about(about: str) -> QuerySet[Entry]:
    """The acts on `<kind>:<key>`, newest first; none of a kind that nobody knows."""
    name, _colon, key = about.partition(":")
    return list_entries().filter(KINDS[name].wanted(key)) if name in KINDS else Entry.objects.none()


def title_of(about: str) -> str:
    """What the filter of the whole trail is called: “OPD”."""
    kind = KINDS.get(about.partition(":")[0])
    return str(kind.title) if kind else ""


def trail_about(about: str) -> Trail:
    """The last acts on `<kind>:<key>`; two queries."""
    found = list(entries_about(about)[: MOST_SHOWN + 1])
    rows, shown = _row_changes(about, found), found[:MOST_SHOWN]
    lines = [
        Line(
            act_in_words(entry.act),
            signer_in_words(entry.actor_name),
            entry.at,
            changes_in_words(entry.changes) or rows.get(entry.request_id, []),
        )
        for entry in shown
    ]
    url = f"{reverse('console:activity')}?{urlencode({'tentang': about})}"
    return Trail(lines, url, len(found) > MOST_SHOWN)


def _row_changes(about: str, entries: list[Entry]) -> dict[str, list[tuple[str, str]]]:
    """What the trigger wrote down of the thing's own row in the same requests, by request."""
    name, _colon, key = about.partition(":")
    requests = {entry.request_id for entry in entries if entry.request_id and not entry.changes}
    if not KINDS[name].table or not requests:
        return {}
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    rows = RowChange.objects.filter(
        table_name=KINDS[name].table, row_key=key, request_id__in=requests, operation=RowChange.Operation.UPDATE
    )
    for row in rows:
        found[row.request_id] += values_in_words(row)
    return found
