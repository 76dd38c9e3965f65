"""Which help pages concern a person: Adopsi's own, and those that active modules bring along."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from catalog.activations import manifests_on
from catalog.manifest import Manifest
from tenants.accounts.models import Person
from tenants.organisation.core_roles import EDITOR, LEADER, PRIVACY_OFFICER
from tenants.organisation.selectors import has_role, roles_of

CORE = "inti"
ADMIN, OFFICER, EDITORS, DESK, LEADERS = "admin_ti", "petugas", "redaksi", "pdp", "pimpinan"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of help; `template` holds its text without a frame."""

    slug: str
    title: str | Promise
    summary: str | Promise
    template: str
    audience: str
    # Where the words that were searched for stand, with what is around them.
    snippet: str = ""


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
        "webhook",
        gettext_lazy("Webhook"),
        gettext_lazy("Memberi tahu sistem lain begitu sesuatu terjadi, bertanda tangan dan dapat diulang."),
    ),
    _page(
        "live-room",
        gettext_lazy("LIVE Room dan layar dinding"),
        gettext_lazy("Apa yang tampil, siapa yang boleh melihat, dan memasang televisi tanpa masuk setiap hari."),
        LEADERS,
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
        "pintasan",
        gettext_lazy("Cari, tombol pintas, dan pengumuman pusat"),
        gettext_lazy("Satu kotak untuk semuanya, bekerja tanpa tetikus, dan kabar dari Tim Pusat."),
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
    needed = {EDITORS: EDITOR, DESK: PRIVACY_OFFICER, LEADERS: LEADER}
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
    if not words:
        return group
    pages = [found for page in group.pages if (found := _found(group, page, words))]
    # What is called so stands before what only speaks of it.
    return Group(group.slug, group.title, group.icon, sorted(pages, key=lambda page: bool(page.snippet)))


def _found(group: Group, page: Page, words: list[str]) -> Page | None:
    """The page with a piece of its text, where every word stands in its title, its summary or its text."""
    head, text = f"{group.title} {page.title} {page.summary}".lower(), text_of(page.template, get_language() or "id")
    low = text.lower()
    if not all(word in head or word in low for word in words):
        return None
    at = next((low.index(word) for word in words if word not in head and word in low), None)
    return page if at is None else replace(page, snippet=_piece(text, at))


def _piece(text: str, at: int) -> str:
    start, end = max(0, at - 60), min(len(text), at + 100)
    return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"


@lru_cache(maxsize=512)
def text_of(template: str, language: str) -> str:
    """The words of a help page without its marks; the same for every Pemda, so kept by template and language."""
    with override(language):
        return " ".join(unescape(strip_tags(render_to_string(template))).split())


# Which page of Adopsi's own help is about which pages of the console; the longest beginning counts.
HELP_OF_PAGES = {
    "home": ("mulai", "petugas"),
    "catalog": ("modul",), "module": ("modul",), "module-enable": ("rencana",), "module-park": ("parkir-penghapusan",),
    "erasure": ("parkir-penghapusan",), "run": ("proses-gagal",), "run-undo": ("rencana",), "release": ("rilis-cincin",),
    "sandbox": ("uji-coba",), "people": ("orang",), "person": ("orang",), "opd": ("orang",), "sign-in": ("cara-masuk",),
    "brand": ("merek-domain",), "domain": ("merek-domain",), "security": ("cara-masuk",),
    "activity": ("aktivitas-token",), "row-changes": ("aktivitas-token",), "token": ("aktivitas-token",),
    "backup": ("cadangan-dukungan",), "support": ("cadangan-dukungan",), "settings": ("modul",),
    "search": ("pintasan",), "announcement": ("pintasan",),
}  # fmt: skip
HELP_OF_ROOMS = {"pdp": ("data-pribadi",), "portal-console": ("berita",)}


def help_of_view(person: Person, code: str, view_name: str) -> tuple[Group, Page] | None:
    """The help page about the page that is open: a module's own on its pages, else Adopsi's."""
    room, _colon, name = view_name.rpartition(":")
    slug = room.removesuffix("-console")
    groups = {group.slug: group for group in help_for(person, code)}
    if slug in groups and slug != CORE:
        return groups[slug], groups[slug].pages[0]
    begins = [each for each in HELP_OF_PAGES if name == each or name.startswith((f"{each}-", f"{each}s"))]
    wanted = HELP_OF_PAGES[max(begins, key=len)] if room == "console" and begins else HELP_OF_ROOMS.get(room, ())
    core = groups.get(CORE)
    return next(((core, page) for each in wanted for page in core.pages if page.slug == each), None) if core else None
