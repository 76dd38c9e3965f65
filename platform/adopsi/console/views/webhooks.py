"""Webhooks of the Pemda: addresses, their secrets, and what was sent to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.console.access import admin_required
from adopsi.console.forms.webhooks import ReplayForm, WebhookForm
from catalog.sdk.tables import Column, export_response, page_of
from tenants.errors import DomainError
from tenants.webhooks import services
from tenants.webhooks.models import Delivery, Endpoint
from tenants.webhooks.selectors import get_webhook, list_deliveries, list_webhooks

SPENT = "webhooks_spent"
REMEMBERED = 20
LOOKS = {Endpoint.State.ACTIVE: "done", Endpoint.State.PAUSED: "off", Endpoint.State.DISABLED: "failed"}


@require_safe
@admin_required
def index(request: HttpRequest) -> HttpResponse:
    """Every webhook with how it goes."""
    search = request.GET.get("cari", "").strip()
    rows = list_webhooks(search=search)
    if file_format := request.GET.get("format"):
        return export_response(rows=rows, columns=_columns(), name="webhook", file_format=file_format)
    page = page_of(request, rows)
    for row in page:
        row.look = look_of(row)
    return render(request, "console/webhooks.html", {"page": page, "search": search})


def look_of(endpoint: Endpoint) -> tuple[str, str]:
    """The colour and the words of a webhook's state."""
    if endpoint.state == Endpoint.State.ACTIVE and endpoint.failing_since:
        return "waiting", _("Gagal, dicoba lagi")
    return LOOKS[Endpoint.State(endpoint.state)], str(endpoint.get_state_display())


def _columns() -> list[Column]:
    return [
        Column(_("Nama"), lambda row: row.name),
        Column(_("Alamat"), lambda row: row.url),
        Column(_("Kejadian"), lambda row: " ".join(row.kinds)),
        Column(_("Keadaan"), lambda row: look_of(row)[1]),
        Column(_("Menunggu"), lambda row: row.waiting),
        Column(_("Gagal"), lambda row: row.failed),
        Column(_("Terakhir diterima"), lambda row: row.last_arrived.isoformat() if row.last_arrived else ""),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@admin_required
def add(request: HttpRequest) -> HttpResponse:
    """Add a webhook and show its secret this one time."""
    form = WebhookForm(request.pemda.code, request.POST or None)
    if request.method == "POST" and form.is_valid():
        once, spent = str(form.cleaned_data["once"]), request.session.get(SPENT, [])
        if once in spent:
            messages.warning(request, _("Webhook ini sudah ditambahkan dan kuncinya sudah ditampilkan satu kali."))
            return redirect("console:webhooks")
        try:
            endpoint, secret = services.add_webhook(actor=request.user, offered=form.offered, **_values(form))
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal.message))
        else:
            request.session[SPENT] = [*spent, once][-REMEMBERED:]
            return render(request, "console/webhook_secret.html", {"endpoint": endpoint, "secret": secret})
    return render(request, "console/webhook_form.html", {"form": form}, status=422 if form.errors else 200)


