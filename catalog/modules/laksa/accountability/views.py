"""The public page, and its two downloads."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.modules.laksa.accountability.charts import month_bars
from catalog.modules.laksa.accountability.figures import LEAST_TOLD, Tally, figures_of, years
from catalog.modules.laksa.accountability.forms import PeriodForm
from catalog.modules.laksa.accountability.open_data import DICTIONARY, LICENCE, LICENCE_URL, csv_of, geojson_of
from catalog.modules.laksa.accountability.periods import LAST_YEAR, Period, period_of
from catalog.modules.laksa.selectors import list_categories
from catalog.sdk.context import module_settings
from catalog.sdk.people import Opd
from catalog.sdk.places import find_district

SHARED_SECONDS = 300


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How the Pemda handled the reports of a period, for everybody."""
    period, category = _wanted(request)
    figures = figures_of(period, category)
    context = {
        "crumbs": [(_("LAKSA"), reverse("laksa:home"))],
        "period": period,
        "category": category,
        "figures": figures,
        "bars": month_bars(figures.by_month),
        "units": _units(figures.by_unit),
        "districts": _districts(figures.by_district),
        "periods": [(LAST_YEAR, _("12 bulan terakhir")), *((str(year), str(year)) for year in years())],
        "categories": [(each.code, each.name) for each in list_categories()],
        "least": LEAST_TOLD,
        "limits": module_settings("laksa"),
        "dictionary": DICTIONARY,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "query": f"periode={period.key}&kategori={category}",
        "has_open_data": module_settings("laksa")["public_list"],
    }
    return render(request, "laksa/accountability/page.html", context)


@require_safe
def download_csv(request: HttpRequest) -> HttpResponse:
    """The published reports of the period as CSV."""
    return _download(csv_of(*_open(request)), "text/csv; charset=utf-8", "csv")


@require_safe
def download_geojson(request: HttpRequest) -> HttpResponse:
    """The published reports of the period as GeoJSON."""
    return _download(geojson_of(*_open(request)), "application/geo+json", "geojson")


def _wanted(request: HttpRequest) -> tuple[Period, str]:
    form = PeriodForm(request.GET)
    known = {category.code for category in list_categories()}
    category = form.value("kategori")
    return period_of(form.value("periode")), category if category in known else ""


def _open(request: HttpRequest) -> tuple[Period, str]:
    if not module_settings("laksa")["public_list"]:
        raise Http404
    return _wanted(request)


def _download(body: bytes, kind: str, ending: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="laporan-warga.{ending}"',
        "Cache-Control": f"public, max-age={SHARED_SECONDS}",
    }
    return HttpResponse(body, content_type=kind, headers=headers)


def _units(by_unit: dict[int | None, Tally]) -> list[tuple[str, Tally]]:
    names = {opd.pk: opd.name for opd in Opd.objects.filter(pk__in=[key for key in by_unit if key])}
    return _most_first([(names[key], tally) for key, tally in by_unit.items() if key in names])


def _districts(by_district: dict[str, Tally]) -> list[tuple[str, Tally]]:
    named: list[tuple[Any, Tally]] = [(find_district(code), tally) for code, tally in by_district.items()]
    return _most_first([(district.name, tally) for district, tally in named if district])


def _most_first(rows: list[tuple[str, Tally]]) -> list[tuple[str, Tally]]:
    return sorted(rows, key=lambda row: (-row[1].received, row[0]))
