"""The second factor: officers, IT admins and the Tangerang team open nothing before they have shown one.

What a session has shown stands in allauth's records of authentication, which name the person they belong to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tenants.accounts.models import Person

# What a page on the way to the second factor is made of, and the ways out.
ALWAYS_OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "app-icon",
        "csp-report",
        "mail-catcher",
        "mail-caught",
        "mfa_login_webauthn",
        "offline",
        "security-txt",
        "service-worker",
        "set-preferences",
        "theme-css",
        "webmanifest",
    }
)
# Choosing a first factor is for those who have none: an old session must not add a key of its own to an account.
OPEN_TO_ENROL = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"})
OPEN_TO_SHOW = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
NEEDS_SECOND_FACTOR = frozenset({Person.Kind.OFFICER, Person.Kind.ADMIN, Person.Kind.CENTRAL})


class SecondFactorMiddleware:
    """The one place that holds people without a second factor back, whatever they ask for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Lead to enrolment or to the code; None lets the request go on."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        # Asking a visitor's session for nothing keeps their pages free of `Vary: Cookie`.
        if name in ALWAYS_OPEN or not request.session.session_key or _is_support(request):
            return None
        if not must_show(request):
            return None
        is_enrolled = has_second_factor(request.user)
        if name in (OPEN_TO_SHOW if is_enrolled else OPEN_TO_ENROL):
            return None
        return _lead(request, "mfa_reauthenticate" if is_enrolled else "mfa_index")


def needs_second_factor(person: Person) -> bool:
    """Whether the person may work only with a second factor."""
    return settings.ADOPSI_REQUIRE_MFA and person.kind in NEEDS_SECOND_FACTOR


def must_show(request: HttpRequest) -> bool:
    """Whether the signed-in person still owes this session a second factor."""
    person: Any = request.user
    return person.is_authenticated and needs_second_factor(person) and not has_shown(request)


def has_shown(request: HttpRequest) -> bool:
    """Whether this session's person has shown a second factor in it."""
    person: Any = request.user
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, person))


def has_second_factor(person: Any) -> bool:
    """Whether the person has an app or a passkey; recovery codes alone are none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user_id=person.pk, type__in=kinds).exists()


def note_shown(request: HttpRequest, *, kind: str) -> None:
    """Note that the person showed a factor just now; whoever sets one up has proven that they hold it."""
    record_authentication(request, request.user, "mfa", type=kind)


def _is_support(request: HttpRequest) -> bool:
    # Whoever comes in by support access has shown a second factor at pusat, where the link to it was made.
    return getattr(request, "support_access", None) is not None


def _lead(request: HttpRequest, url_name: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        message = _("Akun ini harus memakai verifikasi dua langkah. Masuk lewat halaman web dahulu.")
        return JsonResponse({"error": {"code": "second_factor_required", "message": message}}, status=403)
    address = reverse(url_name)
    if request.method in {"GET", "HEAD"} and "HX-Request" not in request.headers:
        address = f"{address}?{urlencode({'next': request.get_full_path()})}"
    response = redirect(address)
    if "HX-Request" in request.headers:
        response = HttpResponse(status=204, headers={"HX-Redirect": address})
    add_never_cache_headers(response)
    return response
