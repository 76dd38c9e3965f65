"""What saved views tell of the officers who made them (UU 27/2022)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from tenants.accounts.models import Person
from tenants.privacy.sources import Processing, Source
from tenants.worklists.models import SavedView


def export(person: Person) -> dict[str, Any]:
    """The person's views."""
    views = SavedView.objects.filter(owner=person)
    return {"saved_views": [{"list": view.worklist, "name": view.name, "filters": view.query} for view in views]}


def erase(person: Person) -> dict[str, Any]:
    """Delete the person's views, shared ones too."""
    count, _each = SavedView.objects.filter(owner=person).delete()
    return {"saved_views_erased": count}


SOURCE = Source(
    slug="worklists",
    title=gettext_lazy("Tampilan tersimpan"),
    processing=(
        Processing(
            "worklists.SavedView",
            ("owner", "name", "query"),
            gettext_lazy("Saringan daftar kerja yang disimpan petugas."),
            gettext_lazy("Pelaksanaan tugas pelayanan publik (UU 25/2009; UU 27/2022 pasal 20 ayat 2 huruf e)"),
            gettext_lazy("Petugas OPD yang sama, bila dibagikan"),
            0,
        ),
    ),
    export=export,
    erase=erase,
)
