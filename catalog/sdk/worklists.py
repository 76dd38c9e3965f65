"""Saved views of an officers' list: a bar above it, and the addresses behind the bar.

A list says what it is once (`Worklist`), puts `urls_of(QUEUE)` among its console addresses, calls `open_as_saved` at the
start of its view and gives `saved_views(request, QUEUE)` to its template, which includes `worklists/bar.html`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.sdk.people import opd_ids_of, role_required
from tenants.errors import DomainError
from tenants.organisation.models import Opd
from tenants.worklists.models import SavedView
from tenants.worklists.selectors import default_view_id, list_views
from tenants.worklists.services import delete_view, kept_query, open_with, save_view

__all__ = ["Worklist", "open_as_saved", "saved_views", "urls_of"]

# In the address: which view is open; this word for the whole list in spite of a default view.
VIEW, WHOLE = "view", "semua"
EVERYBODY = "semua"


@dataclass(frozen=True, slots=True)
class Worklist:
    """A list of officers: its key (`laksa.queue`), who has it, its filters' names, the name of its address."""

    key: str
    roles: tuple[str, ...]
    fields: tuple[str, ...]
    home: str

    def address(self, query: str = "") -> str:
        """The list's address with a query."""
        return reverse(self.home) + (f"?{query}" if query else "")

    def address_of(self, act: str) -> str:
        """The address of an act on its views: `save`, `delete` or `default`."""
        return reverse(f"{self.home.rpartition(':')[0]}:{self._name(act)}")

    def _name(self, act: str) -> str:
        return f"{self.key.rpartition('.')[2]}-view-{act}"

    def units_of(self, person: Any) -> set[int] | None:
        """The person's OPD in this list; None for the whole Pemda."""
        return opd_ids_of(person, *self.roles)


def open_as_saved(request: HttpRequest, worklist: Worklist) -> HttpResponse | None:
    """A redirect to the person's default view where they asked for nothing in particular, else None."""
    if request.GET:
        return None
    chosen = default_view_id(request.user, worklist.key)
    views = list_views(request.user, worklist.key, units=worklist.units_of(request.user))
    view = views.filter(pk=chosen).first() if chosen else None
    return redirect(worklist.address(_query_of(view))) if view else None


def _query_of(view: SavedView) -> str:
    return "&".join(filter(None, [view.query, urlencode({VIEW: view.pk})]))


def saved_views(request: HttpRequest, worklist: Worklist) -> dict[str, Any]:
    """What `worklists/bar.html` shows, as `saved`."""
    query = kept_query(request.GET.urlencode(), worklist.fields)
    units, default = worklist.units_of(request.user), default_view_id(request.user, worklist.key)
    shown = [
        {
            "view": view,
            "url": worklist.address(_query_of(view)),
            "is_open": view.query == query,
            "is_default": view.pk == default,
            "is_mine": view.owner_id == request.user.pk,
        }
        for view in list_views(request.user, worklist.key, units=units)
    ]
    return {
        "views": shown,
        "open": next((each for each in shown if each["is_open"]), None),
        "whole_url": worklist.address(urlencode({VIEW: WHOLE})),
        "is_whole": not query,
        "query": query,
        "typed": request.GET.get("nama", ""),
        "sharing": _sharing(units),
        "urls": {act: worklist.address_of(act) for act in ("save", "delete", "default")},
    }


def _sharing(units: set[int] | None) -> list[tuple[str, str]]:
    rows = Opd.objects.filter(is_active=True)
    found = [(str(opd.pk), opd.short_name) for opd in (rows if units is None else rows.filter(pk__in=units))]
    return [*([(EVERYBODY, _("Semua petugas daftar ini"))] if units is None else []), *found]


def urls_of(worklist: Worklist) -> list[URLPattern]:
    """The addresses of saving, deleting and choosing a view, guarded by the list's roles."""
    prefix = f"tampilan/{worklist.key.rpartition('.')[2]}"
    acts = {"save": ("simpan", _save), "delete": ("hapus", _delete), "default": ("awal", _default)}
    return [
        path(f"{prefix}/{word}/", _guarded(worklist, act), name=worklist._name(name))
        for name, (word, act) in acts.items()
    ]


def _guarded(worklist: Worklist, act: Any) -> Any:
    @require_POST
    @role_required(*worklist.roles)
    def view(request: HttpRequest) -> HttpResponse:
        try:
            return act(request, worklist)
        except DomainError as error:
            messages.error(request, str(error.message))
            typed = {"nama": request.POST.get("name", "")[:120], VIEW: WHOLE}
            query = kept_query(request.POST.get("query", ""), worklist.fields)
            return redirect(worklist.address("&".join(filter(None, [query, urlencode(typed)]))))

    return view


def _save(request: HttpRequest, worklist: Worklist) -> HttpResponse:
    units, share = worklist.units_of(request.user), request.POST.get("share", "")
    view = save_view(
        worklist=worklist.key,
        owner=request.user,
        name=request.POST.get("name", ""),
        query=kept_query(request.POST.get("query", ""), worklist.fields),
        units=units,
        is_shared=bool(share),
        opd_id=int(share) if share.isdigit() else None,
    )
    if request.POST.get("is_default"):
        open_with(view_id=view.pk, worklist=worklist.key, person=request.user, units=units)
    messages.success(request, _("Tampilan “%(name)s” disimpan.") % {"name": view.name})
    return redirect(worklist.address(_query_of(view)))


def _delete(request: HttpRequest, worklist: Worklist) -> HttpResponse:
    delete_view(view_id=_chosen(request) or 0, worklist=worklist.key, owner=request.user)
    messages.success(request, _("Tampilan dihapus."))
    return redirect(worklist.address(urlencode({VIEW: WHOLE})))


def _default(request: HttpRequest, worklist: Worklist) -> HttpResponse:
    units, chosen = worklist.units_of(request.user), _chosen(request)
    open_with(view_id=chosen, worklist=worklist.key, person=request.user, units=units)
    said = _("Daftar ini kini dibuka dengan tampilan itu.") if chosen else _("Daftar ini kini dibuka seluruhnya.")
    messages.success(request, said)
    views = list_views(request.user, worklist.key, units=units).filter(pk=chosen) if chosen else None
    view = views.first() if views is not None else None
    return redirect(worklist.address(_query_of(view) if view else urlencode({VIEW: WHOLE})))


def _chosen(request: HttpRequest) -> int | None:
    text = request.POST.get("view", "")
    return int(text) if text.isdigit() else None
