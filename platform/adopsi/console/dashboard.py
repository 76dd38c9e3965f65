"""What the console's home answers: what waits, what is late, what is used, and whether all is well.

Each number carries the address of the list that it counts. The number of queries does not grow with rows; each active
module costs those of its own hooks.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import StrIndex, Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from adopsi.console.palette import name_of
from catalog.activations import active_manifests, manifests_on
from catalog.manifest import Manifest
from catalog.registry import hook
from provisioning.erasures.selectors import erasures_of
from provisioning.keeping.badges import Badge, badge_of
from provisioning.models import Erasure, Run
from provisioning.selectors import list_runs
from tenants.accounts.models import Person
from tenants.accounts.selectors import list_people
from tenants.attachments.models import Attachment
from tenants.audit.models import Entry
from tenants.domains.selectors import list_domains
from tenants.identity.selectors import without_factor
from tenants.organisation.selectors import roles_of
from tenants.privacy.access import works_at_desk
from tenants.privacy.models import Incident
from tenants.privacy.selectors import list_incidents, list_requests
from tenants.support.selectors import count_waiting

log = logging.getLogger("adopsi.console")
USED_DAYS = 30
# A failed run older than this has been seen, or nobody misses it.
FAILED_DAYS = 14
# Pages within so much of each other are one visit.
ONE_VISIT = timedelta(minutes=30)
VISIT_KEY = "console_visit"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that somebody must look at; `changed` counts what others did since the last visit."""

    label: str
    count: int
    url: str
    place: str = ""
    is_late: bool = False
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """How much a module was used: acts in its trail and the people behind them."""

    manifest: Manifest
    acts: int
    people: int
    url: str


@dataclass(frozen=True, slots=True)
class Health:
    """Whether all is well: backups, second factors, stored files."""

    badge: Badge
    lacking_factor: int
    files: int
    bytes: int


# --- what waits ---------------------------------------------------------------------------------------


def waiting_for(person: Person, code: str, since: datetime | None) -> list[Waiting]:
    """All that waits for this person and is not nothing, what is late first."""
    rows = [*_of_modules(person, code, since), *_of_desk(person)]
    if person.is_it_admin:
        rows += _of_administration(code)
    return sorted((row for row in rows if row.count), key=lambda row: not row.is_late)


def _of_modules(person: Person, code: str, since: datetime | None) -> Iterator[Waiting]:
    held = roles_of(person)
    for manifest in active_manifests(code):
        works_in_it = bool(held & manifest.role_keys())
        if not (works_in_it or person.is_it_admin):
            continue
        # Who has no role there sees how much waits, and gets to where roles are given.
        own = reverse("console:module", args=[manifest.slug]) + "#peran"
        for count in _ask(manifest, person if works_in_it else None, since):
            url = count.url if works_in_it else own
            yield Waiting(count.label, count.count, url, name_of(manifest), count.is_late, count.changed)


def _ask(manifest: Manifest, person: Person | None, since: datetime | None) -> list[Any]:
    count = hook(manifest, "waiting_work")
    if count is None:
        return []
    try:
        return list(count(person, since))
    except Exception:  # One module's fault must not take the whole console away.
        log.exception("waiting work of %s failed", manifest.slug)
        return []


def _of_desk(person: Person) -> Iterator[Waiting]:
    if not works_at_desk(person):
        return
    queue, place = reverse("pdp:requests"), _("Pelindungan data")
    late = list_requests(actor=person, urgency="terlambat").order_by().count()
    waiting = list_requests(actor=person, state="terbuka").order_by().count()
    yield Waiting(_("Permintaan data pribadi lewat batas waktu"), late, f"{queue}?waktu=terlambat", place, is_late=True)
    yield Waiting(_("Permintaan data pribadi belum dijawab"), waiting, f"{queue}?status=terbuka", place)
    incidents = list_incidents(actor=person, state=Incident.State.OPEN).order_by().count()
    url = f"{reverse('pdp:incidents')}?status={Incident.State.OPEN.value}"
    yield Waiting(_("Insiden data pribadi yang terbuka"), incidents, url, place)


