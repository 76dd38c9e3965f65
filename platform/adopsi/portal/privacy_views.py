"""“Data saya”: a citizen's consents, what they ask about their data, and the archive that they alone download."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.portal.privacy_files import open_request_file
from adopsi.portal.privacy_words import clock_in_words, own_steps_of
from catalog.privacy import correcting, purposes
from catalog.privacy.sources import sources_here
from catalog.sdk.tables import page_of
from catalog.tasks import build_person_archive
from tenants.audit.services import record
from tenants.errors import DomainError
from tenants.privacy.clock import clock_of
from tenants.privacy.models import Consent, DataRequest
from tenants.privacy.selectors import consents_of, find_own_request, requests_of
from tenants.privacy.services import requests

PER_PAGE = 10
LONG = 120


class DetailsForm(forms.Form):
    """Why or what, in the citizen's words."""

    details = forms.CharField(
        label=gettext_lazy("Keterangan"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ObjectionForm(forms.Form):
    """What the citizen objects to."""

    details = forms.CharField(
        label=gettext_lazy("Pemrosesan apa yang Anda tolak, dan mengapa"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ErasureForm(DetailsForm):
    """Everything with the account, or one service."""

    scope = forms.ChoiceField(label=gettext_lazy("Yang dihapus"), widget=forms.RadioSelect, required=False)
    is_understood = forms.BooleanField(
        label=gettext_lazy("Saya mengerti bahwa penghapusan tidak dapat dibatalkan setelah dikerjakan."),
        error_messages={"required": gettext_lazy("Centang dahulu bahwa Anda mengerti.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        services = [(each.slug, str(each.title)) for each in sources_here() if each.slug != "inti"]
        everything = ("", _("Semua data saya, dan akun saya ditutup"))
        self.fields["scope"].choices = [everything, *services]
        self.order_fields(["scope", "details", "is_understood"])


class CorrectionForm(forms.Form):
    """Every field that may be put right, filled with what stands there now."""

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.names: dict[str, tuple[str, str]] = {}
        for number, (source, title, key, label, value) in enumerate(correcting.correctable_of(person)):
            name = f"isian-{number}"
            self.names[name] = (source, key)
            widget = forms.Textarea(attrs={"rows": 3}) if len(value) > LONG else forms.TextInput()
            self.fields[name] = forms.CharField(
                label=label, help_text=title, initial=value, required=False, max_length=4000, widget=widget
            )
        self.fields["details"] = DetailsForm.base_fields["details"]

    def wishes(self) -> dict[tuple[str, str], str]:
        """What should read otherwise, by source and key."""
        return {self.names[name]: self.cleaned_data[name] for name in self.names if name in self.changed_data}


@require_safe
@never_cache
@login_required
def own_data(request: HttpRequest) -> HttpResponse:
    """Consents, requests and downloads on one page."""
    page = page_of(request, requests_of(request.user), size=PER_PAGE)
    for row in page:
        _with_clock(row)
    now = timezone.now()
    files = [row for row in requests_of(request.user).exclude(file_path="") if row.has_file(now)]
    context = {
        "active_nav": "account",
        "page": page,
        "files": files,
        "consents": _consent_rows(request),
        "history": consents_of(request.user).exclude(withdrawn_at=None)[:PER_PAGE],
    }
    return render(request, "portal/own_data.html", context)


def _with_clock(row: DataRequest) -> DataRequest:
    row.clock = clock_of(due_at=row.due_at, stopped_at=row.closed_at)
    row.clock_words = clock_in_words(row.clock)
    return row


def _consent_rows(request: HttpRequest) -> list[dict[str, Any]]:
    held = {each.purpose: each for each in consents_of(request.user).filter(withdrawn_at=None)}
    rows = []
    for purpose in purposes.purposes_here():
        consent = held.pop(purpose.key, None)
        is_old = consent is not None and consent.version != purpose.version
        rows.append({"purpose": purpose, "consent": consent, "is_old": is_old})
    return rows


@require_POST
@login_required
def give_consent(request: HttpRequest, key: str) -> HttpResponse:
    """Say yes to a purpose."""
    purposes.give(person=request.user, key=key, origin=Consent.Origin.PROFILE)
    messages.success(request, _("Persetujuan Anda dicatat. Anda dapat menariknya kapan saja."))
    return redirect("own-data")


@require_POST
@login_required
def withdraw_consent(request: HttpRequest, key: str) -> HttpResponse:
    """Take it back; it ends at once."""
    try:
        purposes.withdraw(person=request.user, key=key, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Persetujuan ditarik dan pemrosesannya berhenti sekarang."))
    return redirect("own-data")


@require_POST
@login_required
def ask_copy(request: HttpRequest) -> HttpResponse:
    """Ask for the archive; it is built at once, without an officer."""
    code = request.pemda.code

    def act() -> DataRequest:
        with transaction.atomic():
            row = requests.ask(person=request.user, kind=DataRequest.Kind.ACCESS)
            key = str(row.pk)
            transaction.on_commit(lambda: build_person_archive.delay(pemda=code, request_id=key), robust=True)
        return row

    return _asked(request, act, _("Arsip data Anda sedang disusun. Kami memberi tahu bila siap diunduh."))


def _asked(request: HttpRequest, act: Callable[[], DataRequest], done: str) -> HttpResponse:
    try:
        row = act()
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("own-data")
    messages.success(request, done)
    return redirect("own-request", request_id=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def ask_correction(request: HttpRequest) -> HttpResponse:
    """Propose what should read otherwise."""
    form = CorrectionForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            row = correcting.propose(person=request.user, wishes=form.wishes(), details=form.cleaned_data["details"])
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Usulan pembetulan dikirim. Jawaban paling lambat 3x24 jam."))
            return redirect("own-request", request_id=row.pk)
    return _form_page(request, "portal/ask_correction.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask_objection(request: HttpRequest) -> HttpResponse:
    """Object to a processing."""
    return _simple(request, ObjectionForm, DataRequest.Kind.OBJECTION, "portal/ask_objection.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask_erasure(request: HttpRequest) -> HttpResponse:
    """Ask for erasure; an officer carries it out and a receipt comes by mail."""
    return _simple(request, ErasureForm, DataRequest.Kind.ERASURE, "portal/ask_erasure.html")


def _simple(request: HttpRequest, form_class: type[forms.Form], kind: str, template: str) -> HttpResponse:
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            row = requests.ask(person=request.user, kind=kind, details=values["details"], scope=values.get("scope", ""))
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Permintaan diterima. Jawaban paling lambat 3x24 jam."))
            return redirect("own-request", request_id=row.pk)
    return _form_page(request, template, form)


def _form_page(request: HttpRequest, template: str, form: forms.Form) -> HttpResponse:
    context = {"form": form, "active_nav": "account"}
    return render(request, template, context, status=422 if form.errors else 200)


@require_safe
@never_cache
@login_required
def own_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One of the citizen's requests; another person's does not exist for them."""
    row = _own(request, request_id)
    context = {
        "active_nav": "account",
        "row": _with_clock(row),
        "events": own_steps_of(row),
        "has_file": row.has_file(timezone.now()),
    }
    return render(request, "portal/own_request.html", context)


def _own(request: HttpRequest, request_id: UUID) -> DataRequest:
    row = find_own_request(person=request.user, request_id=request_id)
    if row is None:
        raise Http404(str(request_id))
    return row


@require_safe
@never_cache
@login_required
def download(request: HttpRequest, request_id: UUID) -> FileResponse:
    """The archive or receipt, for its person alone; every download leaves a line in the trail."""
    row = _own(request, request_id)
    response = open_request_file(row)
    with transaction.atomic():
        requests.note_step(request=row, act="downloaded", actor=request.user)
        record(act="privacy.archive_downloaded", subject=row, actor=request.user, label=row.number)
    return response
