"""Support accesses as tim pusat sees them: the Pemda to choose from, and the one-time address to enter by."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from tenants import directory
from tenants.accounts.models import Person
from tenants.models import Pemda
from tenants.support import entering
from tenants.support.errors import SupportPlaceClosed
from tenants.support.models import SupportAccess


def choices_of_pemda() -> list[tuple[str, str]]:
    """Every Pemda that answers, by name."""
    rows = Pemda.objects.filter(state=Pemda.State.ACTIVE, sandbox_of=None).select_related("region")
    return [(row.code, f"{row.region.display_name} ({row.code})") for row in rows.order_by("region__name")]


def link_into(*, access: SupportAccess, actor: Person) -> str:
    """The address on the Pemda's own host that opens the access once, within a minute."""
    place = directory.pemda_of(access.pemda_code)
    if place is None:
        raise SupportPlaceClosed
    token = entering.make_link(access=access, place=place, actor=actor)
    path = reverse("console:support-enter", urlconf="adopsi.urls_pemda")
    return f"{place.base_url}{path}?{urlencode({'kunci': token})}"
