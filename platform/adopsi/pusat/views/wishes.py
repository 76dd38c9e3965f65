"""When new releases come to a Pemda: its ring and hours, pauses and pins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from adopsi.pusat import services
from adopsi.pusat.access import central_required
from adopsi.pusat.forms import PinForm, RingForm, UntilForm
from adopsi.pusat.frame import show
from adopsi.pusat.views.plans import crumbs_of, pemda_or_404
from catalog.models import Activation
from provisioning.releases import CORE_SLUG
from tenants.errors import DomainError
from tenants.models import Pemda

# Which field a refusal belongs to.
FIELDS = {"empty_window": "window_ends", "date_in_past": "until", "reason_missing": "reason"}


def _answer(
    request: HttpRequest, pemda: Pemda, form: Form, do: Callable[[], Any], *, words: dict[str, str]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except DomainError as refusal:
            form.add_error(FIELDS.get(refusal.code), str(refusal.message))
        else:
            messages.success(request, words["done"])
            return redirect("pusat:pemda", pemda.code)
    context = {"place": pemda, "form": form, "crumbs": crumbs_of(pemda), **words}
    return show(request, "pusat/wish.html", context, nav="fleet", status=422 if form.is_bound else 200)


@central_required
@require_http_methods(["GET", "HEAD", "POST"])
def ring(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the ring and the maintenance window."""
    pemda = pemda_or_404(code)
    names = ("ring", "window_starts", "window_ends")
    form = RingForm(request.POST or None, initial={name: getattr(pemda, name) for name in names})
    words = {
        "title": _("Gelombang dan jam pemeliharaan"),
        "lead": _("Gelombang menentukan urutan: perintis lebih dulu, lalu relawan, lalu semua."),
        "label": _("Simpan"),
        "done": _("Gelombang dan jam pemeliharaan disimpan."),
    }
    return _answer(
        request,
        pemda,
        form,
        lambda: services.choose_ring(actor=request.user, pemda=pemda, **form.cleaned_data),
        words=words,
    )


@central_required
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest, code: str) -> HttpResponse:
    """Hold every new release off until a day."""
    pemda = pemda_or_404(code)
    initial = {"until": pemda.upgrades_paused_until, "reason": pemda.upgrades_paused_reason}
    form = UntilForm(request.POST or None, initial=initial)
    words = {
        "title": _("Jeda pemutakhiran"),
        "lead": _("Peluncuran melewati Pemda ini sampai tanggal itu lewat. Proses yang sedang berjalan diselesaikan."),
        "label": _("Jeda"),
        "done": _("Pemutakhiran dijeda."),
    }
    return _answer(
        request,
        pemda,
        form,
        lambda: services.pause_upgrades(actor=request.user, pemda=pemda, **form.cleaned_data),
        words=words,
    )


@central_required
@require_http_methods(["GET", "HEAD", "POST"])
def pin(request: HttpRequest, code: str) -> HttpResponse:
    """Keep one module, or all, on the release that is there."""
    pemda = pemda_or_404(code)
    slugs = [CORE_SLUG, *Activation.objects.filter(pemda_id=code).order_by("slug").values_list("slug", flat=True)]
    form = PinForm(request.POST or None, slugs=slugs, initial={"slug": request.GET.get("modul", "")})
    words = {
        "title": _("Sematkan rilis"),
        "lead": _("Modul tetap pada versi yang sekarang; peluncuran melewatinya sampai tanggal itu lewat."),
        "label": _("Sematkan"),
        "done": _("Rilis disematkan."),
    }
    return _answer(
        request,
        pemda,
        form,
        lambda: services.pin_module(actor=request.user, pemda=pemda, **form.cleaned_data),
        words=words,
    )


@central_required
@require_POST
def resume(request: HttpRequest, code: str) -> HttpResponse:
    """End the pause."""
    services.pause_upgrades(actor=request.user, pemda=pemda_or_404(code), until=None)
    messages.success(request, _("Jeda diakhiri."))
    return redirect("pusat:pemda", code)


@central_required
@require_POST
def unpin(request: HttpRequest, code: str) -> HttpResponse:
    """Let new releases of the module (none named: of all) come again."""
    services.unpin_module(actor=request.user, pemda=pemda_or_404(code), slug=request.POST.get("slug", "")[:30])
    messages.success(request, _("Sematan dilepas."))
    return redirect("pusat:pemda", code)
