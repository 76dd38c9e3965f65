"""Backups of the Pemda: the badge with its reasons, back up now, prove, and an export to take away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.console import backups as acts
from adopsi.console.access import admin_required
from adopsi.console.forms.backups import BackupPlanForm
from catalog.sdk.tables import page_of
from provisioning.keeping import selectors
from provisioning.keeping.badges import badge_of
from provisioning.models import Backup
from tenants.errors import DomainError

PLAN_FIELDS = ("is_on", "hour", "keep_daily", "keep_weekly", "keep_monthly")


@require_safe
@admin_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """The badge, the archives and the wish."""
    return _show(request, _plan_form(request.pemda.code))


def _plan_form(code: str) -> BackupPlanForm:
    plan = selectors.plan_of(code)
    return BackupPlanForm(initial={name: getattr(plan, name) for name in PLAN_FIELDS})


def _show(request: HttpRequest, form: BackupPlanForm, status: int = 200) -> HttpResponse:
    code = request.pemda.code
    context = {
        "badge": badge_of(code),
        "page": page_of(request, selectors.backups_of(code)),
        "form": form,
        "kinds": Backup.Kind,
        "is_sandbox": request.pemda.is_sandbox,
    }
    return render(request, "console/backups.html", context, status=status)


@require_http_methods(["POST"])
@admin_required
def settings(request: HttpRequest) -> HttpResponse:
    """Change the wish."""
    form = BackupPlanForm(request.POST)
    if form.is_valid():
        try:
            acts.change_plan(pemda_code=request.pemda.code, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Jadwal cadangan disimpan."))
            return redirect("console:backups")
    return _show(request, form, status=422)


@require_POST
@admin_required
def make(request: HttpRequest) -> HttpResponse:
    """Back up now."""
    return _ask(request, Backup.Kind.MANUAL)


@require_POST
@admin_required
def export(request: HttpRequest) -> HttpResponse:
    """Make an archive to take away."""
    return _ask(request, Backup.Kind.EXPORT)


def _ask(request: HttpRequest, kind: str) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()[:300]
    try:
        run = acts.ask_for_backup(pemda_code=request.pemda.code, kind=kind, reason=reason, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("console:backups")
    return redirect("console:run", run_id=run.pk)


@require_POST
@admin_required
def test(request: HttpRequest, backup_id: UUID) -> HttpResponse:
    """Prove that the backup can be restored."""
    try:
        run = acts.ask_for_test(pemda_code=request.pemda.code, backup=_own(request, backup_id), actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("console:backups")
    return redirect("console:run", run_id=run.pk)


@require_POST
@admin_required
def download(request: HttpRequest, backup_id: UUID) -> HttpResponseBase:
    """The archive as a ZIP; by POST, after the question on the page, so that no link and no crawler starts it."""
    backup = _own(request, backup_id)
    size = selectors.plain_size(backup)
    acts.note_download(backup=backup, actor=request.user)
    response = StreamingHttpResponse(selectors.plain_blocks(backup), content_type="application/zip")
    response["Content-Length"] = str(size)
    response["Content-Disposition"] = f'attachment; filename="{selectors.file_name(backup)}"'
    response["Cache-Control"] = "private, no-store"
    # What is compressed already is not compressed again on its way.
    response["Content-Encoding"] = "identity"
    return response


def _own(request: HttpRequest, backup_id: UUID) -> Backup:
    backup = selectors.get_backup(backup_id, pemda_code=request.pemda.code)
    if backup is None:
        raise Http404(backup_id)
    return backup
