"""Releases: what the Pemda has, what is new, when it comes; upgrading now, pausing, pinning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.console import releases, services
from adopsi.console.access import admin_required
from adopsi.console.forms.releases import HoldForm, RingForm
from adopsi.console.plan_page import plan_context
from adopsi.console.views.activation import reason_of
from catalog.registry import get_manifest
from catalog.sdk.tables import Column, export_response
from provisioning.plans import plan_upgrade, with_counts
from provisioning.selectors import unfinished_run
from tenants.errors import DomainError

RING, PAUSE = "cincin", "jeda"


@require_safe
@admin_required
def index(request: HttpRequest) -> HttpResponse:
    """Every module with its release, the wishes of the Pemda, and the rollouts that concern it."""
    if file_format := request.GET.get("format"):
        rows = releases.releases_of(request.pemda.code)
        return export_response(rows=rows, columns=_columns(), name="rilis", file_format=file_format)
    return _index(request)


def _index(request: HttpRequest, forms_: dict[str, forms.Form] | None = None) -> HttpResponse:
    code = request.pemda.code
    pemda = releases.wishes_of(code)
    given = forms_ or {}
    context = {
        "rows": releases.releases_of(code),
        "wishes": pemda,
        "is_paused": releases.is_paused(pemda, timezone.localdate()),
        "ring_form": given.get(RING) or _ring_form(pemda),
        "pause_form": given.get(PAUSE) or HoldForm(prefix=PAUSE),
        "coming": releases.rollouts_for(pemda, get_language() or "id"),
    }
    return render(request, "console/releases.html", context, status=422 if given else 200)


def _ring_form(pemda: Any) -> RingForm:
    names = ("ring", "window_starts", "window_ends")
    return RingForm(initial={name: getattr(pemda, name) for name in names}, prefix=RING)


def _columns() -> list[Column]:
    return [
        Column(_("Nama modul"), lambda row: str(row.manifest.title)),
        Column(_("Kode"), lambda row: row.manifest.slug),
        Column(pgettext("rilis", "Terpasang"), lambda row: row.activation.version),
        Column(_("Terbaru"), lambda row: row.manifest.version),
        Column(_("Disematkan sampai"), lambda row: row.pin.until.isoformat() if row.pin else ""),
    ]


@require_POST
@admin_required
def ring(request: HttpRequest) -> HttpResponse:
    """Choose the ring and the hours."""
    form = RingForm(request.POST, prefix=RING)
    if _did(form, lambda: _choose(request, form)):
        messages.success(request, _("Gelombang dan jam pemeliharaan tersimpan."))
        return redirect("console:releases")
    return _index(request, {RING: form})


def _choose(request: HttpRequest, form: RingForm) -> None:
    services.choose_ring(pemda_code=request.pemda.code, actor=request.user, **form.cleaned_data)


@require_POST
@admin_required
def pause(request: HttpRequest) -> HttpResponse:
    """Hold every new release off until a day."""
    form = HoldForm(request.POST, prefix=PAUSE)
    if _did(form, lambda: _pause(request, form)):
        messages.success(request, _("Rilis baru dijeda. Tim pusat melihat alasannya."))
        return redirect("console:releases")
    return _index(request, {PAUSE: form})


def _pause(request: HttpRequest, form: HoldForm) -> None:
    services.pause_upgrades(pemda_code=request.pemda.code, actor=request.user, **form.cleaned_data)


def _did(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Whether the form was in order and the act was done; a refusal stands in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return False
    return True


@require_POST
@admin_required
def resume(request: HttpRequest) -> HttpResponse:
    """End the pause."""
    services.resume_upgrades(pemda_code=request.pemda.code, actor=request.user)
    messages.success(request, _("Jeda berakhir. Rilis baru datang lagi menurut gelombang Anda."))
    return redirect("console:releases")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@admin_required
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """One module's release: what is new, what the upgrade would change; on POST ask for it."""
    refusal = None
    if run := unfinished_run(pemda_code=request.pemda.code, slug=slug):
        return redirect("console:run", run_id=run.pk)
    if request.method == "POST":
        try:
            run = services.ask_to_upgrade(
                pemda_code=request.pemda.code,
                slug=get_manifest(slug).slug,
                reason=reason_of(request),
                actor=request.user,
                plan_token=request.POST.get("rencana", ""),
            )
            return redirect("console:run", run_id=run.pk)
        except DomainError as error:
            refusal = error
    return _show(request, slug, refusal=refusal)


def _show(
    request: HttpRequest, slug: str, *, refusal: DomainError | None = None, form: HoldForm | None = None
) -> HttpResponse:
    code = request.pemda.code
    row = releases.release_row(code, get_manifest(slug).slug)
    if row is None:
        raise Http404(slug)
    plan = with_counts(plan_upgrade(slug=slug, pemda_code=code))
    context = {
        **plan_context(plan, refusal=refusal, reason=reason_of(request)),
        "row": row,
        "changed": [table for table in plan.tables if table.is_new or table.is_removed or _columns_of(table)],
        "form": form or HoldForm(),
    }
    status = refusal.http_status if refusal else 422 if form else 200
    return render(request, "console/release.html", context, status=status)


def _columns_of(table: Any) -> bool:
    return bool(table.columns_added or table.columns_removed)


@require_POST
@admin_required
def pin(request: HttpRequest, slug: str) -> HttpResponse:
    """Stay on the present release until a day."""
    form, manifest = HoldForm(request.POST), get_manifest(slug)
    if _did(form, lambda: _pin(request, slug, form)):
        messages.success(request, _("%(title)s tetap di rilis yang sekarang.") % {"title": manifest.title})
        return redirect("console:release", slug=slug)
    return _show(request, slug, form=form)


def _pin(request: HttpRequest, slug: str, form: HoldForm) -> None:
    services.pin_module(pemda_code=request.pemda.code, slug=slug, actor=request.user, **form.cleaned_data)


@require_POST
@admin_required
def unpin(request: HttpRequest, slug: str) -> HttpResponse:
    """Let new releases of the module come again."""
    manifest = get_manifest(slug)
    services.unpin_module(pemda_code=request.pemda.code, slug=slug, actor=request.user)
    messages.success(request, _("%(title)s menerima rilis baru lagi.") % {"title": manifest.title})
    return redirect("console:release", slug=slug)
