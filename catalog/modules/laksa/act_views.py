"""An officer's acts on one report: forms that keep what was typed when somebody else was faster."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from catalog.modules.laksa.act_forms import (
    ActForm,
    AnswerForm,
    AssignForm,
    MessageForm,
    ReasonForm,
    TakeUpForm,
    VerifyForm,
)
from catalog.modules.laksa.console_views import report_context, report_or_404
from catalog.modules.laksa.errors import UploadInterrupted
from catalog.modules.laksa.models import Report
from catalog.modules.laksa.roles import ALL, HANDLER, VERIFIER
from catalog.modules.laksa.selectors import get_report_for_officer
from catalog.modules.laksa.services import conversation, handling, verification
from catalog.modules.laksa.states import FINISHED, MOVES, State
from catalog.modules.laksa.uploads import Shelf, collect_photos, refuse_interrupted
from catalog.sdk.errors import DomainError
from catalog.sdk.people import Person, has_role, role_required

log = logging.getLogger("adopsi.laksa")

FORMS: dict[str, type[ActForm]] = {
    "verifikasi": VerifyForm,
    "tolak": ReasonForm,
    "arsipkan": ReasonForm,
    "disposisi": AssignForm,
    "kerjakan": TakeUpForm,
    "tanggapi": AnswerForm,
    "kembalikan": ReasonForm,
    "selesai": ActForm,
    "pesan": MessageForm,
}
LEADS_TO: dict[str, State] = {
    "verifikasi": State.VERIFIED,
    "tolak": State.REJECTED,
    "arsipkan": State.ARCHIVED,
    "disposisi": State.ASSIGNED,
    "kerjakan": State.IN_PROGRESS,
    "tanggapi": State.ANSWERED,
    "kembalikan": State.VERIFIED,
    "selesai": State.CLOSED,
}
DONE = {
    "verifikasi": gettext_lazy("Laporan diverifikasi."),
    "tolak": gettext_lazy("Laporan ditolak. Pelapor diberi tahu."),
    "arsipkan": gettext_lazy("Laporan diarsipkan. Pelapor diberi tahu."),
    "disposisi": gettext_lazy("Laporan didisposisikan."),
    "kerjakan": gettext_lazy("Laporan mulai dikerjakan."),
    "tanggapi": gettext_lazy("Tanggapan terkirim."),
    "kembalikan": gettext_lazy("Laporan dikembalikan kepada Admin Koordinator."),
    "selesai": gettext_lazy("Laporan selesai. Pelapor dapat memberi nilai."),
    "pesan": gettext_lazy("Pesan terkirim."),
}
# Button, what it means, confirmation of the acts that need a reason.
LABELS = {
    "kembalikan": (
        gettext_lazy("Kembalikan"),
        gettext_lazy("Bukan kewenangan OPD Anda? Admin Koordinator akan mendisposisikannya ke OPD lain."),
        gettext_lazy("Ya, kembalikan"),
    ),
    "tolak": (
        gettext_lazy("Tolak"),
        gettext_lazy("Untuk laporan yang tidak benar atau tidak lengkap. Alasannya dibaca pelapor."),
        gettext_lazy("Ya, tolak laporan"),
    ),
    "arsipkan": (
        gettext_lazy("Arsipkan"),
        gettext_lazy("Untuk laporan ganda atau di luar kewenangan Pemda. Alasannya dibaca pelapor."),
        gettext_lazy("Ya, arsipkan laporan"),
    ),
}
VERIFIER_ACTS = ("verifikasi", "tolak", "arsipkan", "disposisi", "selesai", "pesan")
HANDLER_ACTS = ("kerjakan", "tanggapi", "kembalikan", "selesai", "pesan")


def acts_open_to(person: Person, report: Report) -> list[str]:
    """The acts that the person may do on the report as it stands."""
    held = set(VERIFIER_ACTS) if has_role(person, VERIFIER) else set()
    if handling.may_handle(person=person, report=report):
        held |= set(HANDLER_ACTS)
    return [act for act in FORMS if act in held and _fits(act, report)]


def _fits(act: str, report: Report) -> bool:
    if act == "pesan":
        return report.state not in FINISHED
    if act == "verifikasi":
        return report.state in (State.SUBMITTED, State.REOPENED)
    if act == "kembalikan":
        return report.state in (State.ASSIGNED, State.IN_PROGRESS, State.REOPENED) and report.opd_id is not None
    return report.state in MOVES[LEADS_TO[act]]


@require_GET
@role_required(*ALL)
def report_page(request: HttpRequest, number: str) -> HttpResponse:
    """One report with all that its officer may do."""
    return _page(request, report_or_404(request, number))


def _page(
    request: HttpRequest, found: Report, *, failed: str = "", form: forms.Form | None = None, shelf: Shelf | None = None
) -> HttpResponse:
    acts = acts_open_to(request.user, found)
    # After a clash the typed text must stay on the page even if the act is no longer open.
    names = [*acts, *([failed] if failed and failed not in acts else [])]
    shown = {name: form if name == failed and form is not None else _fresh(name, found) for name in names}
    context = {**report_context(request, found), "forms": shown, "labels": LABELS, "shelf": shelf or Shelf()}
    return render(request, "laksa/console/report.html", context, status=422 if failed else 200)


def _fresh(act: str, found: Report) -> ActForm:
    initial: dict[str, Any] = {"version": found.version}
    if act in ("verifikasi", "disposisi"):
        usual = found.opd_id or found.category.opd_id
        initial |= {"category": found.category.code, "opd": usual}
    return FORMS[act](initial=initial, prefix=act)


@require_POST
@role_required(VERIFIER, HANDLER)
def act_on_report(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Carry out one act; a refusal comes back on the report's page with everything typed still there."""
    report_or_404(request, number)
    if act not in FORMS:
        raise Http404
    try:
        refuse_interrupted(request)
    except UploadInterrupted as error:
        log.info("refused code=%s form=%s report=%s", error.code, act, number)
        messages.error(request, str(error.message))
        return redirect("laksa-console:report", number)
    shelf = collect_photos(request, prefix=f"{act}-") if act == "tanggapi" else Shelf()
    form = _typed(request, act, shelf)
    if form.is_valid():
        try:
            _carry_out(act, request.user, number, form.cleaned_data, shelf)
        except DomainError as error:
            log.info("refused code=%s form=%s report=%s", error.code, act, number)
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            messages.success(request, str(DONE[act]))
            # A liaison who gave the report back no longer sees it.
            if get_report_for_officer(request.user, number) is None:
                return redirect("laksa-console:queue")
            return redirect("laksa-console:report", number)
    else:
        log.info("refused code=invalid form=%s report=%s fields=%s", act, number, ",".join(form.errors))
    return _again(request, number, act, form, shelf)


