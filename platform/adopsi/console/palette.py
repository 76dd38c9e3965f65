"""What the command palette offers: pages, acts, people, OPD, runs, module data and help, as far as a person may go."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from adopsi.console.help_shelf import help_for
from adopsi.console.matching import score
from adopsi.console.menu import menu_of
from catalog.activations import active_manifests, is_on
from catalog.manifest import Manifest
from catalog.registry import all_manifests, hook
from provisioning.models import Run
from provisioning.selectors import list_runs
from tenants.accounts.models import Person
from tenants.accounts.selectors import list_people
from tenants.organisation.core_roles import EDITOR
from tenants.organisation.selectors import has_role, list_all_opd, roles_of
from tenants.privacy.access import works_at_desk

log = logging.getLogger("adopsi.console")
MOST_CHOICES, MOST_OF_A_KIND, LEAST_LETTERS = 30, 6, 2
# As much of a run's number as tells it from others at a glance.
RUN_NUMBER = re.compile(r"[0-9a-f][0-9a-f-]{4,35}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the palette. `also` holds further words that it is found by."""

    title: str
    group: str
    url: str
    note: str = ""
    also: str = ""

    def as_json(self) -> dict[str, str]:
        """What the browser needs of it."""
        return {"title": self.title, "group": self.group, "url": self.url, "note": self.note}


def best_of(choices: Iterable[Choice], query: str) -> list[Choice]:
    """Those that fit, best first; all in their order where nothing was typed."""
    rows = list(choices)
    if not query:
        return rows[:MOST_CHOICES]
    scored = [(score(query, row.title, f"{row.also} {row.group} {row.note}"), row) for row in rows]
    fitting = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
    return [row for _points, row in fitting[:MOST_CHOICES]]


def find(request: HttpRequest, query: str) -> list[Choice]:
    """What this person may open in this Pemda and what fits; with nothing typed, the pages of the menu and acts."""
    person, code = request.user, request.pemda.code
    query = query.strip()[:80]
    standing = [*_pages(request), *_acts(person, code), *_module_pages(person, code), *_help(person, code)]
    fitting = best_of(standing, query)
    if len(query) < LEAST_LETTERS:
        return fitting
    rows = [*_data(person, code, query), *_of_modules(person, code, query)]
    # What was asked of the database fits already: names and numbers come before pages that fit only in part.
    strong = [row for row in fitting if score(query, row.title) >= 0.6]
    return [*strong, *rows, *(row for row in fitting if row not in strong)][:MOST_CHOICES]


# --- pages and acts -----------------------------------------------------------------------------------


def _pages(request: HttpRequest) -> Iterator[Choice]:
    for group in menu_of(request):
        for item in group["items"]:
            yield Choice(item["title"], group["title"] or _("Halaman"), item["url"])
    yield Choice(_("Notifikasi"), _("Halaman"), reverse("notifications"))
    yield Choice(_("Akun saya"), _("Halaman"), reverse("account"), also=_("profil kata sandi verifikasi"))
    yield Choice(_("Halaman warga"), _("Halaman"), reverse("home"), also="portal")


def _acts(person: Person, code: str) -> Iterator[Choice]:
    group = _("Tindakan")
    if has_role(person, EDITOR):
        yield Choice(_("Tulis berita"), group, reverse("portal-console:news-new"))
        yield Choice(_("Buat pengumuman untuk warga"), group, reverse("portal-console:notice-new"))
    if works_at_desk(person):
        yield Choice(_("Catat permintaan data pribadi"), group, reverse("pdp:request-add"))
        yield Choice(_("Catat insiden data pribadi"), group, reverse("pdp:incident-add"))
    if not person.is_it_admin:
        return
    yield Choice(_("Undang petugas"), group, reverse("console:person-invite"), also=_("tambah orang akun"))
    yield Choice(_("Undang Admin TI"), group, reverse("console:person-invite") + "?jenis=admin_ti")
    yield Choice(_("Tambah OPD"), group, reverse("console:opd-add"), also=_("dinas badan unit"))
    yield Choice(_("Tambah domain"), group, reverse("console:domains"))
    yield Choice(_("Buat token API"), group, reverse("console:token-issue"))
    yield Choice(_("Buat cadangan sekarang"), group, reverse("console:backups"), also="backup")
    yield Choice(_("Ubah logo dan warna"), group, reverse("console:brand"))
    for manifest in all_manifests():
        name = name_of(manifest)
        if is_on(manifest.slug, code):
            url = reverse("console:module-park", args=[manifest.slug])
            yield Choice(_("Nonaktifkan modul %(name)s") % {"name": name}, group, url)
        else:
            url = reverse("console:module-enable", args=[manifest.slug])
            yield Choice(_("Aktifkan modul %(name)s") % {"name": name}, group, url, also=str(manifest.summary))


