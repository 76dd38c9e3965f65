"""Reports of the same thing: found, merged into one, and taken apart again."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from catalog.modules.laksa.errors import MergeRefused, MoveRefused, NothingToUndo
from catalog.modules.laksa.models import Report, Transition
from catalog.modules.laksa.roles import VERIFIER
from catalog.modules.laksa.services import notices
from catalog.modules.laksa.services.followers import merged_reports
from catalog.modules.laksa.services.handling import may_handle
from catalog.modules.laksa.services.history import write_step
from catalog.modules.laksa.services.locking import lock_report, was_done
from catalog.modules.laksa.services.photos import show_photos_as_report
from catalog.modules.laksa.services.undoing import undo_steps
from catalog.modules.laksa.states import FINISHED, State
from catalog.sdk.errors import NotAllowed
from catalog.sdk.people import Person, has_role
from catalog.sdk.places import distance_m
from catalog.sdk.records import record

NEAR_METRES, NEAR_DAYS, MOST_COMPARED, MOST_OFFERED = 300, 30, 200, 5
# 300 metres at the equator, in degrees.
NEAR_DEGREES = 0.0028
# Place and time alone make a candidate; similar words move it up.
WORD = re.compile(r"\w{4,}")


def may_merge(*, person: Person, report: Report) -> bool:
    """Whether the person may say that the report repeats another one."""
    return has_role(person, VERIFIER) or may_handle(person=person, report=report)


@transaction.atomic
def merge_report(
    *, number: str, into: str, actor: Person, version: int | None = None, once: UUID | None = None
) -> Report:
    """Merge a report into the one that it repeats: both keep their reporters, who both hear of the main one's steps."""
    # Always in the same order, so that two officers who merge two reports into each other do not wait for ever.
    list(Report.objects.select_for_update().filter(number__in=[number, into]).order_by("pk").values_list("pk"))
    report = lock_report(number=number, version=version, once=once)
    if was_done(report=report, once=once):
        return report
    main = Report.objects.filter(number=into).first()
    # A number that is not the officer's work is as unknown to them as one that does not exist.
    if main is None or not may_merge(person=actor, report=main):
        raise MergeRefused(_("Nomor laporan utama tidak ditemukan."))
    if not may_merge(person=actor, report=report):
        raise NotAllowed
    _refuse(report, main)
    report.merged_into, report.due_on, opd = main, None, report.opd
    write_step(
        report=report, to_state=State.ARCHIVED, actor=actor, kind=Transition.Kind.MERGED, note=into, opd=opd, once=once
    )
    show_photos_as_report(report=report)
    record(act="laksa.report_merged", subject=report, actor=actor, changes={"into": into})
    record(act="laksa.report_absorbed", subject=main, actor=actor, changes={"report": number})
    notices.merged(report)
    return report


def _refuse(report: Report, main: Report) -> None:
    if report.state in FINISHED:
        raise MoveRefused(str(report.get_state_display()))
    if main.pk == report.pk:
        raise MergeRefused(_("Laporan tidak dapat digabung ke dirinya sendiri."))
    if main.state in FINISHED:
        raise MergeRefused(
            _("Laporan utama sudah berstatus “%s”. Pilih yang masih berjalan.") % main.get_state_display()
        )
    # Those whose reports were merged into this one before would follow with it.
    if main.is_confidential and any(main.reporter_id != each.reporter_id for each in (report, *merged_reports(report))):
        # The other reporter would hear of what is to be hidden from them.
        raise MergeRefused(_("Laporan rahasia tidak dapat menjadi laporan utama bagi pelapor lain."))


@transaction.atomic
def unmerge_report(*, number: str, actor: Person) -> Report:
    """Take a merging back: the report stands exactly where it stood before."""
    report = lock_report(number=number)
    if report.merged_into_id is None:
        raise NothingToUndo
    if not may_merge(person=actor, report=report):
        raise NotAllowed
    step = report.transitions.filter(kind=Transition.Kind.MERGED, undone_by=None).last()
    if step is None:
        raise NothingToUndo
    undo_steps(report=report, steps=[step], actor=actor)
    return report


def likely_duplicates(report: Report, among: QuerySet[Report]) -> list[Report]:
    """Open reports of the same category, near in place and time, the likeliest first; `among` are the officer's."""
    if report.state in FINISHED:
        return []
    days = timedelta(days=NEAR_DAYS)
    near = among.filter(
        category_id=report.category_id, created_at__range=(report.created_at - days, report.created_at + days)
    )
    near = near.filter(_around(report)).exclude(pk=report.pk).exclude(state__in=FINISHED)
    # Merging into these would be refused.
    near = near.exclude(~Q(reporter_id=report.reporter_id), is_confidential=True)
    scored = [(score, each) for each in near[:MOST_COMPARED] if (score := _likeness(report, each)) > 0]
    return [each for _score, each in sorted(scored, key=lambda pair: -pair[0])[:MOST_OFFERED]]


def _around(report: Report) -> Q:
    by_words = Q(district_code=report.district_code, village_code=report.village_code)
    if report.latitude is None or report.longitude is None:
        return by_words
    point = Q(
        latitude__range=(report.latitude - NEAR_DEGREES, report.latitude + NEAR_DEGREES),
        longitude__range=(report.longitude - NEAR_DEGREES, report.longitude + NEAR_DEGREES),
    )
    return point | (by_words & Q(latitude=None))


def _likeness(report: Report, other: Report) -> float:
    """0 for too far or nothing in common where no point tells, up to 2 for the same words at the same spot."""
    mine, theirs = _words(report), _words(other)
    shared = len(mine & theirs) / max(1, len(mine | theirs))
    if report.latitude is None or other.latitude is None:
        return shared
    metres = distance_m(report.latitude, report.longitude, other.latitude, other.longitude)
    return 0 if metres > NEAR_METRES else 1 - metres / NEAR_METRES / 2 + shared


def _words(report: Report) -> set[str]:
    return set(WORD.findall(f"{report.title} {report.description} {report.address}".lower()))
