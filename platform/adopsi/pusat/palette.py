"""What the team's command palette offers: pages, Pemda, modules, runs, agreements, announcements and acts."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from adopsi.console.matching import score
from adopsi.console.palette import LEAST_LETTERS, MOST_CHOICES, MOST_OF_A_KIND, RUN_NUMBER, Choice, best_of
from adopsi.pusat.frame import pusat_menu
from adopsi.pusat.selectors import module_name, names_of_codes
from catalog.registry import all_manifests
from provisioning.releases import CORE_SLUG
from provisioning.selectors import list_runs
from tenants.announcements.selectors import list_announcements
from tenants.models import Agreement, Pemda


def find(query: str) -> list[Choice]:
    """What fits, best first; with nothing typed, the pages of the menu and the team's acts."""
    query = query.strip()[:80]
    fitting = best_of([*_pages(), *_acts(), *_modules()], query)
    if len(query) < LEAST_LETTERS:
        return fitting
    strong = [row for row in fitting if score(query, row.title) >= 0.6]
    rows = [*_pemda(query), *_runs(query), *_papers(query)]
    return [*strong, *rows, *(row for row in fitting if row not in strong)][:MOST_CHOICES]


def _pages() -> Iterator[Choice]:
    for group in pusat_menu(""):
        for item in group["items"]:
            yield Choice(item["title"], group["title"] or _("Halaman"), item["url"])
    yield Choice(_("Akun saya"), _("Halaman"), reverse("account"), also=_("profil kata sandi verifikasi"))


def _acts() -> Iterator[Choice]:
    group = _("Tindakan")
    yield Choice(_("Siapkan Pemda baru"), group, reverse("pusat:pemda-create"), also=_("adopsi tambah"))
    yield Choice(_("Tulis pengumuman"), group, reverse("pusat:announcement-new"), also=_("kabar banner surel"))
    yield Choice(_("Minta akses dukungan"), group, reverse("pusat:support-ask"), also=_("masuk bantuan"))


def _modules() -> Iterator[Choice]:
    for slug in [CORE_SLUG, *(manifest.slug for manifest in all_manifests())]:
        name = module_name(slug)
        yield Choice(_("Rilis %(name)s") % {"name": name}, _("Rilis"), reverse("pusat:release", args=[slug]))
        url = reverse("pusat:rollout-start", args=[slug])
        yield Choice(_("Luncurkan rilis %(name)s") % {"name": name}, _("Tindakan"), url)
        url = f"{reverse('pusat:matrix')}?modul={slug}&hanya=belum"
        yield Choice(_("Pemda yang tertinggal: %(name)s") % {"name": name}, _("Matriks"), url)
    for manifest in all_manifests():
        url = reverse("pusat:module", args=[manifest.slug])
        yield Choice(_("Modul %(name)s") % {"name": module_name(manifest.slug)}, _("Katalog"), url)


def _pemda(query: str) -> Iterator[Choice]:
    wanted = Q(pk__startswith=query) | Q(region__display_name__icontains=query) | Q(subdomain__icontains=query)
    rows = Pemda.objects.filter(wanted, sandbox_of=None).select_related("region").order_by("code")
    for row in rows[:MOST_OF_A_KIND]:
        name = row.region.display_name
        note = f"{row.code} · {row.get_state_display()}"
        yield Choice(name, _("Pemda"), reverse("pusat:pemda", args=[row.code]), note=note)
        url = reverse("pusat:pemda-health", args=[row.code])
        yield Choice(_("Kesehatan %(name)s") % {"name": name}, _("Pemda"), url, note=row.code)


def _runs(query: str) -> Iterator[Choice]:
    number = query.lower()
    if not RUN_NUMBER.fullmatch(number):
        return
    runs = list(list_runs().filter(pk__startswith=number)[:3])
    names = names_of_codes(run.pemda_code for run in runs)
    for run in runs:
        note = f"{names.get(run.pemda_code, run.pemda_code)} · {str(run.pk)[:8]}"
        yield Choice(f"{run.title} {run.subject}".strip(), _("Proses"), reverse("pusat:run", args=[run.pk]), note=note)


def _papers(query: str) -> Iterator[Choice]:
    for row in Agreement.objects.filter(number__icontains=query)[:MOST_OF_A_KIND]:
        url = reverse("pusat:agreement", args=[row.pemda_id, row.pk])
        yield Choice(row.number, _("Perjanjian"), url, note=str(row.get_kind_display()))
    for each in list_announcements(search=query)[:MOST_OF_A_KIND]:
        url = reverse("pusat:announcement", args=[each.pk])
        yield Choice(each.title, _("Pengumuman"), url, note=each.state_in_words)
