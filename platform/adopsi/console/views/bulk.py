"""Acts on many rows: a page that says what will happen to how many, the act, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from adopsi.console import bulk
from adopsi.console.access import admin_required
from adopsi.console.forms.people import RoleForm
from tenants.errors import DomainError


@dataclass(frozen=True, slots=True)
class Act:
    """An act on many: its words, and whether the page warns."""

    label: Any
    effect: Any
    is_grave: bool = False


PEOPLE_ACTS = {
    "close": Act(
        gettext_lazy("Tutup akun"),
        gettext_lazy(
            "Mereka langsung keluar dari semua perangkat dan tidak dapat masuk lagi. Token API mereka dicabut untuk"
            " seterusnya; riwayat dan peran tetap tercatat."
        ),
        is_grave=True,
    ),
    "reopen": Act(
        gettext_lazy("Buka kembali akun"),
        gettext_lazy("Mereka dapat masuk lagi dengan kata sandi dan peran yang sama."),
    ),
    "grant": Act(
        gettext_lazy("Beri peran"), gettext_lazy("Menu dan pekerjaan dari peran itu langsung terbuka bagi mereka.")
    ),
}
UNIT_ACTS = {
    "close-opd": Act(
        gettext_lazy("Tutup OPD"),
        gettext_lazy("OPD yang ditutup tidak dapat dipilih lagi; riwayatnya tetap tercatat."),
        is_grave=True,
    ),
    "reopen-opd": Act(gettext_lazy("Buka kembali OPD"), gettext_lazy("OPD dapat dipilih lagi di semua formulir.")),
}


def choices_of(acts: dict[str, Act]) -> list[tuple[str, str]]:
    """For the list's choice of acts."""
    return [(name, str(act.label)) for name, act in acts.items()]


@require_POST
@admin_required
def people(request: HttpRequest) -> HttpResponse:
    """First what will happen; with `yakin`, the act."""
    return _step(request, bulk.PEOPLE, PEOPLE_ACTS, bulk.chosen_people, "console:people")


@require_POST
@admin_required
def units(request: HttpRequest) -> HttpResponse:
    """The same for OPD."""
    return _step(request, bulk.UNITS, UNIT_ACTS, bulk.chosen_units, "console:opd")


def _step(
    request: HttpRequest, kind: str, acts: dict[str, Act], choose: Callable[[Any], list[Any]], back: str
) -> HttpResponse:
    name = request.POST.get("tindakan", "")
    try:
        rows = choose(request.POST.getlist("pilih"))
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect(back)
    if name not in acts:
        messages.error(request, _("Pilih dulu tindakannya."))
        return redirect(back)
    form = RoleForm(request.pemda.code, request.POST if "yakin" in request.POST else None) if name == "grant" else None
    if "yakin" in request.POST and (form is None or form.is_valid()):
        outcome = _do(request, name, rows, form)
        _tell(request, outcome)
        if outcome.done:
            bulk.remember(request.session, kind=kind, act=name, outcome=outcome)
        return redirect(back)
    context = {"act": acts[name], "name": name, "rows": rows, "form": form, "back": back, "most": bulk.UNDO_WITHIN}
    status = 422 if form is not None and form.errors else 200
    return render(request, "console/bulk.html", context, status=status)


def _do(request: HttpRequest, name: str, rows: list[Any], form: RoleForm | None) -> bulk.Outcome:
    actor = request.user
    if form is not None:
        return bulk.grant_many(people=rows, **form.cleaned_data, actor=actor)
    if name in PEOPLE_ACTS:
        act = bulk.close_people if name == "close" else bulk.reopen_people
        return act(people=rows, actor=actor)
    return (bulk.close_units if name == "close-opd" else bulk.reopen_units)(units=rows, actor=actor)


def _tell(request: HttpRequest, outcome: bulk.Outcome) -> None:
    if outcome.done:
        count = len(outcome.done)
        text = ngettext("%(count)s baris diubah.", "%(count)s baris diubah.", count)
        messages.success(request, text % {"count": count})
    for name, reason in outcome.refused[:10]:
        messages.warning(request, f"{name}: {reason}")
    if len(outcome.refused) > 10:
        more = len(outcome.refused) - 10
        text = ngettext(
            "%(count)s lainnya juga tetap seperti semula.", "%(count)s lainnya juga tetap seperti semula.", more
        )
        messages.warning(request, text % {"count": more})


@require_POST
@admin_required
def undo_people(request: HttpRequest) -> HttpResponse:
    """Take the last act on people back."""
    return _undo(request, bulk.PEOPLE, "console:people")


@require_POST
@admin_required
def undo_units(request: HttpRequest) -> HttpResponse:
    """Take the last act on OPD back."""
    return _undo(request, bulk.UNITS, "console:opd")


def _undo(request: HttpRequest, kind: str, back: str) -> HttpResponse:
    try:
        outcome = bulk.take_back(request.session, kind=kind, token=request.POST.get("kunci", ""), actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect(back)
    count = len(outcome.done)
    text = ngettext("%(count)s baris kembali seperti semula.", "%(count)s baris kembali seperti semula.", count)
    messages.success(request, text % {"count": count})
    for name, reason in outcome.refused[:10]:
        messages.warning(request, f"{name}: {reason}")
    return redirect(back)
