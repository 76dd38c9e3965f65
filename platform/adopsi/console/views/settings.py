"""A module's settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from adopsi.console.access import admin_required
from adopsi.console.forms.settings import SettingsForm
from catalog.activations import change_settings, is_active, settings_of
from catalog.errors import InvalidSettings, ModuleNotActive
from catalog.registry import get_manifest


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """The form out of the schema; what was typed stays when something does not fit."""
    manifest, code = get_manifest(slug), request.pemda.code
    if not is_active(slug, code):
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
