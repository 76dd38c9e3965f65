"""The account page: who one is, how one signs in, on which devices, and one's own data."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from adopsi.accounts import services
from adopsi.accounts.devices import list_devices, sign_out_everywhere, sign_out_one, sign_out_others
from adopsi.accounts.second_factor import has_second_factor, needs_second_factor
from adopsi.portal.cookies import keep_preference
from adopsi.preferences import LANGUAGE_COOKIE


class ProfileForm(forms.Form):
    """The name and the language of the account."""

    name = forms.CharField(
        label=gettext_lazy("Nama lengkap"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=gettext_lazy("Bahasa"), choices=settings.LANGUAGES)


@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """The account page; for visitors, the way in."""
    frame = {"active_nav": "account", "frame": "portal/base.html" if request.pemda else "portal/narrow.html"}
    if not request.user.is_authenticated:
        return render(request, "account/visitor.html", frame)
    form = ProfileForm(
        request.POST or None,
        initial={"name": request.user.name, "language": request.user.language or request.LANGUAGE_CODE},
    )
    if request.method == "POST" and form.is_valid():
        return _save(request, form.cleaned_data)
    context = {
        **frame,
        "form": form,
        "devices": list_devices(request),
        "has_second_factor": has_second_factor(request.user),
        "needs_second_factor": needs_second_factor(request.user),
    }
    return render(request, "account/profile.html", context)


def _save(request: HttpRequest, values: dict[str, str]) -> HttpResponse:
    services.change_profile(person=request.user, **values)
    with override(values["language"]):
        messages.success(request, _("Profil disimpan."))
    return keep_preference(redirect("account"), LANGUAGE_COOKIE, values["language"])


@login_required
@require_POST
def sign_out_devices(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    count = sign_out_others(request)
    text = ngettext("%(count)d perangkat lain dikeluarkan.", "%(count)d perangkat lain dikeluarkan.", count)
    messages.success(request, text % {"count": count})
    return redirect("account")


@login_required
@require_POST
def sign_out_device(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out one device."""
    if sign_out_one(request, session_id):
        messages.success(request, _("Perangkat itu dikeluarkan."))
    else:
        messages.info(request, _("Perangkat itu sudah keluar."))
    return redirect("account")


@login_required
@require_POST
def sign_out_all(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    sign_out_everywhere(request)
    logout(request)
    messages.success(request, _("Anda sudah keluar dari semua perangkat."))
    return redirect("account_login")


@login_required
@require_GET
@never_cache
def own_data(request: HttpRequest) -> HttpResponse:
    """All data about oneself as a JSON file."""
    response = JsonResponse(
        services.export_own_data(person=request.user), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="data-saya.json"'
    return response


@login_required
def close(request: HttpRequest) -> HttpResponse:
    """Explain what closing the account does; on POST, close it."""
    if request.method == "POST":
        services.close_own_account(person=request.user)
        logout(request)
        messages.success(request, _("Akun Anda sudah dihapus."))
        return redirect("/")
    return render(request, "account/close.html")
