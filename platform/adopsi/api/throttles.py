"""How often one token, person or address may call."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from tenants.accounts.models import ApiToken

if TYPE_CHECKING:
    # rest_framework.views imports this file by its settings.
    from rest_framework.views import APIView

log = logging.getLogger("adopsi.api")


class CallerThrottle(SimpleRateThrottle):
    """A rate per token; per person in the browser; per address for visitors. Counts are kept per Pemda."""

    scope = "caller"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """Who is counted."""
        if isinstance(request.auth, ApiToken):
            return f"api:token:{request.auth.pk}"
        if request.user and request.user.is_authenticated:
            return f"api:person:{request.user.pk}"
        return f"api:address:{self.get_ident(request)}"

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether the call is within the rate; without a cache nobody is held back."""
        try:
            return super().allow_request(request, view)
        except RedisError:
            log.warning("cache unreachable; calls are not counted")
            return True
