"""How a report reads on screen: who may be named, where it is, what happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.modules.laksa.models import Message, Photo, Report, Transition
from catalog.modules.laksa.roles import VERIFIER
from catalog.modules.laksa.services.history import UNSEEN
from catalog.modules.laksa.states import Stage, State
from catalog.sdk.context import current_pemda, local_now
from catalog.sdk.people import has_role
from catalog.sdk.places import find_district, find_village, format_date, format_datetime, format_time, relative_time

# LAKSA's colours since 2016: red, yellow, green (facts §3).
STAGE_LOOKS: dict[str, dict[str, str]] = {
    Stage.WAITING: {"icon": "clock", "hue": "red"},
    Stage.PROCESS: {"icon": "refresh-cw", "hue": "amber"},
    Stage.DONE: {"icon": "circle-check", "hue": "green"},
    Stage.DISCONTINUED: {"icon": "circle-x", "hue": "indigo"},
}
STATE_LOOKS: dict[str, dict[str, str]] = {
    State.SUBMITTED: {"icon": "send", "hue": "violet"},
    State.VERIFIED: {"icon": "badge-check", "hue": "sky"},
    State.REJECTED: {"icon": "circle-x", "hue": "indigo"},
    State.ARCHIVED: {"icon": "archive", "hue": "indigo"},
    State.ASSIGNED: {"icon": "arrow-right", "hue": "amber"},
    State.IN_PROGRESS: {"icon": "wrench", "hue": "amber"},
    State.ANSWERED: {"icon": "message-square", "hue": "teal"},
    State.CLOSED: {"icon": "circle-check", "hue": "green"},
    State.REOPENED: {"icon": "rotate-ccw", "hue": "red"},
}
KIND_LOOKS: dict[str, dict[str, str]] = {
    Transition.Kind.REMINDED: {"icon": "bell", "hue": "amber"},
    Transition.Kind.ESCALATED: {"icon": "alert-triangle", "hue": "rose"},
    Transition.Kind.MERGED: {"icon": "copy", "hue": "indigo"},
    Transition.Kind.SUPERVISED: {"icon": "eye", "hue": "violet"},
    Transition.Kind.UNDONE: {"icon": "undo-2", "hue": "indigo"},
}
# Steps whose note is written for the reporter; the others are notes between officers.
FOR_REPORTER = (State.REJECTED, State.ARCHIVED, State.IN_PROGRESS, State.REOPENED)
# About 110 metres at the equator: near enough to find the street, too far to find the door.
PUBLIC_DECIMALS = 3


def public_point(report: Report) -> tuple[float, float] | None:
    """The report's point rounded for the public, or None."""
    if report.latitude is None or report.longitude is None:
        return None
    return round(report.latitude, PUBLIC_DECIMALS), round(report.longitude, PUBLIC_DECIMALS)


def place_label(report: Report) -> str:
    """`Cipondoh Indah, Cipondoh`: the kelurahan, if given, and its kecamatan."""
    village, district = find_village(report.village_code), find_district(report.district_code)
    return ", ".join(part.name for part in (village, district) if part)


def full_place(report: Report) -> str:
    """The address in the reporter's words, then kelurahan and kecamatan."""
    return with_address(report.address, place_in_words(report.village_code, report.district_code))


def place_in_words(village_code: str, district_code: str) -> str:
    """`Kelurahan Cipondoh Indah, Kecamatan Cipondoh`."""
    village, district = find_village(village_code), find_district(district_code)
    return ", ".join(part.display_name for part in (village, district) if part)


def with_address(address: str, place: str) -> str:
    """The address ahead of the place; each of them may be empty."""
    return ", ".join(part for part in (address, place) if part)


def reporter_for_public(report: Report) -> str:
    """The reporter as everybody reads it: first name and initial, or nothing but “anonim”."""
    if report.is_anonymous or report.reporter is None:
        return _("Anonim")
    first, *rest = report.reporter.name.split()
    return " ".join([first, *(f"{part[0]}." for part in rest[-1:])])