def _of_administration(code: str) -> Iterator[Waiting]:
    runs = (
        list_runs(pemda_code=code)
        .order_by()
        .aggregate(
            running=Count("pk", filter=Q(state__in=Run.UNFINISHED)),
            failed=Count("pk", filter=Q(state=Run.State.FAILED, created_at__gte=_midnight(FAILED_DAYS))),
        )
    )
    place = _("Administrasi")
    url = reverse("console:runs")
    yield Waiting(
        _("Proses gagal dalam 14 hari"),
        runs["failed"],
        f"{url}?keadaan=failed&dari={_day(FAILED_DAYS)}",
        place,
        is_late=True,
    )
    yield Waiting(_("Proses sedang berjalan"), runs["running"], f"{url}?keadaan=unfinished", place)
    asked = erasures_of(code).filter(state=Erasure.State.ASKED).count()
    yield Waiting(_("Penghapusan data menunggu orang kedua"), asked, reverse("console:erasures"), place)
    yield Waiting(_("Permintaan akses dukungan dari pusat"), count_waiting(code), reverse("console:support"), place)
    unproven = list_domains(code).filter(Q(verified_at=None) | Q(failed_days__gt=0)).count()
    yield Waiting(_("Domain belum terbukti"), unproven, reverse("console:domains"), place)


def _day(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def _midnight(days: int) -> datetime:
    # The lists behind the numbers are filtered by whole days of the Pemda's own clock.
    return timezone.make_aware(datetime.combine(_day(days), time.min))


# --- what is used -------------------------------------------------------------------------------------


def usage_of(code: str) -> list[Usage]:
    """The modules that are on by their use in 30 days, from the audit trail, which every act of a module enters."""
    dot = StrIndex(F("act"), Value("."))
    rooms = Entry.objects.order_by().filter(at__gte=_midnight(USED_DAYS)).annotate(room=Substr("act", 1, dot - 1))
    rows = rooms.values("room").annotate(acts=Count("pk"), people=Count("actor_id", distinct=True))
    found = {row["room"]: row for row in rows}
    usage = [
        Usage(
            manifest,
            found.get(manifest.slug, {}).get("acts", 0),
            found.get(manifest.slug, {}).get("people", 0),
            f"{reverse('console:activity')}?ruang={manifest.slug}&dari={_day(USED_DAYS)}",
        )
        for manifest in manifests_on(code)
    ]
    return sorted(usage, key=lambda each: -each.acts)


# --- whether all is well ------------------------------------------------------------------------------


def health_of(code: str) -> Health:
    """Backups, second factors and files."""
    stored = Attachment.objects.aggregate(files=Count("pk"), bytes=Sum("size"))
    lacking = without_factor(list_people(state="active")).count()
    return Health(badge_of(code), lacking, stored["files"], stored["bytes"] or 0)


# --- visits -------------------------------------------------------------------------------------------


def last_visit(session: Any, person: Person) -> datetime | None:
    """When this person was here before: the visit before this one in the session, else their sign-in before this one."""
    now, marks = timezone.now(), session.get(VISIT_KEY) or {}
    seen, before = _moment(marks.get("seen")), _moment(marks.get("before"))
    if seen is None:
        before = _sign_in_before(person)
    elif now - seen < ONE_VISIT:
        return before
    else:
        before = seen
    session[VISIT_KEY] = {"seen": now.isoformat(), "before": before.isoformat() if before else ""}
    return before


def _moment(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None


def _sign_in_before(person: Person) -> datetime | None:
    entries = Entry.objects.filter(actor_id=person.pk, act="account.signed_in").order_by("-at")
    moments: Iterable[datetime] = entries.values_list("at", flat=True)[1:2]
    return next(iter(moments), None)