def _values(form: WebhookForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("name", "url", "kinds")}


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def edit(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Change name, address or kinds."""
    endpoint = _webhook_or_404(endpoint_id)
    initial = {"name": endpoint.name, "url": endpoint.url, "kinds": endpoint.kinds}
    form = WebhookForm(request.pemda.code, request.POST or None, initial=initial, kept=endpoint.kinds)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_webhook(actor=request.user, endpoint=endpoint, offered=form.offered, **_values(form))
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal.message))
        else:
            messages.success(request, _("%(name)s disimpan.") % {"name": form.cleaned_data["name"]})
            return redirect("console:webhook", endpoint.pk)
    context = {"form": form, "endpoint": endpoint}
    return render(request, "console/webhook_form.html", context, status=422 if form.errors else 200)


@require_safe
@admin_required
def show(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """One webhook with its deliveries."""
    endpoint = _webhook_or_404(endpoint_id)
    chosen = {name: request.GET.get(name, "").strip() for name in ("cari", "keadaan")}
    rows = list_deliveries(endpoint, state=chosen["keadaan"], search=chosen["cari"])
    if file_format := request.GET.get("format"):
        columns = _delivery_columns()
        return export_response(rows=rows[:10_000], columns=columns, name="kiriman-webhook", file_format=file_format)
    context = {
        "endpoint": endpoint,
        "look": look_of(endpoint),
        "page": page_of(request, rows),
        "chosen": chosen,
        "states": Delivery.State.choices,
        "is_filtered": any(chosen.values()),
        "replay_form": ReplayForm(),
        "kept": endpoint.waiting if endpoint.state != Endpoint.State.ACTIVE else 0,
    }
    return render(request, "console/webhook.html", context)


def _delivery_columns() -> list[Column]:
    return [
        Column(_("Kejadian"), lambda row: row.event.kind),
        Column(_("Tentang"), lambda row: row.event.subject),
        Column(_("Terjadi"), lambda row: row.event.created_at.isoformat()),
        Column(_("Keadaan"), lambda row: row.get_state_display()),
        Column(_("Percobaan"), lambda row: row.tries),
    ]


def _webhook_or_404(endpoint_id: int) -> Any:
    endpoint = get_webhook(endpoint_id)
    if endpoint is None:
        raise Http404(endpoint_id)
    return endpoint


def _act(request: HttpRequest, endpoint: Endpoint, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect("console:webhook", endpoint.pk)


@require_POST
@admin_required
def pause(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Send nothing for now."""
    endpoint = _webhook_or_404(endpoint_id)
    services.pause_webhook(actor=request.user, endpoint=endpoint)
    return _act(request, endpoint, lambda: _("%(name)s dijeda; kejadian disimpan.") % {"name": endpoint.name})


@require_POST
@admin_required
def resume(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Send again, first what was kept."""
    endpoint = _webhook_or_404(endpoint_id)

    def act() -> str:
        count = services.resume_webhook(actor=request.user, endpoint=endpoint)
        text = ngettext(
            "%(name)s dilanjutkan; %(count)s kejadian tersimpan dikirim sekarang.",
            "%(name)s dilanjutkan; %(count)s kejadian tersimpan dikirim sekarang.",
            count,
        )
        return text % {"name": endpoint.name, "count": count}

    return _act(request, endpoint, act)


@require_POST
@admin_required
def test(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Send an event that says nothing, and go and see how it fares."""
    endpoint = _webhook_or_404(endpoint_id)
    try:
        delivery = services.send_test(actor=request.user, endpoint=endpoint)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("console:webhook", endpoint.pk)
    return redirect("console:webhook-delivery", endpoint.pk, delivery.pk)


@require_POST
@never_cache
@admin_required
def rotate(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Make a new secret and show it this one time."""
    endpoint = _webhook_or_404(endpoint_id)
    secret = services.rotate_secret(actor=request.user, endpoint=endpoint)
    context = {"endpoint": _webhook_or_404(endpoint_id), "secret": secret, "is_new": False}
    return render(request, "console/webhook_secret.html", context)


@require_POST
@admin_required
def remove(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Forget the webhook."""
    endpoint = _webhook_or_404(endpoint_id)
    services.remove_webhook(actor=request.user, endpoint=endpoint)
    messages.success(request, _("%(name)s dihapus.") % {"name": endpoint.name})
    return redirect("console:webhooks")


@require_POST
@admin_required
def replay_failed(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Send everything again that failed within the chosen time."""
    endpoint, form = _webhook_or_404(endpoint_id), ReplayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Pilih sejak kapan."))
        return redirect("console:webhook", endpoint.pk)
    since = timezone.now() - timedelta(hours=form.cleaned_data["hours"])

    def act() -> str:
        count = services.replay_failed(actor=request.user, endpoint=endpoint, since=since)
        text = ngettext("%(count)s kiriman dikirim ulang.", "%(count)s kiriman dikirim ulang.", count)
        return text % {"count": count}

    return _act(request, endpoint, act)