def _typed(request: HttpRequest, act: str, shelf: Shelf) -> ActForm:
    typed = request.POST.copy()
    if act == "tanggapi":
        typed[f"{act}-kept"] = shelf.token
    form = FORMS[act](typed, prefix=act)
    for problem in shelf.problems:
        form.add_error("photos", str(problem.message))
    return form


def _again(request: HttpRequest, number: str, act: str, form: ActForm, shelf: Shelf) -> HttpResponse:
    found = report_or_404(request, number)
    # The officer now reads the report as it stands: sending again answers to this version.
    form.data[form.add_prefix("version")] = str(found.version)
    return _page(request, found, failed=act, form=form, shelf=shelf)


def _carry_out(act: str, actor: Person, number: str, data: dict[str, Any], shelf: Shelf) -> None:
    order = {"number": number, "actor": actor, "version": data["version"], "once": data["once"]}
    if act == "verifikasi" and data["opd"]:
        verification.verify_and_assign(**order, category=data["category"], opd=data["opd"], note=data["note"])
    elif act == "pesan":
        conversation.reply_to_report(number=number, author=actor, text=data["text"], once=data["once"])
    else:
        ACTS[act](order, data, shelf)


ACTS: dict[str, Callable[[dict[str, Any], dict[str, Any], Shelf], Any]] = {
    "verifikasi": lambda order, data, _: verification.verify_report(**order, category=data["category"]),
    "tolak": lambda order, data, _: verification.reject_report(**order, reason=data["reason"]),
    "arsipkan": lambda order, data, _: verification.archive_report(**order, reason=data["reason"]),
    "disposisi": lambda order, data, _: verification.assign_to_opd(**order, opd=data["opd"], note=data["note"]),
    "kerjakan": lambda order, data, _: handling.take_up_report(**order, plan=data["plan"]),
    "tanggapi": lambda order, data, shelf: handling.answer_report(**order, text=data["text"], photos=shelf.drafts),
    "kembalikan": lambda order, data, _: handling.return_for_disposition(**order, reason=data["reason"]),
    "selesai": lambda order, data, _: handling.close_report(**order),
}
