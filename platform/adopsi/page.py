"""What every page's template knows: the Pemda, its brand, the visitor's menu and counts."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from catalog.activations import active_manifests
from tenants.directory import PemdaFacts
from tenants.notifications.selectors import count_unread


def brand_version(pemda: PemdaFacts | None) -> str:
    """Changes when the Pemda's colours or logo do; stands in the address of its stylesheet."""
    if pemda is None:
        return "0"
    marks = f"{pemda.brand_primary}{pemda.brand_secondary}{pemda.brand_logo}"
    return hashlib.sha256(marks.encode()).hexdigest()[:10]


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Django's context processor of the house; nothing here queries until a template shows it."""
    pemda: PemdaFacts | None = getattr(request, "pemda", None)
    user: Any = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "pemda": pemda,
        "brand_version": brand_version(pemda),
        "brand_logo_url": pemda.brand_logo if pemda else "",
        "colour_scheme": getattr(request, "colour_scheme", ""),
        "reading": getattr(request, "reading", None),
        "unread_count": SimpleLazyObject(lambda: count_unread(user) if signed_in and pemda else 0),
        "public_links": SimpleLazyObject(lambda: _public_links(pemda)),
        "is_staff_member": signed_in and pemda is not None and user.works_here,
        "quick_action": SimpleLazyObject(lambda: _quick_action(pemda)),
        "demo": settings.ADOPSI_DEMO,
    }


def _public_links(pemda: PemdaFacts | None) -> list[dict[str, str]]:
    return [
        {"url": reverse(f"{manifest.slug}:{link.url_name}"), "label": str(link.label)}
        for manifest in (active_manifests(pemda.code) if pemda else [])
        for link in manifest.public_links
    ]


def _quick_action(pemda: PemdaFacts | None) -> dict[str, str]:
    for manifest in active_manifests(pemda.code) if pemda else []:
        if action := manifest.quick_action:
            url = reverse(f"{manifest.slug}:{action.url_name}")
            return {"url": url, "label": str(action.label), "icon": action.icon}
    return {}
