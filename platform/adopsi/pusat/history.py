"""A Pemda's whole history in one line of time: runs, agreements, releases, announcements, support, erasures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from adopsi.console.wording import reason_in_words, signer_in_words
from adopsi.pusat.selectors import module_name
from provisioning.erasures.selectors import erasures_of
from provisioning.models import Erasure, RolloutTarget, Run
from provisioning.selectors import list_runs
from tenants.announcements.models import Recipient
from tenants.announcements.selectors import sent_to
from tenants.models import Agreement
from tenants.support.models import SupportAccess
from tenants.support.selectors import accesses_of


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; `tone` is a status kind of the design system."""

    at: datetime
    kind: str
    title: str
    url: str
    text: str = ""
    who: str = ""
    state: str = ""
    tone: str = "off"

    @property
    def kind_label(self) -> str:
        """What sort of thing it is."""
        return str(KINDS[self.kind].label)

    @property
    def icon(self) -> str:
        """The icon of its sort."""
        return KINDS[self.kind].icon

    @property
    def hue(self) -> str:
        """The colour of its sort."""
        return KINDS[self.kind].hue


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of event: where its rows are, which column dates them, and how one is told."""

    label: Any
    icon: str
    hue: str
    rows: Callable[[str], QuerySet[Any]]
    moment: str
    tell: Callable[[Any], Event]


TONES = {"done": "done", "failed": "failed", "running": "progress", "waiting": "waiting", "pending": "waiting"}


def _run(run: Run) -> Event:
    name = f": {module_name(run.subject)}" if run.subject else ""
    return Event(
        run.created_at,
        "run",
        f"{run.title}{name}",
        reverse("pusat:run", args=[run.pk]),
        reason_in_words(run.reason),
        signer_in_words(run.requested_by),
        str(run.get_state_display()),
        TONES.get(run.state, "off"),
    )


def _agreement(row: Agreement) -> Event:
    title = f"{row.get_kind_display()} {row.number}"
    modules = ", ".join(map(module_name, row.modules)) or _("Semua modul")
    return Event(row.created_at, "agreement", title, reverse("pusat:agreement", args=[row.pemda_id, row.pk]), modules)


def _release(row: RolloutTarget) -> Event:
    versions = f"{row.from_version or '0'} → {row.rollout.version}"
    return Event(
        row.finished_at or row.rollout.created_at,
        "release",
        f"{module_name(row.rollout.slug)} {versions}",
        reverse("pusat:rollout", args=[row.rollout_id]),
        row.note_in_words,
        row.rollout.requested_by,
        str(row.get_state_display()),
        TONES.get(row.state, "off"),
    )


def _announcement(row: Recipient) -> Event:
    each = row.announcement
    url = reverse("pusat:announcement", args=[each.pk])
    text = str(each.get_severity_display())
    return Event(
        each.sent_at or each.created_at,
        "announcement",
        each.title,
        url,
        text,
        each.sent_by,
        str(row.get_state_display()),
        TONES.get(row.state, "off"),
    )


def _support(row: SupportAccess) -> Event:
    tones = {"asked": "waiting", "granted": "done", "refused": "failed"}
    return Event(
        row.asked_at,
        "support",
        _("Akses dukungan diminta"),
        reverse("pusat:support-access", args=[row.pk]),
        row.reason,
        row.asked_by,
        row.state_in_words,
        tones.get(row.state, "off"),
    )


def _erasure(row: Erasure) -> Event:
    tones = {"asked": "waiting", "approved": "progress", "done": "done"}
    title = _("Penghapusan data: %(module)s") % {"module": module_name(row.slug)}
    url = reverse("pusat:erasure", args=[row.pk])
    state = str(row.get_state_display())
    who, why = signer_in_words(row.asked_by), reason_in_words(row.reason)
    return Event(row.asked_at, "erasure", title, url, why, who, state, tones.get(row.state, "off"))


def _settled_targets(code: str) -> QuerySet[RolloutTarget]:
    rows = RolloutTarget.objects.filter(pemda_code=code, finished_at__isnull=False)
    return rows.select_related("rollout")


def _announced(code: str) -> QuerySet[Recipient]:
    return sent_to(code)


KINDS: dict[str, Kind] = {
    "run": Kind(
        gettext_lazy("Proses"), "list-checks", "sky", lambda code: list_runs(pemda_code=code), "created_at", _run
    ),
    "agreement": Kind(
        gettext_lazy("Perjanjian"),
        "file-check",
        "teal",
        lambda code: Agreement.objects.filter(pemda_id=code),
        "created_at",
        _agreement,
    ),
    "release": Kind(gettext_lazy("Rilis"), "rocket", "violet", _settled_targets, "finished_at", _release),
    "announcement": Kind(
        gettext_lazy("Pengumuman"), "megaphone", "amber", _announced, "announcement__sent_at", _announcement
    ),
    "support": Kind(gettext_lazy("Akses dukungan"), "life-buoy", "rose", accesses_of, "asked_at", _support),
    "erasure": Kind(gettext_lazy("Penghapusan data"), "file-x", "red", erasures_of, "asked_at", _erasure),
}


class History:
    """The events of a Pemda, newest first, for a paginator: two queries and one per kind on the page."""

    def __init__(
        self, code: str, *, kind: str = "", since: datetime | None = None, until: datetime | None = None
    ) -> None:
        self.code = code
        names = [kind] if kind in KINDS else list(KINDS)
        parts = [self._keys(name, since, until) for name in names]
        self._union: Any = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]

    def _keys(self, name: str, since: datetime | None, until: datetime | None) -> QuerySet[Any]:
        rows = KINDS[name].rows(self.code).order_by()
        moment = KINDS[name].moment
        if since:
            rows = rows.filter(**{f"{moment}__gte": since})
        if until:
            rows = rows.filter(**{f"{moment}__lt": until})
        rows = rows.annotate(
            event_at=F(moment),
            event_kind=Value(name, output_field=CharField()),
            event_key=Cast("pk", CharField()),
        )
        return rows.values_list("event_at", "event_kind", "event_key")

    def count(self) -> int:
        """How many events there are."""
        return self._union.count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Event]:
        keys = list(self._union.order_by("-event_at", "event_kind", "event_key")[part])
        wanted: dict[str, list[str]] = defaultdict(list)
        for _at, name, key in keys:
            wanted[name].append(key)
        told = {
            (name, str(row.pk)): KINDS[name].tell(row)
            for name, found in wanted.items()
            for row in KINDS[name].rows(self.code).filter(pk__in=found)
        }
        return [told[name, key] for _at, name, key in keys if (name, key) in told]

    def __iter__(self) -> Iterator[Event]:
        return iter(self[:])
