"""The session of a support access: its own cookie, its own marked person, and the one place that says what it may do.

It counts in the console and for the Pemda's files, nowhere else: on all other pages tim pusat is a visitor like any.
Every request of it is written into the Pemda's trail before it is answered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.activations import manifests_on
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.errors import DomainError
from tenants.organisation.core_roles import CORE_ROLES
from tenants.organisation.models import RoleGrant
from tenants.support import entering
from tenants.support.errors import SupportNeverAllowed, SupportNotOpen, SupportReadOnly
from tenants.support.models import SupportAccess

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PLACES = ("/konsol/", "/berkas/")
ENTRY, LEAVE = "console:support-enter", "console:support-leave"
# What would outlast the access, decide about it, or carry the Pemda's data away in one piece.
NEVER = frozenset(
    {
        *("person-invite", "person-invite-again", "person-grant", "person-revoke", "person-kind", "person-close"),
        *("person-reopen", "person-reset-factor", "person-hand-over", "token-issue", "token-revoke"),
        *("people-bulk", "people-bulk-undo", "webhook-add", "webhook-edit", "webhook-rotate", "webhook-remove"),
        *("support-grant", "support-refuse", "support-revoke", "backup-export", "backup-download", "backup-settings"),
        *("backup-copy", "backup-restore"),
        *("erasure-ask", "erasure-approve", "erasure-refuse", "erasure-retry", "erasure-export"),
        *("domains", "domain-verify", "domain-primary", "domain-remove"),
        *("sign-in", "sign-in-test", "sign-in-remove", "module-take-role"),
    }
)
# Of these, looking too.
NOT_EVEN_LOOKED_AT = frozenset({"backup-download", "erasure-export"})


def cookie_name() -> str:
    """`__Host-` where the browser allows it: no other host can set it."""
    return "__Host-dukungan" if settings.ADOPSI_SCHEME == "https" else "dukungan"


def set_cookie(response: HttpResponse, token: str) -> None:
    """Open the session in this browser; it ends with the browser, or when the server no longer knows it."""
    response.set_cookie(
        cookie_name(), token, httponly=True, samesite="Lax", secure=settings.ADOPSI_SCHEME == "https", path="/"
    )


class SupportMiddleware:
    """Puts the marked person in the place of the request's user, audits the request, and refuses what is not allowed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.support_access = None  # type: ignore[attr-defined]
        response = self.get_response(request)
        if getattr(request, "support_is_over", False):
            response.delete_cookie(cookie_name(), path="/", samesite="Lax")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """The refusal's page, or None to let the request go on."""
        token = request.COOKIES.get(cookie_name(), "")
        name = request.resolver_match.view_name if request.resolver_match else ""
        is_here = request.pemda is not None and request.path_info.startswith(PLACES)
        if not token or not is_here or name == ENTRY:
            return None
        access = entering.access_of(place=request.pemda, token=token)
        if access is None:
            request.support_is_over = True  # type: ignore[attr-defined]
            return _page(request, SupportNotOpen())
        request.support_access = access  # type: ignore[attr-defined]
        request.user = _person_of(access, request.pemda.code)
        refusal = refusal_of(access, request.method or "", name)
        _note(request, access, name, refusal)
        return _page(request, refusal) if refusal else None


def refusal_of(access: SupportAccess, method: str, view_name: str) -> DomainError | None:
    """Why the access must not do this; None where it may."""
    room, _colon, page = view_name.rpartition(":")
    is_console = room == "console"
    if is_console and page in NOT_EVEN_LOOKED_AT:
        return SupportNeverAllowed()
    if method in SAFE or view_name == LEAVE:
        return None
    if not access.may_write:
        return SupportReadOnly()
    return SupportNeverAllowed() if is_console and page in NEVER else None


def _person_of(access: SupportAccess, code: str) -> Person:
    """The marked person, who sees what an IT admin and every role sees; roles of nobody are taken or stored."""
    person = entering.marked(access)
    roles = [*(role.key for role in CORE_ROLES), *(key for each in manifests_on(code) for key in each.role_keys())]
    person._role_grants_read = [RoleGrant(person=person, role=key) for key in roles]  # type: ignore[attr-defined]
    return person


def _note(request: HttpRequest, access: SupportAccess, name: str, refusal: DomainError | None) -> None:
    facts = {"access": str(access.pk), "page": name, **({"refusal": refusal.code} if refusal else {})}
    record(
        act="support.request_refused" if refusal else "support.request",
        subject="support",
        label=f"{request.method} {request.path_info}",
        actor=request.user,
        changes=facts,
    )


def _page(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    context = {"message": str(refusal.message), "status": refusal.http_status}
    response = render(request, "errors/refused.html", context, status=refusal.http_status)
    response["Cache-Control"] = "private, no-store"
    return response