def reporter_for_officer(report: Report, officer: Any) -> str:
    """The reporter as an officer reads it."""
    name = report.reporter.name if report.reporter else None
    return name_for_officer(name, is_anonymous=report.is_anonymous, officer=officer)


def name_for_officer(name: str | None, *, is_anonymous: bool, officer: Any) -> str:
    """The reporter's name as an officer reads it; an anonymous one's identity stays in the database."""
    if name is None:
        return _("Data pelapor sudah dihapus")
    if not is_anonymous:
        return name
    return _("Anonim (identitas disimpan)") if has_role(officer, VERIFIER) else _("Anonim")


def author_for_citizen(message: Message, report: Report, *, reads_own: bool) -> str:
    """Who wrote a message: the office, never an officer's own name; the reporter as they chose to be known."""
    if message.is_staff:
        return message.opd.name if message.opd else _("Admin Koordinator LAKSA")
    return _("Anda") if reads_own else reporter_for_public(report)


def author_for_officer(message: Message, report: Report, officer: Any) -> str:
    """Who wrote a message, for colleagues."""
    if not message.is_staff:
        return reporter_for_officer(report, officer)
    name = message.author.name if message.author else _("Petugas")
    return f"{name} · {message.opd.short_name}" if message.opd else name


def stage_badge(stage: str) -> dict[str, str]:
    """A stage's words, colour and icon."""
    return {"label": str(Stage(stage).label), **STAGE_LOOKS[stage]}


def moment(value: Any) -> str:
    """A moment in the Pemda's zone: `22 November 2026 14.30 WITA`."""
    return format_datetime(value, current_pemda().zone, get_language() or "id")


def merged_badge() -> dict[str, str]:
    """In the stage's place for a report that repeats another one."""
    return {"label": _("Digabung"), "icon": "copy", "hue": "indigo"}


def clock(value: Any) -> str:
    """A time of day in the Pemda's zone: `14.30 WITA`."""
    return format_time(value, current_pemda().zone, get_language() or "id")


def day(value: Any) -> str:
    """A date: `22 November 2026`."""
    return format_date(value, get_language() or "id")


def ago(value: Any) -> str:
    """`2 jam lalu`, `Kemarin`, or the date."""
    return relative_time(value, local_now(), get_language() or "id", zone=current_pemda().zone)


def timeline_for_citizen(report: Report, *, reads_own: bool) -> list[dict[str, str]]:
    """The report's history, oldest first, without officers' names or their notes to each other."""
    return [
        _event(step, who=_office(step), text=_note_for_reporter(step) if reads_own else "")
        for step in report.transitions.exclude(kind__in=UNSEEN).select_related("opd")
    ]


def _note_for_reporter(step: Transition) -> str:
    return step.note if step.kind == Transition.Kind.STEP and step.to_state in FOR_REPORTER else ""


def timeline_for_officer(report: Report, officer: Any) -> list[dict[str, str]]:
    """The report's history with names and notes."""
    steps = report.transitions.select_related("opd", "actor", "undoes__opd")
    return [
        _event(step, who=_actor(step, report, officer), text="" if step.kind == Transition.Kind.MERGED else step.note)
        for step in steps
    ]


def _event(step: Transition, *, who: str, text: str) -> dict[str, str]:
    looks = KIND_LOOKS.get(step.kind) or STATE_LOOKS[step.to_state]
    return {"title": _title(step), "when": moment(step.at), "who": who, "text": text, **looks}


def _title(step: Transition) -> str:
    titles = {
        Transition.Kind.REMINDED: lambda: _("Diingatkan: batas %(date)s") % {"date": day(step.due_on)},
        Transition.Kind.ESCALATED: lambda: _escalated(step),
        Transition.Kind.MERGED: lambda: _("Digabung ke %(number)s") % {"number": step.note},
        Transition.Kind.SUPERVISED: lambda: _supervised(step),
        Transition.Kind.UNDONE: lambda: _("Langkah dibatalkan petugas"),
        Transition.Kind.AUTOMATIC: lambda: _("Selesai, ditutup otomatis"),
    }
    return titles[step.kind]() if step.kind in titles else _state_title(step)


