"""Going back to a backup: what would come back and what would go, beside as a copy or in place."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from adopsi.console import backups as acts
from adopsi.console.access import admin_required
from adopsi.console.forms.backups import CopyForm, RestoreForm
from adopsi.console.releases import title_of
from catalog.activations import manifests_on
from provisioning.keeping import selectors
from provisioning.keeping.pruning import MISSED_WITHIN
from provisioning.keeping.services import COPY_DAYS
from provisioning.models import Backup, Run
from provisioning.releases import CORE_SLUG
from tenants.audit.selectors import count_acts_since
from tenants.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@admin_required
def restore(request: HttpRequest, backup_id: UUID) -> HttpResponse:
    """What each way back means; on POST ask for the restore in place."""
    backup = _own(request, backup_id)
    posted = request.POST if request.method == "POST" else None
    form = RestoreForm(posted, name=request.pemda.display_name)
    asked = _ask(acts.ask_for_restore, request, backup, form)
    return asked or _page(request, backup, form, CopyForm(auto_id="id_copy_%s"))


@require_POST
@admin_required
def copy(request: HttpRequest, backup_id: UUID) -> HttpResponse:
    """Ask for the copy to look at."""
    backup = _own(request, backup_id)
    form = CopyForm(request.POST, auto_id="id_copy_%s")
    asked = _ask(acts.ask_for_copy, request, backup, form)
    return asked or _page(request, backup, RestoreForm(name=request.pemda.display_name), form)


def _ask(
    act: Callable[..., Run], request: HttpRequest, backup: Backup, form: CopyForm | RestoreForm
) -> HttpResponse | None:
    """On to the run that the act asks for; None where the form has faults or the act is refused."""
    if not form.is_valid():
        return None
    try:
        run = act(backup=backup, reason=form.cleaned_data["reason"], actor=request.user)
    except DomainError as refusal:
        form.add_error(None, str(refusal.message))
        return None
    return redirect("console:run", run_id=run.pk)


def _page(request: HttpRequest, backup: Backup, form: RestoreForm, copy_form: CopyForm) -> HttpResponse:
    context = {
        "backup": backup,
        "form": form,
        "copy_form": copy_form,
        "acts_lost": count_acts_since(backup.made_at),
        "modules": [title_of(slug) for slug in sorted(backup.releases) if slug != CORE_SLUG],
        "modules_lost": [each for each in manifests_on(request.pemda.code) if each.slug not in backup.releases],
        "copy_days": COPY_DAYS,
        "kept_days": MISSED_WITHIN.days,
    }
    status = 422 if form.errors or copy_form.errors else 200
    return render(request, "console/backup_restore.html", context, status=status)


def _own(request: HttpRequest, backup_id: UUID) -> Backup:
    backup = selectors.get_backup(backup_id, pemda_code=request.pemda.code)
    if backup is None:
        raise Http404(backup_id)
    return backup
