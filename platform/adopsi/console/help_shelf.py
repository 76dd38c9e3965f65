"""Which help pages concern a person: Adopsi's own, and those that active modules bring along."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.activations import manifests_on
from catalog.manifest import Manifest
from tenants.accounts.models import Person
from tenants.organisation.core_roles import EDITOR, PRIVACY_OFFICER
from tenants.organisation.selectors import has_role, roles_of

CORE = "inti"
ADMIN, OFFICER, EDITORS, DESK = "admin_ti", "petugas", "redaksi", "pdp"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of help; `template` holds its text without a frame."""

    slug: str
    title: str | Promise
    summary: str | Promise
    template: str
    audience: str


@dataclass(frozen=True, slots=True)
class Group:
    """Pages about one module, or about Adopsi itself."""

    slug: str
    title: str
    icon: str
    pages: list[Page]


def _page(slug: str, title: Promise, summary: Promise, audience: str = ADMIN) -> Page:
    return Page(slug, title, summary, f"console/help/{slug}.html", audience)


CORE_PAGES = (
    _page(
        "mulai",
        gettext_lazy("Memulai sebagai Admin TI"),
        gettext_lazy("Enam langkah dari Pemda baru sampai warga pertama."),
    ),
    _page(
        "modul",
        gettext_lazy("Mengaktifkan dan menonaktifkan modul"),
        gettext_lazy("Apa yang terjadi, apa yang aman, dan cara kembali."),
    ),
    _page(
        "rencana",
        gettext_lazy("Rencana, persetujuan, dan mengurungkan"),
        gettext_lazy("Membaca akibat sebelum setuju, dan kembali dalam tiga hari."),
    ),
    _page(
        "parkir-penghapusan",
        gettext_lazy("Menyimpan dan menghapus data modul"),
        gettext_lazy("Berapa lama data disimpan, dua orang yang menyetujui, arsip dan sertifikat."),
    ),
    _page(
        "rilis-cincin",
        gettext_lazy("Rilis, gelombang, jeda, dan sematan"),
        gettext_lazy("Kapan rilis baru datang, dan apa yang tetap milik Anda."),
    ),
    _page(
        "uji-coba",
        gettext_lazy("Uji coba"),
        gettext_lazy("Salinan Pemda dengan orang rekaan untuk latihan."),
    ),
    _page(
        "proses-gagal",
        gettext_lazy("Bila sebuah proses gagal"),
        gettext_lazy("Mengapa tidak ada yang rusak, dan apa yang dapat Anda lakukan."),
    ),
    _page(
        "cadangan-dukungan",
        gettext_lazy("Cadangan data dan akses dukungan"),
        gettext_lazy("Lencana, ekspor, pemulihan, dan kapan tim pusat boleh masuk."),
    ),
    _page(
        "cara-masuk",
        gettext_lazy("Cara masuk dan verifikasi dua langkah"),
        gettext_lazy("Langkah kedua, ponsel yang hilang, dan penyedia identitas milik Pemda."),
    ),
    _page(
        "orang",
        gettext_lazy("Orang, peran, dan OPD"),
        gettext_lazy("Mengundang, memberi peran, menutup akun."),
    ),
    _page(
        "merek-domain",
        gettext_lazy("Merek dan domain sendiri"),
        gettext_lazy("Warna yang terbaca, logo, dan alamat layanan.daerahanda.go.id."),
    ),
    _page(
        "aktivitas-token",
        gettext_lazy("Jejak aktivitas dan token API"),
        gettext_lazy("Siapa berbuat apa, dan menghubungkan aplikasi lain."),
    ),
    _page(
        "data-pribadi",
        gettext_lazy("Meja pelindungan data pribadi"),
        gettext_lazy("Menjawab warga dalam 3x24 jam, mencatat insiden, dan menjaga masa simpan."),
        DESK,
    ),
    _page(
        "petugas",
        gettext_lazy("Memulai sebagai petugas"),
        gettext_lazy("Beranda, notifikasi, dan peran Anda."),
        OFFICER,
    ),
    _page(
        "berita",
        gettext_lazy("Menulis berita"),
        gettext_lazy("Dari draf sampai tampil di beranda warga."),
        EDITORS,
    ),
)


def help_for(person: Person, code: str, *, search: str = "") -> list[Group]:
    """The pages for the person's work; an IT admin sees them all, citizens' pages are in the portal."""
    core = [page for page in CORE_PAGES if _concerns(person, page.audience)]
    groups = [Group(CORE, "Adopsi", "life-buoy", core)]
    for manifest in manifests_on(code):
        if person.is_it_admin or roles_of(person) & manifest.role_keys():
            groups.append(Group(manifest.slug, str(manifest.title), manifest.icon, _pages_of(manifest, person)))
    return [found for group in groups if (found := _matching(group, search)).pages]


def _concerns(person: Person, audience: str) -> bool:
    if person.is_it_admin:
        return True
    needed = {EDITORS: EDITOR, DESK: PRIVACY_OFFICER}
    return audience == OFFICER or (audience in needed and has_role(person, needed[audience]))


def _pages_of(manifest: Manifest, person: Person) -> list[Page]:
    words = {ADMIN: _("Untuk Admin TI"), OFFICER: _("Untuk petugas")}
    return [
        Page(page.slug, str(page.title), words[page.audience], page.template, page.audience)
        for page in manifest.help_pages
        if page.audience in words and _concerns(person, page.audience)
    ]


def _matching(group: Group, search: str) -> Group:
    words = search.lower().split()
    pages = [
        page
        for page in group.pages
        if all(word in f"{group.title} {page.title} {page.summary}".lower() for word in words)
    ]
    return Group(group.slug, group.title, group.icon, pages)