def _module_pages(person: Person, code: str) -> Iterator[Choice]:
    if not person.is_it_admin:
        return
    for manifest in all_manifests():
        name, group = name_of(manifest), _("Modul")
        url = reverse("console:module", args=[manifest.slug])
        yield Choice(_("Modul %(name)s") % {"name": name}, group, url, also=str(manifest.title))
        if not is_on(manifest.slug, code):
            continue
        url = reverse("console:release", args=[manifest.slug])
        yield Choice(_("Rilis %(name)s") % {"name": name}, group, url, also=_("versi sematkan mutakhirkan"))
        if manifest.settings_schema.get("properties"):
            url = reverse("console:module-settings", args=[manifest.slug])
            yield Choice(_("Pengaturan %(name)s") % {"name": name}, group, url, also=_names_of_settings(manifest))
            url = reverse("console:settings-history", args=[manifest.slug])
            yield Choice(_("Riwayat pengaturan %(name)s") % {"name": name}, group, url)


def _names_of_settings(manifest: Manifest) -> str:
    rules: dict[str, Any] = manifest.settings_schema.get("properties", {})
    return " ".join(f"{name} {rule.get('title', '')}" for name, rule in rules.items())


def name_of(manifest: Manifest) -> str:
    """What stands before the colon of the title: by that people call the application."""
    return str(manifest.title).partition(":")[0]


def _help(person: Person, code: str) -> Iterator[Choice]:
    for group in help_for(person, code):
        for page in group.pages:
            url = reverse("console:help-page", args=[group.slug, page.slug])
            yield Choice(str(page.title), _("Bantuan"), url, note=group.title.partition(":")[0], also=str(page.summary))


# --- data ---------------------------------------------------------------------------------------------


def _data(person: Person, code: str, query: str) -> Iterator[Choice]:
    if not person.is_it_admin:
        return
    for each in list_people(search=query)[:MOST_OF_A_KIND]:
        url = reverse("console:person", args=[each.pk])
        yield Choice(each.name, _("Orang"), url, note=str(each.get_kind_display()))
    for opd in list_all_opd(search=query)[:MOST_OF_A_KIND]:
        yield Choice(opd.name, _("OPD"), reverse("console:opd-edit", args=[opd.pk]), note=opd.short_name)
    for run in _runs(code, query):
        url = reverse("console:run", args=[run.pk])
        yield Choice(f"{run.title} {run.subject}".strip(), pgettext("konsol", "Proses"), url, note=str(run.pk)[:8])


def _runs(code: str, query: str) -> list[Run]:
    number = query.lower()
    return list(list_runs(pemda_code=code).filter(pk__startswith=number)[:3]) if RUN_NUMBER.fullmatch(number) else []


def _of_modules(person: Person, code: str, query: str) -> list[Choice]:
    """What the modules' own search gives to this person; each keeps to what they may read."""
    held, found = roles_of(person), []
    for manifest in active_manifests(code):
        if held & manifest.role_keys() or person.is_it_admin:
            found += _hits(manifest, person, query)[:MOST_OF_A_KIND]
    return found


def _hits(manifest: Manifest, person: Person, query: str) -> list[Choice]:
    search = hook(manifest, "search")
    if search is None:
        return []
    try:
        hits = search(query, person)
    except Exception:  # One module's fault must not take the palette away.
        log.exception("search of %s failed", manifest.slug)
        return []
    return [Choice(hit.title, name_of(manifest), hit.url, note=hit.text) for hit in hits]
