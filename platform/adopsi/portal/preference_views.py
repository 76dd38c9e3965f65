"""A visitor's language and colours, and how they like to read."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from adopsi.portal.cookies import keep_preference
from adopsi.portal.safe import is_own_path
from adopsi.preferences import LANGUAGE_COOKIE, SCHEME_COOKIE, SCHEMES
from adopsi.reading import CHOICES, CONTRAST_COOKIE, DATA_COOKIE, TEXT_COOKIE, from_profile, to_profile
from tenants.accounts.models import Person

AUTOMATIC = "otomatis"


@require_POST
def set_preferences(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen and return to the page; an unknown choice changes nothing."""
    path = request.POST.get("next", "/")
    response = HttpResponseRedirect(path if is_own_path(path) else "/")
    language = request.POST.get("bahasa", "")
    if language in dict(settings.LANGUAGES):
        keep_preference(response, LANGUAGE_COOKIE, language)
        if request.user.is_authenticated:
            Person.objects.filter(pk=request.user.pk).update(language=language)
    _keep_reading(request, response)
    if "simpan" in request.POST:
        with override(language or request.LANGUAGE_CODE):
            messages.success(request, _("Tampilan disimpan."))
    return response


def _keep_reading(request: HttpRequest, response: HttpResponse) -> None:
    """Set the cookies of what was chosen, and take it along into the account of who is signed in."""
    known = {SCHEME_COOKIE: tuple(SCHEMES), **CHOICES}
    chosen = {
        name: "" if request.POST[name] == AUTOMATIC else request.POST[name]
        for name, values in known.items()
        if request.POST.get(name, "") in (*values, AUTOMATIC)
    }
    for name, value in chosen.items():
        keep_preference(response, name, value)
    if chosen and request.user.is_authenticated:
        reading = to_profile({**from_profile(request.user.reading), **chosen})
        Person.objects.filter(pk=request.user.pk).update(reading=reading)


@require_safe
def reading(request: HttpRequest) -> HttpResponse:
    """The page on which all of it is chosen, for everybody."""
    path = request.GET.get("next", "/")
    present = {name: request.COOKIES.get(name, "") for name in (SCHEME_COOKIE, *CHOICES)}
    context = {
        "next": path if is_own_path(path) else "/",
        "groups": [
            {"name": name, "title": title, "lead": lead, "choices": choices, "chosen": present[name] or AUTOMATIC}
            for name, title, lead, choices in _choices()
        ],
    }
    return render(request, "portal/reading.html", context)


def _choices() -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Each cookie with its question, what it does, and the answers."""
    return [
        (
            TEXT_COOKIE,
            _("Ukuran huruf"),
            "",
            [(AUTOMATIC, _("Sedang")), ("besar", _("Besar")), ("terbesar", _("Sangat besar"))],
        ),
        (
            CONTRAST_COOKIE,
            _("Kontras"),
            _("Kontras tinggi memakai warna pekat dan garis tegas."),
            [(AUTOMATIC, _("Ikuti perangkat")), ("tinggi", _("Kontras tinggi")), ("biasa", _("Biasa"))],
        ),
        (
            SCHEME_COOKIE,
            _("Warna"),
            "",
            [(AUTOMATIC, _("Ikuti perangkat")), ("terang", _("Terang")), ("gelap", _("Gelap"))],
        ),
        (
            DATA_COOKIE,
            _("Hemat data"),
            _("Foto dan peta baru dimuat bila Anda ketuk, dan huruf memakai yang ada di perangkat."),
            [(AUTOMATIC, _("Ikuti perangkat")), ("ya", _("Selalu hemat")), ("tidak", _("Tidak pernah"))],
        ),
    ]
