"""A visitor's language and colours."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from adopsi.portal.cookies import keep_preference
from adopsi.portal.safe import is_own_path
from adopsi.preferences import LANGUAGE_COOKIE, SCHEME_COOKIE, SCHEMES
from tenants.accounts.models import Person

AUTOMATIC = "otomatis"


@require_POST
def set_preferences(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen and return to the page; an unknown choice changes nothing."""
    path = request.POST.get("next", "/")
    response = HttpResponseRedirect(path if is_own_path(path) else "/")
    language, scheme = request.POST.get("bahasa", ""), request.POST.get("tema", "")
    if language in dict(settings.LANGUAGES):
        keep_preference(response, LANGUAGE_COOKIE, language)
        if request.user.is_authenticated:
            Person.objects.filter(pk=request.user.pk).update(language=language)
    if scheme in SCHEMES:
        keep_preference(response, SCHEME_COOKIE, scheme)
    elif scheme == AUTOMATIC:
        keep_preference(response, SCHEME_COOKIE, "")
    return response
