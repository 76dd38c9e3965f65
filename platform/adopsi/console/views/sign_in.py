"""How people of this Pemda sign in: who still lacks a second factor, and the Pemda's own identity provider."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from adopsi.accounts.identity_provider import PROVIDER_ID
from adopsi.console.access import admin_required
from adopsi.console.forms.sign_in import ProviderForm
from tenants.errors import DomainError
from tenants.identity import providers
from tenants.identity.selectors import count_second_factors


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@admin_required
def index(request: HttpRequest) -> HttpResponse:
    """The state of second factors, and the form of the provider; POST saves it."""
    provider = providers.get_provider()
    form = ProviderForm(provider, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            providers.set_provider(**form.cleaned_data, actor=request.user)
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal.message))
        else:
            messages.success(request, _("Penyedia identitas tersimpan."))
            return redirect("console:sign-in")
    return _page(request, form)


@require_POST
@never_cache
@admin_required
def test(request: HttpRequest) -> HttpResponse:
    """Read the provider's discovery document; nothing is saved."""
    form = ProviderForm(providers.get_provider(), request.POST)
    form.is_valid()
    # Only the address is tried: what is missing elsewhere is told when it is saved.
    form._errors = {name: found for name, found in form.errors.items() if name == "issuer"}
    if form.errors:
        return _page(request, form)
    try:
        found = providers.discover(form.cleaned_data["issuer"])
    except DomainError as refusal:
        form.add_error("issuer", str(refusal.message))
        return _page(request, form)
    return _page(request, form, found=found)


@require_POST
@admin_required
def remove(request: HttpRequest) -> HttpResponse:
    """Forget the provider."""
    providers.remove_provider(actor=request.user)
    messages.success(request, _("Penyedia identitas dilepas. Tombolnya tidak tampil lagi."))
    return redirect("console:sign-in")


def _page(request: HttpRequest, form: ProviderForm, *, found: providers.Discovery | None = None) -> HttpResponse:
    back = reverse("openid_connect_callback", args=[PROVIDER_ID])
    context = {
        "form": form,
        "provider": providers.get_provider(),
        "found": found,
        "callback": request.build_absolute_uri(back),
        "factors": count_second_factors(),
    }
    return render(request, "console/sign_in.html", context, status=422 if form.errors else 200)
