"""A module's settings, their history, and taking the last change back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.console.access import admin_required
from adopsi.console.forms.settings import SettingsForm
from adopsi.console.settings_history import history_of
from catalog.activations import change_settings, is_on, settings_of, undo_settings
from catalog.errors import InvalidSettings, ModuleNotActive
from catalog.registry import get_manifest
from catalog.sdk.tables import page_of
from tenants.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """The form out of the schema; what was typed stays when something does not fit."""
    manifest, code = get_manifest(slug), request.pemda.code
    if not is_on(slug, code):
        raise ModuleNotActive
    form = SettingsForm(manifest, request.POST or None, initial=settings_of(slug, code))
    if request.method == "POST" and form.is_valid():
        try:
            change_settings(slug=slug, values=form.cleaned_data, actor=request.user)
        except InvalidSettings as refusal:
            form.show_problems(refusal.problems)
        else:
            messages.success(request, _("Pengaturan %(title)s tersimpan.") % {"title": manifest.title})
            return redirect("console:module", slug=slug)
    status = 422 if form.errors else 200
    return render(request, "console/module_settings.html", {"form": form, "manifest": manifest}, status=status)


@require_safe
@admin_required
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every change of the settings, and whether the last one can be taken back."""
    manifest, code = get_manifest(slug), request.pemda.code
    if not is_on(slug, code):
        raise ModuleNotActive
    changes, refusal = history_of(manifest, code)
    context = {"manifest": manifest, "page": page_of(request, changes), "refusal": refusal}
    return render(request, "console/settings_history.html", context)


@require_POST
@admin_required
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring back the settings from before the last change."""
    manifest = get_manifest(slug)
    try:
        undo_settings(slug=slug, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Pengaturan %(title)s kembali seperti semula.") % {"title": manifest.title})
    return redirect("console:settings-history", slug=slug)
