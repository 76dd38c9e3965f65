"""A Pemda's colours, coat of arms and contact, with a live preview."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from adopsi.console.access import admin_required
from adopsi.console.forms.brand import BrandForm
from adopsi.theme.brand import AA_TEXT
from tenants.attachments.errors import FileRefused
from tenants.branding import change_look, look_of


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def edit(request: HttpRequest) -> HttpResponse:
    """The form; colours that nobody could read are refused with a reason and nothing changes."""
    form = BrandForm(request.POST or None, request.FILES or None, initial=asdict(look_of(request.pemda.code)))
    if request.method == "POST" and form.is_valid():
        try:
            change_look(
                look=form.look(),
                logo=form.cleaned_data["logo"],
                without_logo=form.cleaned_data["without_logo"],
                actor=request.user,
            )
        except FileRefused as refusal:
            form.add_error("logo", str(refusal.message))
        else:
            messages.success(request, _("Merek tersimpan dan langsung berlaku di semua halaman."))
            return redirect("console:brand")
    status = 422 if form.errors else 200
    context = {"form": form, "colours": [form["brand_primary"], form["brand_secondary"]], "least_contrast": AA_TEXT}
    return render(request, "console/brand.html", context, status=status)
