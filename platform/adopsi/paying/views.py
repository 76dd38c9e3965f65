"""The payment page of the payer, and the address to which gateways send their notices."""

from __future__ import annotations

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from catalog.payments import expire, take_notice
from catalog.sdk.qr import qr_svg
from tenants import directory
from tenants.context import current_pemda
from tenants.errors import DomainError
from tenants.payments.models import Payment
from tenants.payments.providers.demonstration import DemonstrationProvider
from tenants.payments.selectors import find_own_payment
from tenants.places.clock import format_datetime, format_rupiah, format_time

SIGNATURE = "X-Signature"
LARGEST_NOTICE = 16 * 1024
log = logging.getLogger("adopsi.payments")


@require_safe
@login_required
@never_cache
def pay(request: HttpRequest, reference: str) -> HttpResponse:
    """The code to pay, the amount and the time that is left; a closed payment leads back to what it was for."""
    payment = _current(request, reference)
    if payment.state != Payment.State.WAITING:
        return redirect(payment.return_path)
    return render(request, "paying/pay.html", _context(payment))


@require_safe
@login_required
@never_cache
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """What the page asks every few seconds; once the payment is closed it leads the browser back."""
    payment = _current(request, reference)
    if payment.state == Payment.State.WAITING:
        return render(request, "paying/waiting.html", _context(payment))
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": payment.return_path})
    return redirect(payment.return_path)


def _current(request: HttpRequest, reference: str) -> Payment:
    """The visitor's payment as it is now; one whose time is over is closed here, however late beat is."""
    payment = find_own_payment(person=request.user, reference=reference)
    if payment.state == Payment.State.WAITING and payment.expires_at <= timezone.now():
        expire(reference=reference)
        payment.refresh_from_db()
    return payment


def _context(payment: Payment) -> dict[str, object]:
    facts = directory.pemda_of(current_pemda().code)
    if facts is None:
        raise Http404
    language = "en" if (get_language() or "id").startswith("en") else "id"
    return {
        "payment": payment,
        "amount": format_rupiah(payment.amount),
        "code": qr_svg(payment.payload, label=_("Kode QRIS untuk pembayaran ini")),
        "until": format_time(payment.expires_at, facts.zone, language),
        "until_full": format_datetime(payment.expires_at, facts.zone, language),
        "is_pretended": payment.provider == DemonstrationProvider.key and settings.ADOPSI_DEMO,
    }


@require_POST
@login_required
def pretend(request: HttpRequest, reference: str) -> HttpResponse:
    """The demonstration's button: what the payer's bank would cause, a signed notice taken like any gateway's."""
    provider = DemonstrationProvider()
    if not provider.is_ready():
        raise Http404
    payment = find_own_payment(person=request.user, reference=reference)
    body, header = provider.notice_of(payment)
    paid = take_notice(provider_key=provider.key, body=body, header=header)
    if paid.state == Payment.State.PAID:
        messages.success(request, _("Pembayaran diterima (peragaan)."))
    return redirect(payment.return_path)


@csrf_exempt
@require_POST
def notice(request: HttpRequest, provider: str) -> JsonResponse:
    """Where a gateway reports: 200 once the notice is kept, or was kept before; else the refusal's status."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST_NOTICE:
        return JsonResponse({"error": {"code": "too_large"}}, status=413)
    try:
        payment = take_notice(provider_key=provider, body=request.body, header=request.headers.get(SIGNATURE, ""))
    except DomainError as error:
        log.warning("payment notice refused provider=%s code=%s", provider, error.code)
        return JsonResponse({"error": {"code": error.code, "message": str(error.message)}}, status=error.http_status)
    return JsonResponse({"reference": payment.reference, "state": payment.state})
