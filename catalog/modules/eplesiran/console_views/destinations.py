"""Officers' destinations: list with export, form, and acts on one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.modules.eplesiran.cards import cards_of
from catalog.modules.eplesiran.forms.destination import DestinationForm, tariff_forms, week_forms
from catalog.modules.eplesiran.hours import tariffs_on
from catalog.modules.eplesiran.models import Destination
from catalog.modules.eplesiran.roles import GATEKEEPER, MANAGER, MODERATOR
from catalog.modules.eplesiran.selectors.destinations import find_maintained, list_maintained
from catalog.modules.eplesiran.services import destinations as services
from catalog.modules.eplesiran.trail import trail_items
from catalog.modules.eplesiran.where import map_data
from catalog.modules.eplesiran.wording import date_text
from catalog.sdk.context import local_now, local_today
from catalog.sdk.errors import DomainError
from catalog.sdk.people import has_role, role_required
from catalog.sdk.places import label_of
from catalog.sdk.tables import Column, export_response, page_of


@require_safe
@role_required(MANAGER, MODERATOR, GATEKEEPER)
def home(request: HttpRequest) -> HttpResponse:
    """Lead each officer to their first page."""
    pages = ((MANAGER, "destinations"), (GATEKEEPER, "gate"), (MODERATOR, "reviews"))
    first = next(page for role, page in pages if has_role(request.user, role))
    return redirect(f"eplesiran-console:{first}")


@require_safe
@role_required(MANAGER)
def destinations(request: HttpRequest) -> HttpResponse:
    """The destinations that the officer maintains; `?format=csv|xlsx` downloads the same rows."""
    text, category = request.GET.get("cari", "").strip()[:100], request.GET.get("kategori", "")
    state = request.GET.get("status", "")
    rows = list_maintained(officer=request.user, text=text, category=category, state=state)
    if file_format := request.GET.get("format"):
        return export_response(rows=rows, columns=_columns(), name="destinasi", file_format=file_format)
    page = page_of(request, rows, size=20)
    context = {
        "page": page,
        "rows": [(card, _verified(card.destination)) for card in cards_of(page, local_now())],
        "text": text,
        "category": category,
        "state": state,
        "categories": Destination.Category.choices,
        "states": [("tayang", _("Tayang")), ("draf", _("Tidak tayang")), *Destination.Condition.choices],
        "export_query": _without_page(request),
    }
    return render(request, "eplesiran/console/destinations.html", context)


def _verified(destination: Destination) -> str:
    return date_text(destination.last_verified_on) if destination.last_verified_on else ""


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _columns() -> list[Column]:
    today = local_today()

    def tariff(row: Destination) -> str:
        return "; ".join(f"{each.get_label_display()} {each.amount}" for each in tariffs_on(row, today))

    return [
        Column(_("Nama"), lambda row: row.name),
        Column(_("Kategori"), lambda row: row.get_category_display()),
        Column(_("Ringkasan"), lambda row: row.summary),
        Column(_("Wilayah"), lambda row: label_of(row.village_code or row.district_code)),
        Column(_("Alamat"), lambda row: row.address),
        Column(_("Lintang"), lambda row: row.latitude),
        Column(_("Bujur"), lambda row: row.longitude),
        Column(_("Jam buka"), lambda row: "; ".join(str(each) for each in row.hours.all())),
        Column(_("Tarif (Rp)"), tariff),
        Column(_("Kondisi"), lambda row: row.get_condition_display()),
        Column(_("Terakhir diperiksa"), lambda row: row.last_verified_on or ""),
        Column(_("Nilai rata-rata"), lambda row: round(row.rating_average, 2)),
        Column(_("Jumlah ulasan"), lambda row: row.rating_count),
        Column(_("Tayang"), lambda row: _("Ya") if row.is_published else _("Tidak")),
        Column(_("OPD pengelola"), lambda row: row.opd.name if row.opd else ""),
    ]


@require_http_methods(["GET", "POST"])
@role_required(MANAGER)
def new(request: HttpRequest) -> HttpResponse:
    """Add a destination; its photos follow on the next page."""
    forms = _Forms(request, None)
    if request.method == "POST" and forms.are_valid():
        saved = forms.save()
        if saved:
            messages.success(request, _("Destinasi tersimpan. Tambahkan fotonya, lalu tayangkan."))
            return redirect("eplesiran-console:photos", saved.pk)
    return forms.page()


@require_http_methods(["GET", "POST"])
@role_required(MANAGER)
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Change a destination; beside the form stand its state, acts and trail."""
    forms = _Forms(request, find_maintained(officer=request.user, key=key))
    if request.method == "POST" and forms.are_valid():
        saved = forms.save()
        if saved:
            messages.success(request, _("Perubahan tersimpan."))
            return redirect("eplesiran-console:destination", saved.pk)
    return forms.page()


