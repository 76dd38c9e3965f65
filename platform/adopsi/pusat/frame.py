"""The frame of every page of the team: its menu, with what needs attention counted."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from adopsi.pusat.selectors import count_attention
from provisioning.billing.selectors import count_waiting as count_events
from provisioning.erasures.selectors import count_waiting
from provisioning.keeping.selectors import count_red
from tenants.announcements.selectors import count_failed

# What waits for somebody of the team, by menu line.
BADGES = {
    "runs": count_attention,
    "backups": count_red,
    "erasures": count_waiting,
    "announcements": count_failed,
    "billing": count_events,
}
# Where `g` and a letter lead; the same letters as in the console where the page is the same.
KEYS = {
    "home": "h", "fleet": "f", "matrix": "m", "runs": "p", "drift": "s", "erasures": "x", "backups": "c",
    "support": "d", "announcements": "u", "regions": "w", "releases": "r", "rollouts": "l", "catalog": "k",
    "activity": "a", "billing": "i",
}  # fmt: skip


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, nav: str, status: int = 200
) -> HttpResponse:
    """The template inside the team's frame; `nav` names the menu line that is open."""
    frame = {
        "pusat_menu": pusat_menu(nav),
        "palette_page": reverse("pusat:search"),
        "palette_url": reverse("pusat:palette"),
    }
    return render(request, template, {**frame, **(context or {})}, status=status)


def pusat_menu(nav: str) -> list[dict[str, Any]]:
    """The side menu as `pusat/base.html` wants it."""
    groups = [
        ("", [("home", _("Beranda"), "layout-dashboard")]),
        (
            _("Armada"),
            [
                ("fleet", _("Pemda"), "landmark"),
                ("matrix", _("Matriks"), "table-2"),
                ("runs", _("Proses"), "list-checks"),
                ("drift", _("Selisih"), "git-compare"),
                ("erasures", _("Penghapusan data"), "file-x"),
                ("backups", _("Cadangan"), "shield-check"),
                ("billing", _("Langganan"), "receipt-text"),
                ("support", _("Akses dukungan"), "life-buoy"),
                ("announcements", _("Pengumuman"), "megaphone"),
                ("regions", pgettext("banyak", "Wilayah"), "map"),
            ],
        ),
        (
            _("Rilis"),
            [("releases", _("Rilis modul"), "package"), ("rollouts", _("Peluncuran"), "rocket")],
        ),
        (
            _("Bersama"),
            [
                ("catalog", _("Katalog modul"), "layout-grid"),
                ("csp", _("Laporan CSP"), "shield-check"),
                ("activity", _("Jejak audit"), "history"),
            ],
        ),
    ]
    return [
        {"title": title, "items": [_line(name, text, icon, nav) for name, text, icon in lines]}
        for title, lines in groups
    ]


def _line(name: str, text: str, icon: str, nav: str) -> dict[str, Any]:
    count = BADGES.get(name)
    badge = count() if count else 0
    return {
        "title": text,
        "url": reverse(f"pusat:{name}"),
        "icon": icon,
        "active": name == nav,
        "badge": badge or "",
        "key": KEYS.get(name, ""),
    }
