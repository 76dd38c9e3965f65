"""Who may read and change a Pemda's modules through the API; scopes are checked besides."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView


class StaffReadsAdminChanges(BasePermission):
    """Officers and IT admins read; only IT admins change."""

    message = _("Hanya Admin TI yang dapat mengubah modul, dan hanya petugas yang dapat melihatnya.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the person behind the token or the session may."""
        user = request.user
        if not user.is_authenticated or not user.is_active:
            return False
        return user.works_here if request.method in SAFE_METHODS else user.is_it_admin


class OnlyAdmins(BasePermission):
    """IT admins alone."""

    message = _("Hanya Admin TI yang dapat melihat dan mengubah webhook.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the person behind the token or the session is one."""
        user = request.user
        return bool(user.is_authenticated and user.is_active and user.is_it_admin)