def _escalated(step: Transition) -> str:
    words = {
        1: _("Terlambat sejak %(date)s: Admin Koordinator diberi tahu"),
        2: _("Terlambat sejak %(date)s: pemantau diberi tahu"),
        3: _("Belum selesai pada %(date)s, 60 hari kerja: pelapor diberi tahu tentang Ombudsman"),
    }
    return words[step.level] % {"date": day(step.due_on)}


def _supervised(step: Transition) -> str:
    was = (step.before or {}).get("is_supervised")
    return _("Tidak lagi berkadar pengawasan") if was else _("Ditandai berkadar pengawasan")


def _state_title(step: Transition) -> str:
    if step.to_state == State.ASSIGNED and step.opd:
        return _("Diteruskan ke %(opd)s") % {"opd": step.opd.name}
    if step.to_state == State.VERIFIED and step.from_state in (State.ASSIGNED, State.IN_PROGRESS, State.REOPENED):
        return _("Dikembalikan untuk disposisi ulang") if step.opd_id else _("Diverifikasi petugas")
    titles = {
        State.SUBMITTED: _("Laporan dikirim"),
        State.VERIFIED: _("Diverifikasi petugas"),
        State.REJECTED: _("Ditolak"),
        State.ARCHIVED: _("Diarsipkan"),
        State.IN_PROGRESS: _("Sedang dikerjakan"),
        State.ANSWERED: _("Ditanggapi"),
        State.CLOSED: _("Selesai"),
        State.REOPENED: _("Dibuka kembali oleh pelapor"),
    }
    return titles[step.to_state]


def _office(step: Transition) -> str:
    if step.to_state in (State.IN_PROGRESS, State.ANSWERED, State.CLOSED) and step.opd:
        return step.opd.short_name
    return ""


def _actor(step: Transition, report: Report, officer: Any) -> str:
    if step.kind in (Transition.Kind.AUTOMATIC, Transition.Kind.REMINDED, Transition.Kind.ESCALATED):
        return _("Sistem")
    if step.kind == Transition.Kind.STEP and step.to_state in (State.SUBMITTED, State.REOPENED):
        return reporter_for_officer(report, officer)
    return step.actor.name if step.actor else _("Petugas")


def trail_for_officer(entries: Iterable[Any]) -> list[dict[str, str]]:
    """The audit trail's entries in words."""
    words = {
        "laksa.report_filed": _("Laporan dikirim"),
        "laksa.report_verified": _("Laporan diverifikasi"),
        "laksa.report_rejected": _("Laporan ditolak"),
        "laksa.report_archived": _("Laporan diarsipkan"),
        "laksa.report_assigned": _("Laporan didisposisikan"),
        "laksa.report_taken_up": _("Laporan mulai dikerjakan"),
        "laksa.report_answered": _("Laporan ditanggapi"),
        "laksa.report_returned": _("Disposisi dikembalikan"),
        "laksa.report_closed": _("Laporan diselesaikan"),
        "laksa.report_reopened": _("Laporan dibuka kembali"),
        "laksa.report_rated": _("Pelapor memberi nilai"),
        "laksa.message_written": _("Pesan ditulis"),
        "laksa.report_merged": _("Laporan digabung ke laporan lain"),
        "laksa.report_absorbed": _("Laporan lain digabung ke sini"),
        "laksa.report_supervised": _("Kadar pengawasan diubah"),
        "laksa.step_undone": _("Langkah dibatalkan"),
    }
    return [
        {"title": words.get(entry.act, entry.act), "when": moment(entry.at), "who": entry.actor_name}
        for entry in entries
    ]


def photos_by_kind(report: Report) -> dict[str, list[Photo]]:
    """The report's photos: `before` of the problem, `after` of what was done."""
    photos = list(report.photos.all())
    return {
        "before": [photo for photo in photos if photo.kind == Photo.Kind.BEFORE],
        "after": [photo for photo in photos if photo.kind == Photo.Kind.AFTER],
    }
