"""Refusals about places."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class UnknownRegion(DomainError):
    """No province, regency, city, district or village has this Kemendagri code."""

    code: ClassVar[str] = "unknown_region"
    message: str | Promise = _("Kode wilayah tidak dikenal.")
    http_status: ClassVar[int] = 404
