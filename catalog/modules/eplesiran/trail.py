"""The activity trail of a destination, an event or a review in words."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.modules.eplesiran.models import Destination, Event, Review
from catalog.modules.eplesiran.wording import language
from catalog.sdk.context import current_pemda
from catalog.sdk.places import format_datetime
from catalog.sdk.records import trail_of

ACTS: dict[str, dict[str, str | Promise]] = {
    "destination_added": {"title": _("Destinasi ditambahkan"), "icon": "plus"},
    "destination_changed": {"title": _("Isian diubah"), "icon": "pencil"},
    "destination_published": {"title": _("Ditayangkan"), "icon": "eye"},
    "destination_unpublished": {"title": _("Diturunkan dari tayangan"), "icon": "eye-off"},
    "destination_verified": {"title": _("Diperiksa di lapangan"), "icon": "badge-check"},
    "photo_added": {"title": _("Foto ditambahkan"), "icon": "image"},
    "photo_changed": {"title": _("Keterangan foto diubah"), "icon": "image"},
    "photo_moved": {"title": _("Urutan foto diubah"), "icon": "image"},
    "photo_removed": {"title": _("Foto dihapus"), "icon": "trash-2"},
    "event_added": {"title": _("Acara ditambahkan"), "icon": "plus"},
    "event_changed": {"title": _("Isian diubah"), "icon": "pencil"},
    "event_published": {"title": _("Ditayangkan"), "icon": "eye"},
    "event_unpublished": {"title": _("Diturunkan dari tayangan"), "icon": "eye-off"},
    "review_written": {"title": _("Ulasan ditulis"), "icon": "star"},
    "review_rewritten": {"title": _("Ulasan ditulis ulang"), "icon": "pencil"},
    "review_published": {"title": _("Ulasan ditayangkan"), "icon": "eye"},
    "review_refused": {"title": _("Ulasan ditolak"), "icon": "x"},
    "offer_saved": {"title": _("Penjualan tiket diatur"), "icon": "ticket"},
    "ticket_day_set": {"title": _("Hari kunjungan diatur"), "icon": "calendar-days"},
    "ticket_day_cleared": {"title": _("Pengecualian hari dihapus"), "icon": "calendar-days"},
}
EXTRA_NAMES = {
    "hours": _("Jam buka"),
    "tariffs": _("Tarif"),
    "photo": _("Foto"),
    "caption": _("Keterangan foto"),
    "is_open": _("Tiket dapat dipesan"),
    "payers": _("Golongan pengunjung"),
    "daily_quota": _("Kuota per hari"),
    "days_ahead": _("Masa pemesanan"),
    "legal_basis": _("Dasar hukum tarif"),
    "quota": _("Kuota"),
    "day": _("Hari"),
    "is_closed": pgettext_lazy("jam buka", "Tutup"),
    "note": pgettext_lazy("kuota", "Keterangan"),
}


def trail_items(row: Destination | Event | Review, *, limit: int = 20) -> list[dict[str, Any]]:
    """The latest entries about the row as the timeline component shows them."""
    zone = current_pemda().zone
    items = []
    for entry in trail_of(row._meta.label_lower, row.pk)[:limit]:
        look = ACTS.get(entry.act.removeprefix("eplesiran."), {"title": entry.act, "icon": "circle-dot"})
        items.append(
            {
                "title": look["title"],
                "icon": look["icon"],
                "when": format_datetime(entry.at, zone, language()),
                "who": entry.actor_name,
                "text": _changed(row, entry.changes),
            }
        )
    return items


def _changed(row: Any, changes: dict[str, Any]) -> str:
    if "reason" in changes:
        return now_("Alasan: %(reason)s") % {"reason": changes["reason"]}
    columns = {column.name: column.verbose_name for column in row._meta.get_fields() if hasattr(column, "verbose_name")}
    names = [str(EXTRA_NAMES.get(name) or columns.get(name, name)) for name in changes]
    return ", ".join(names)
