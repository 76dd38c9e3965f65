"""A citizen's page about who saw and who changed their data."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from adopsi.console.tables_in_words import OPERATIONS, columns_in_words, table_in_words
from adopsi.console.wording import act_in_words, changes_in_words, program_in_words
from catalog.sdk.tables import page_of
from tenants.accounts.models import Person
from tenants.audit.acting import SYSTEM, VISITOR
from tenants.audit.models import RowChange
from tenants.audit.selectors import changes_about, looks_at

PAGE_SIZE = 25


@never_cache
@login_required
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Who saw and who changed what the active Pemda keeps about the person; `?bagian=diubah` for changes."""
    is_about_changes = request.GET.get("bagian") == "diubah"
    rows = changes_about(request.user.pk) if is_about_changes else looks_at(request.user.pk)
    page = page_of(request, rows, size=PAGE_SIZE)
    for row in page:
        row.who = _who(row, request.user)
        if is_about_changes:
            row.words, row.fields = table_in_words(row.table_name), columns_in_words(row)
            row.operation_words = OPERATIONS[RowChange.Operation(row.operation)]
        else:
            row.words, row.fields = act_in_words(row.act), changes_in_words(row.changes)
    return render(request, "portal/trail.html", {"page": page, "is_about_changes": is_about_changes})


def _who(row: object, person: Person) -> str:
    """Oneself, an officer by name, another citizen without; what no person did, by the name of what did it."""
    actor_id, kind = getattr(row, "actor_id", None), getattr(row, "actor_kind", "")
    if actor_id == person.pk:
        return _("Anda sendiri")
    if kind == Person.Kind.CITIZEN:
        return _("Warga lain")
    if kind == VISITOR:
        return _("Pengunjung tanpa akun")
    name = str(getattr(row, "actor_name", "")) or _("Sistem")
    is_program = kind == SYSTEM.kind or (not kind and actor_id is None)
    return program_in_words(name) if is_program else name
