"""A site of one page for the design system's tests: the style guide, with every name the base templates link to.

Runs without a database, so that the look can be checked by itself: see looks.py.
"""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import include, path

from adopsi.theme.brand import Brand, stylesheet

PEMDA = SimpleNamespace(
    name="Harapan Satu",
    display_name="Kota Harapan Satu",
    kind_label="Kota",
    government_label="Pemerintah Kota",
    tagline="Bersama melayani",
    contact_address="Jalan Satria Sudirman 1",
    contact_phone="112",
    contact_email="halo@harapan.example",
)
BOUNDS = [[-6.25, 106.56], [-6.10, 106.76]]
MAP = {
    "bounds": BOUNDS,
    "base_url": "/peta/dasar.geojson",
    "attribution": "Data dasar: Pemkot Harapan Satu",
    "markers": [
        {
            "lat": -6.12 - (n * 37 % 100) / 900,
            "lng": 106.58 + (n * 61 % 100) / 620,
            "title": f"Jalan berlubang {n}",
            "text": "Diproses",
            "url": "/#",
            "hue": ("amber", "teal", "sky")[n % 3],
        }
        for n in range(1, 31)
    ],
}


class ExampleForm(forms.Form):
    """One field of every kind the field component lays out."""

    title = forms.CharField(label="Judul", help_text="Singkat dan jelas, paling banyak 80 huruf.", max_length=80)
    text = forms.CharField(label="Uraian", widget=forms.Textarea(attrs={"data-count": "", "rows": 4}), max_length=500)
    category = forms.ChoiceField(
        label="Kategori", choices=[("", "Pilih kategori"), ("road", "Jalan"), ("lamp", "Lampu")]
    )
    when = forms.DateField(label="Tanggal", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    urgency = forms.ChoiceField(
        label="Seberapa mendesak?",
        widget=forms.RadioSelect,
        choices=[("low", "Dapat menunggu"), ("high", "Membahayakan orang")],
    )
    news = forms.MultipleChoiceField(
        label="Kabari saya lewat",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("mail", "Surel"), ("push", "Pemberitahuan")],
    )
    photo = forms.FileField(
        label="Foto", required=False, widget=forms.FileInput(attrs={"data-photo": "", "accept": "image/*"})
    )
    agree = forms.BooleanField(label="Saya bertanggung jawab atas isi laporan ini")
    latitude = forms.FloatField(label="Lintang", required=False)
    longitude = forms.FloatField(label="Bujur", required=False)


def example_context() -> dict[str, Any]:
    """What the style guide shows."""
    hues = ("teal", "indigo", "rose", "amber", "violet", "sky", "cyan", "lime")
    labels = (
        "Pajak Daerah",
        "Kependudukan",
        "Puskesmas",
        "Transportasi",
        "Aduan",
        "Sekolah",
        "Air Bersih",
        "Izin Usaha",
    )
    icons = (
        "receipt-text id-card stethoscope bus message-square-warning graduation-cap droplets store".split()  # fmt: skip
    )
    return {
        "crumbs": [("Beranda", "/"), ("Bantuan", "/")],
        "tiles": [{"hue": h, "label": n, "icon": i} for h, n, i in zip(hues, labels, icons, strict=True)],
        "news": [
            {"title": "Jadwal vaksinasi keliling pekan ini di 14 kelurahan", "category": "Kesehatan",
             "when": "2 jam lalu", "icon": "heart-pulse", "hue": "rose"},
            {"title": "Diskon 20% denda PBB sampai 31 Desember 2026", "category": "Pajak",
             "when": "Kemarin", "icon": "receipt-text", "hue": "teal"},
            {"title": "Rute bus baru: Alun-alun – Stasiun Timur", "category": "Transportasi",
             "when": "3 hari lalu", "icon": "bus", "hue": "indigo"},
        ],
        "choices": [("waiting", "Menunggu"), ("done", "Selesai")],
        "rows": [
            {"number": f"LKS-2026-{n:06}", "title": "Lampu jalan padam di depan pasar lama", "kind": kind, "label": label,
             "days": n * 3}
            for n, (kind, label) in enumerate(
                [("waiting", "Menunggu"), ("progress", "Diproses"), ("done", "Selesai"), ("failed", "Ditolak")], 1
            )
        ],
        "page": Paginator(range(400), 10).page(7),
        "steps": [
            {"title": "Peran basis data", "state": "done", "seconds": "0,4"},
            {"title": "Skema dan tabel", "state": "running", "note": "214 dari 380 tabel"},
            {"title": "Akun admin", "state": "failed", "note": "Surel tidak terkirim; akan dicoba lagi"},
            {"title": "Domain", "state": "waiting"},
        ],
        "events": [
            {"title": "Diterima Dinas PUPR", "when": "22 November 2026 14.30 WIB", "who": "Budi", "icon": "check",
             "hue": "green", "text": "Tim berangkat besok pagi."},
            {"title": "Dikirim", "when": "22 November 2026 09.05 WIB", "icon": "send", "hue": "sky"},
        ],
        "map_data": MAP,
        "picker_data": {"bounds": BOUNDS, "base_url": "/peta/dasar.geojson"},
    }  # fmt: skip


