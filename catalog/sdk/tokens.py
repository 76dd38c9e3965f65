"""Who calls the API: the person of a bearer token of the active Pemda.

Apart from `catalog.sdk.api`, because `rest_framework.views` reads this setting while it is being imported.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from tenants.accounts.models import ApiToken, Person
from tenants.accounts.tokens import find_token


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <token>`; a token of another Pemda is unknown here, for it lies in another schema."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        """The token's person and the token; None where no token was sent."""
        key = self.key_in(request)
        if key is None:
            return None
        token = find_token(key)
        if token is None or not token.person.is_active:
            raise exceptions.AuthenticationFailed(_("Token tidak dikenal, dicabut, atau kedaluwarsa."))
        if token.last_used_at is None or timezone.now() - token.last_used_at > timedelta(minutes=5):
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=timezone.now())
        return token.person, token

    def key_in(self, request: Request) -> str | None:
        """The key that was sent, or None."""
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        return key.strip() if scheme.lower() == "bearer" else None

    def authenticate_header(self, request: Request) -> str:
        """The challenge of a 401."""
        return "Bearer"
