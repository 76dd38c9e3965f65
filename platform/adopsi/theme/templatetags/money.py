"""Amounts on screen."""

from __future__ import annotations

from django import template

from tenants.places.clock import format_rupiah

register = template.Library()


@register.filter
def rupiah(amount: int | None) -> str:
    """`Rp1.500.000` of whole rupiah; a dash where there is none."""
    return "–" if amount is None else format_rupiah(amount)