class _Forms:
    """The three forms of one destination as one: all valid or none saved."""

    def __init__(self, request: HttpRequest, destination: Destination | None) -> None:
        data = request.POST if request.method == "POST" else None
        self.request, self.destination = request, destination
        self.form = DestinationForm(data, instance=destination, officer=request.user)
        self.week = week_forms(data, destination)
        self.tariffs = tariff_forms(data, destination)

    def are_valid(self) -> bool:
        """Check all, so that every problem is shown at once."""
        return all([self.form.is_valid(), *[day.is_valid() for day in self.week], self.tariffs.is_valid()])

    def save(self) -> Destination | None:
        """Hand over to the service; a refusal is shown at its field."""
        hours = [row for row in (day.row() for day in self.week) if row]
        rows = {"facts": self.form.facts(), "hours": hours, "tariffs": self.tariffs.rows()}
        try:
            if self.destination:
                return services.change_destination(actor=self.request.user, destination_id=self.destination.pk, **rows)
            key = self.form.cleaned_data["once"]
            return services.add_destination(actor=self.request.user, client_key=key, **rows)
        except DomainError as error:
            self.form.add_error(error.field if error.field in self.form.fields else None, str(error.message))
            return None

    def page(self) -> HttpResponse:
        """The page with the forms as they are."""
        context: dict[str, Any] = {
            "destination": self.destination,
            "form": self.form,
            "week": self.week,
            "tariffs": self.tariffs,
            "map_data": map_data([]),
            "problems": _problems([*self.week, *self.tariffs.forms]) if self.form.is_bound else [],
        }
        if self.destination:
            context["trail"] = trail_items(self.destination)
            context["verified_on"] = _verified(self.destination)
            context["photo_count"] = self.destination.photos.count()
        is_refused = self.request.method == "POST"
        return render(self.request, "eplesiran/console/destination.html", context, status=422 if is_refused else 200)


def _problems(forms: list[Any]) -> list[tuple[str, str, str]]:
    """For the summary on top: the field's id, its label and the problem, over the hours and tariffs."""
    return [
        (field.id_for_label, str(field.label), str(problem))
        for form in forms
        for field in form
        for problem in field.errors
    ]


@require_POST
@role_required(MANAGER)
def verify(request: HttpRequest, key: int) -> HttpResponse:
    """ "Verifikasi hari ini"."""
    services.confirm_destination(actor=request.user, destination_id=key)
    messages.success(request, _("Tercatat: diperiksa hari ini."))
    return redirect("eplesiran-console:destination", key)


@require_POST
@role_required(MANAGER)
def publish(request: HttpRequest, key: int) -> HttpResponse:
    """Show the destination to the public."""
    destination = services.publish_destination(actor=request.user, destination_id=key)
    messages.success(request, _("%(name)s kini tayang.") % {"name": destination.name})
    return redirect("eplesiran-console:destination", key)


@require_POST
@role_required(MANAGER)
def unpublish(request: HttpRequest, key: int) -> HttpResponse:
    """Take the destination off the site."""
    destination = services.unpublish_destination(actor=request.user, destination_id=key)
    messages.success(request, _("%(name)s diturunkan dari tayangan.") % {"name": destination.name})
    return redirect("eplesiran-console:destination", key)


@require_POST
@role_required(MANAGER)
def delete(request: HttpRequest, key: int) -> HttpResponse:
    """Delete a destination without reviews; a refusal is told on its page."""
    try:
        services.delete_destination(actor=request.user, destination_id=key)
    except DomainError as error:
        if error.http_status in {403, 404}:
            raise
        messages.error(request, str(error.message))
        return redirect("eplesiran-console:destination", key)
    messages.success(request, _("Destinasi dihapus."))
    return redirect("eplesiran-console:destinations")
