"""The console's side menu: what this person may open in this Pemda."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from adopsi.console.help_shelf import help_of_view
from adopsi.liveroom.access import may_watch
from catalog.activations import manifests_on
from provisioning.billing.selectors import is_late
from provisioning.erasures.selectors import erasures_of
from provisioning.keeping.selectors import plan_of
from provisioning.models import Erasure
from provisioning.selectors import count_unfinished
from tenants.accounts.models import Person
from tenants.announcements.selectors import Banner, banners_for
from tenants.organisation.core_roles import EDITOR
from tenants.organisation.selectors import has_role
from tenants.privacy.access import works_at_desk
from tenants.privacy.selectors import count_at_desk
from tenants.support.selectors import count_waiting

Item = dict[str, Any]
Group = dict[str, Any]
# Where `g` and a letter lead.
KEYS = {
    "console:home": "h", "console:catalog": "k", "console:releases": "r", "console:sandboxes": "j",
    "console:erasures": "x", "console:people": "o", "console:sign-in": "v", "console:opd": "d", "console:brand": "m",
    "console:domains": "w", "console:runs": "p", "console:backups": "c", "console:support": "s",
    "console:activity": "a", "console:tokens": "t", "console:help": "b", "console:announcements": "u",
    "pdp:requests": "l", "console:billing": "i", "portal-console:news-list": "n",
}  # fmt: skip


def console_context(request: HttpRequest) -> dict[str, Any]:
    """Django's context processor: the menu and the banners, worked out only when a page shows them."""
    return {
        "console_menu": SimpleLazyObject(lambda: menu_of(request)),
        "console_banners": SimpleLazyObject(lambda: _banners(request)),
        "page_help": SimpleLazyObject(lambda: _help(request)),
        # On the host of pusat the team's own frame names its palette.
        "palette_page": SimpleLazyObject(lambda: reverse("console:search") if _works_here(request) else ""),
        "palette_url": SimpleLazyObject(lambda: reverse("console:palette") if _works_here(request) else ""),
    }


def _works_here(request: HttpRequest) -> bool:
    person = request.user
    return getattr(request, "pemda", None) is not None and person.is_authenticated and person.works_here


def _help(request: HttpRequest) -> dict[str, str]:
    """Address and title of the help page about the page that is open; empty where there is none."""
    match = request.resolver_match
    if not _works_here(request) or match is None:
        return {}
    found = help_of_view(request.user, request.pemda.code, match.view_name)
    if found is None or match.url_name in {"help", "help-page"}:
        return {}
    group, page = found
    return {"url": reverse("console:help-page", args=[group.slug, page.slug]), "title": str(page.title)}


def _banners(request: HttpRequest) -> list[Banner]:
    return banners_for(request.user, request.pemda.code) if _works_here(request) else []


def menu_of(request: HttpRequest) -> list[Group]:
    """Groups of links, the present page marked: home, each module, news, administration."""
    if not _works_here(request):
        return []
    person = request.user
    groups: list[Group] = [{"title": "", "items": [_item(_("Beranda"), "console:home", icon="layout-dashboard")]}]
    if may_watch(person):
        groups[0]["items"].append(_item(_("LIVE Room"), "liveroom:room", icon="gauge"))
    groups += _module_groups(person, request.pemda.code)
    if has_role(person, EDITOR):
        groups.append(
            {"title": _("Halaman warga"), "items": [_item(_("Berita"), "portal-console:news-list", icon="newspaper")]}
        )
    if works_at_desk(person):
        waiting, _late = count_at_desk()
        desk = _item(_("Pelindungan data"), "pdp:requests", icon="shield-check", badge=str(waiting or ""))
        groups.append({"title": _("Data pribadi"), "items": [desk]})
    if person.is_it_admin:
        groups.append(_administration(request.pemda.code))
    announced = _item(_("Pengumuman pusat"), "console:announcements", icon="megaphone")
    groups.append(
        {"title": _("Pertolongan"), "items": [_item(_("Bantuan"), "console:help", icon="life-buoy"), announced]}
    )
    _mark_present(groups, request.path)
    return groups


def _item(title: str, url_name: str, *, icon: str, badge: str = "") -> Item:
    key = KEYS.get(url_name, "")
    return {"title": title, "url": reverse(url_name), "icon": icon, "active": False, "badge": badge, "key": key}


def _module_groups(person: Person, code: str) -> list[Group]:
    groups = []
    for manifest in manifests_on(code):
        items = [
            _item(str(item.label), f"{manifest.slug}-console:{item.url_name}", icon=item.icon)
            for item in manifest.menu
            if has_role(person, *item.roles)
        ]
        if items:
            # What stands before a colon is the name by which people call the application.
            groups.append({"title": str(manifest.title).split(":")[0], "items": items})
    return groups


def _administration(code: str) -> Group:
    running, waiting = count_unfinished(code), erasures_of(code).filter(state=Erasure.State.ASKED).count()
    return {
        "title": _("Administrasi"),
        "items": [
            _item(_("Katalog"), "console:catalog", icon="layout-grid"),
            _item(_("Rilis"), "console:releases", icon="package-check"),
            _item(_("Uji coba"), "console:sandboxes", icon="flask-conical"),
            _item(_("Penghapusan data"), "console:erasures", icon="file-x", badge=str(waiting or "")),
            _item(_("Orang & peran"), "console:people", icon="users"),
            _item(_("Cara masuk"), "console:sign-in", icon="shield-check"),
            _item(_("OPD"), "console:opd", icon="network"),
            _item(_("Merek"), "console:brand", icon="palette"),
            _item(_("Domain"), "console:domains", icon="globe"),
            _item(_("Keamanan halaman"), "console:security", icon="shield-check"),
            _item(pgettext("konsol", "Proses"), "console:runs", icon="list-checks", badge=str(running or "")),
            _item(
                _("Cadangan data"),
                "console:backups",
                icon="shield-check",
                badge="!" if plan_of(code).alarmed_at else "",
            ),
            _item(
                pgettext("konsol", "Langganan"),
                "console:billing",
                icon="receipt-text",
                badge="!" if is_late(code) else "",
            ),
            _item(_("Akses dukungan"), "console:support", icon="life-buoy", badge=str(count_waiting(code) or "")),
            _item(_("Aktivitas"), "console:activity", icon="scroll-text"),
            _item(_("Token API"), "console:tokens", icon="key-round"),
            _item(_("Webhook"), "console:webhooks", icon="send"),
            _item(_("Layar LIVE Room"), "liveroom:displays", icon="monitor-smartphone"),
        ],
    }


def _mark_present(groups: list[Group], path: str) -> None:
    home = reverse("console:home")
    fits = [
        item
        for group in groups
        for item in group["items"]
        if path == item["url"] or (item["url"] != home and path.startswith(item["url"]))
    ]
    if fits:
        max(fits, key=lambda item: len(item["url"]))["active"] = True
