"""The desk's clocks and trails in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from adopsi.portal.templatetags.portal import local_datetime
from tenants.places.clock import format_number
from tenants.privacy.clock import Clock
from tenants.privacy.models import DataRequest, Incident

STEPS = {
    "received": (gettext_lazy("Permintaan diterima"), "inbox", "teal"),
    "entered": (gettext_lazy("Dicatat petugas dari surat atau loket"), "inbox", "teal"),
    "assigned": (gettext_lazy("Diserahkan kepada petugas"), "user", "sky"),
    "note": (gettext_lazy("Catatan petugas"), "pencil", "amber"),
    "field_accepted": (gettext_lazy("Isian dibetulkan"), "check", "green"),
    "field_refused": (gettext_lazy("Isian tetap seperti semula"), "x", "red"),
    "done": (gettext_lazy("Selesai"), "circle-check", "green"),
    "refused": (gettext_lazy("Ditolak"), "x", "red"),
    "receipt_mailed": (gettext_lazy("Tanda terima dikirim, alamat dihapus"), "mail", "sky"),
    "downloaded": (gettext_lazy("Arsip diunduh pemiliknya"), "download", "sky"),
    "file_deleted": (gettext_lazy("Arsip dihapus setelah 7 hari"), "trash-2", "amber"),
    "opened": (gettext_lazy("Insiden dicatat"), "triangle-alert", "red"),
    "changed": (gettext_lazy("Rincian diubah"), "pencil", "amber"),
    "people_notified": (gettext_lazy("Orang yang terdampak diberi tahu"), "mail", "sky"),
    "authority_notified": (gettext_lazy("Lembaga diberi tahu"), "landmark", "sky"),
    "closed": (gettext_lazy("Insiden ditutup"), "circle-check", "green"),
}
# What officers write to each other.
NOT_FOR_CITIZENS = {"note", "assigned"}


def clock_in_words(clock: Clock) -> str:
    """“Sisa 41 jam”, “Terlambat 3 jam”, “Dijawab dengan sisa 20 jam”."""
    language = (get_language() or "id")[:2]
    hours = clock.hours_late if clock.is_overdue else clock.hours
    number = {"count": format_number(hours, language)}
    if clock.is_stopped and clock.is_overdue:
        return ngettext("Dijawab terlambat %(count)s jam", "Dijawab terlambat %(count)s jam", hours) % number
    if clock.is_stopped:
        return ngettext("Dijawab dengan sisa %(count)s jam", "Dijawab dengan sisa %(count)s jam", hours) % number
    if clock.is_overdue:
        return ngettext("Terlambat %(count)s jam", "Terlambat %(count)s jam", hours) % number
    return ngettext("Sisa %(count)s jam", "Sisa %(count)s jam", hours) % number


def steps_of(row: DataRequest | Incident) -> list[dict[str, Any]]:
    """The whole trail, for the desk."""
    return [
        _event(step.act, step.at, who=step.actor.name if step.actor else _("Sistem"), text=step.note)
        for step in row.steps.all()
    ]


def own_steps_of(row: DataRequest) -> list[dict[str, Any]]:
    """The trail as the citizen sees it: without officers' names and notes."""
    return [
        _event(step.act, step.at, who=_("Anda") if step.is_by_applicant else "", text="")
        for step in row.steps.all()
        if step.act not in NOT_FOR_CITIZENS
    ]


def _event(act: str, at: Any, *, who: str, text: str) -> dict[str, Any]:
    title, icon, hue = STEPS.get(act, (act, "circle-dot", "teal"))
    return {"title": str(title), "when": local_datetime(at), "who": who, "text": text, "icon": icon, "hue": hue}