def page_context(request: HttpRequest) -> dict[str, Any]:
    """The common variables, as adopsi.page gives them on a real site."""
    return {
        "pemda": None if request.path.startswith("/pusat") else PEMDA,
        "colour_scheme": getattr(request, "colour_scheme", ""),
        "unread_count": 3,
        "brand_version": "1",
        "demo": request.GET.get("demo"),
        "user": SimpleNamespace(is_authenticated=True, get_short_name="Rina", get_full_name="Rina Wijaya"),
    }


def styleguide(request: HttpRequest) -> HttpResponse:
    """The style guide; a POST shows the form's errors."""
    form = ExampleForm(request.POST) if request.method == "POST" or "salah" in request.GET else ExampleForm()
    if "pesan" in request.GET:
        messages.success(request, "Laporan Anda sudah terkirim.")
        messages.error(request, "Satu foto terlalu besar.")
    context = {"active_nav": "home", "quick_action": {"url": "/", "label": "Lapor", "icon": "plus"}}
    return render(request, "theme/styleguide.html", {**example_context(), **context, "form": form})


def framed(request: HttpRequest, base: str) -> HttpResponse:
    """A page in one of the other bases."""
    groups = [
        {"title": "", "items": [{"title": "Ringkasan", "url": "/", "icon": "gauge", "active": True, "badge": ""}]},
        {"title": "Layanan", "items": [
            {"title": "Laporan warga", "url": "/", "icon": "megaphone", "active": False, "badge": "12"},
            {"title": "Destinasi", "url": "/", "icon": "map", "active": False, "badge": ""},
        ]},
    ]  # fmt: skip
    context = {"base": f"{base}.html", "console_menu": groups, "pusat_menu": groups, "form": ExampleForm()}
    return render(request, "theme_tests/framed.html", {**example_context(), **context})


def outlines(request: HttpRequest) -> HttpResponse:
    """Outlines of the made-up city."""

    def box(west: float, south: float, east: float, north: float, **properties: str) -> dict[str, Any]:
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    districts = [
        box(
            106.57 + c * 0.06,
            -6.24 + r * 0.045,
            106.63 + c * 0.06,
            -6.195 + r * 0.045,
            kind="district",
            name=f"Kec. {c}{r}",
        )
        for c in range(3)
        for r in range(3)
    ]
    features = [box(106.56, -6.25, 106.76, -6.1, kind="region"), *districts]
    features.append(box(106.6, -6.25, 106.61, -6.1, kind="water", name="Cisadane"))
    return JsonResponse({"type": "FeatureCollection", "features": features})


def empty(request: HttpRequest) -> HttpResponse:
    """Stands for every page the base templates link to."""
    return HttpResponse(status=204)


def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root, after the store that it works on."""
    folder = Path(__file__).resolve().parents[1] / "static" / "theme"
    body = b"\n".join((folder / name).read_bytes() for name in ("store.js", "sw.js"))
    return HttpResponse(body, content_type="text/javascript")


def theme_css(request: HttpRequest) -> HttpResponse:
    """The brand's stylesheet."""
    return HttpResponse(stylesheet(Brand("#0f766e", "#155e75")), content_type="text/css")


_named = [
    path(f"{name}/", empty, name=name)
    for name in (
        "home",
        "services",
        "news",
        "notifications",
        "account",
        "search",
        "outbox",
        "reading",
        "set-preferences",
        "account_logout",
        "mail-catcher",
    )
]
urlpatterns = [
    path("", styleguide),
    path("pusat/", framed, {"base": "pusat/base"}),
    path("pusat/masuk/", framed, {"base": "portal/narrow"}),
    path("konsol/", framed, {"base": "console/base"}),
    path("masuk/", framed, {"base": "portal/narrow"}),
    path("galat/<slug:name>/", lambda request, name: render(request, f"errors/{name}.html")),
    path("luring/", lambda request: render(request, "portal/offline.html")),
    path("sw.js", worker),
    path("tema.css", theme_css, name="theme-css"),
    path("manifes.json", empty, name="webmanifest"),
    path("peta/dasar.geojson", outlines),
    path("k/", include(([path("", empty, name="home")], "console"))),
    path("p/", include(([path("", empty, name="home")], "pusat"))),
    *_named,
]
