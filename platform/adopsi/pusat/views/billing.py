"""Subscriptions of all Pemda, one Pemda's invoices and events, and events that somebody must look at."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from adopsi.pusat.access import central_required
from adopsi.pusat.billing_words import outcome_in_words
from adopsi.pusat.frame import show
from catalog.sdk.tables import Column, export_response, page_of
from provisioning.billing import selectors, services
from provisioning.billing.models import Subscription
from tenants.errors import DomainError


@central_required
@require_safe
@never_cache
def accounts(request: HttpRequest) -> HttpResponse:
    """The list with search, filter and paging; `?unduh=csv|xlsx` gives all rows of the filter."""
    filters = {"search": request.GET.get("cari", "").strip(), "status": request.GET.get("keadaan", "")}
    rows = selectors.list_accounts(**filters)
    if wanted := request.GET.get("unduh"):
        return export_response(rows=rows, columns=_columns(), name="langganan", file_format=wanted)
    context = {
        "page": page_of(request, rows, size=25),
        "filters": filters,
        "is_filtered": any(filters.values()),
        "states": [*Subscription.Status.choices, (selectors.NONE, _("Tanpa langganan"))],
        "waiting": selectors.count_waiting(),
        "late": selectors.count_late(),
        "has_events": selectors.has_events(),
        **_connection(request),
    }
    return show(request, "pusat/billing.html", context, nav="billing")


def _connection(request: HttpRequest) -> dict[str, object]:
    return {
        "is_on": services.is_on(),
        "is_live": settings.ADOPSI_STRIPE_LIVEMODE,
        "address": request.build_absolute_uri(reverse("stripe-delivery")),
    }


def _columns() -> list[Column]:
    def of(name: str) -> Column:
        headings = {"plan": _("Paket"), "amount": _("Rupiah"), "interval": _("Setiap")}
        return Column(headings[name], lambda row: getattr(row.subscription, name, ""))

    return [
        Column(_("Kode"), lambda row: row.code),
        Column(_("Pemda"), lambda row: row.name),
        Column(_("Keadaan"), lambda row: row.subscription.get_status_display() if row.subscription else ""),
        *(of(name) for name in ("plan", "amount", "interval")),
        Column(_("Pembayaran berikutnya"), lambda row: _moment(row.next_payment)),
        Column(_("Tagihan belum dibayar"), lambda row: row.open_invoices),
        Column(_("Jumlah belum dibayar"), lambda row: row.open_amount),
    ]


def _moment(moment: object) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""  # type: ignore[attr-defined]


@central_required
@require_safe
@never_cache
def account(request: HttpRequest, code: str) -> HttpResponse:
    """One Pemda: its subscriptions, invoices, and the trail of events."""
    found = selectors.account_of(code)
    if found is None:
        raise Http404(code)
    events = page_of(request, selectors.events_of(code), size=25)
    context = {
        "account": found,
        "subscriptions": selectors.subscriptions_of(code),
        "invoices": selectors.invoices_of(code, with_drafts=True),
        "page": events,
        "lines": [(event, outcome_in_words(event)) for event in events],
        "crumbs": [(_("Langganan"), reverse("pusat:billing"))],
    }
    return show(request, "pusat/billing_account.html", context, nav="billing")


@central_required
@require_safe
@never_cache
def events(request: HttpRequest) -> HttpResponse:
    """Events that failed or name no Pemda; nothing that Stripe signed is lost."""
    rows = selectors.list_waiting()
    if wanted := request.GET.get("unduh"):
        return export_response(rows=rows, columns=_event_columns(), name="peristiwa-stripe", file_format=wanted)
    page = page_of(request, rows, size=25)
    context = {
        "page": page,
        "lines": [(event, outcome_in_words(event)) for event in page],
        "crumbs": [(_("Langganan"), reverse("pusat:billing"))],
    }
    return show(request, "pusat/billing_events.html", context, nav="billing")


def _event_columns() -> list[Column]:
    return [
        Column(pgettext("peristiwa", "Terjadi"), lambda row: _moment(row.created)),
        Column(_("Peristiwa"), lambda row: row.event_id),
        Column(_("Jenis"), lambda row: row.type),
        Column(_("Langganan"), lambda row: row.subscription_id),
        Column(_("Keadaan"), lambda row: row.get_state_display()),
        Column(_("Keterangan"), outcome_in_words),
    ]


@central_required
@require_POST
def retry(request: HttpRequest, event_id: int) -> HttpResponse:
    """Have one event applied again."""
    found = selectors.get_event(event_id)
    if found is None:
        raise Http404(event_id)
    try:
        services.ask_retry(event=found, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Peristiwa itu segera dicoba lagi. Muat ulang halaman ini sebentar lagi."))
    return redirect("pusat:billing-events")
