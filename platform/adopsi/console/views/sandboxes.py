"""Sandboxes of the Pemda: copies with invented people, for trying things out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from adopsi.console import services
from adopsi.console.access import admin_required
from adopsi.console.forms.releases import SandboxForm
from provisioning.models import Run
from provisioning.sandboxes.errors import SandboxOfSandbox
from provisioning.sandboxes.selectors import sandboxes_of
from provisioning.sandboxes.services import COPYING, DROP, MOST_PER_PEMDA
from provisioning.selectors import list_runs
from tenants.directory import facts_of
from tenants.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def index(request: HttpRequest) -> HttpResponse:
    """The Pemda's sandboxes with address and last day; POST asks for one."""
    form = SandboxForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = services.ask_for_sandbox(
                pemda_code=request.pemda.code,
                days=form.cleaned_data["days"],
                reason=form.cleaned_data["reason"],
                actor=request.user,
            )
            return redirect("console:run", run_id=run.pk)
        except DomainError as refusal:
            form.add_error("days" if refusal.field == "days" else None, str(refusal.message))
    rows = _rows(request.pemda.code)
    context = {
        "form": form,
        "rows": rows,
        "runs": _runs(request.pemda.code),
        "most": MOST_PER_PEMDA,
        "is_full": len(rows) >= MOST_PER_PEMDA,
        "refusal": SandboxOfSandbox() if request.pemda.is_sandbox else None,
    }
    return render(request, "console/sandboxes.html", context, status=422 if form.errors else 200)


def _rows(code: str) -> list[dict[str, Any]]:
    dropping = {run.pemda_code for run in _runs(code) if run.operation == DROP and not run.is_finished}
    return [
        {"sandbox": each, "facts": facts_of(each), "is_going": each.code in dropping} for each in sandboxes_of(code)
    ]


def _runs(code: str) -> list[Run]:
    return list(list_runs().filter(operation__in=[*COPYING, DROP], arguments__source=code)[:5])


@require_POST
@admin_required
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Ask to drop one of the Pemda's own sandboxes."""
    if not sandboxes_of(request.pemda.code).filter(pk=code).exists():
        raise Http404(code)
    try:
        run = services.ask_to_drop_sandbox(code=code, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("console:sandboxes")
    messages.success(request, _("Uji coba sedang dihapus."))
    return redirect("console:run", run_id=run.pk)
