"""The dashboard: what waits, what happened, what a new Pemda still has to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adopsi.console.access import staff_required
from adopsi.console.checklist import checklist_of
from adopsi.console.figures import figures_for
from adopsi.console.roles import describe_grants
from provisioning.selectors import list_runs
from tenants.notifications.selectors import inbox_of
from tenants.organisation.selectors import grants_of


@require_safe
@staff_required
def home(request: HttpRequest) -> HttpResponse:
    """What this person should look at first."""
    person, code = request.user, request.pemda.code
    steps = checklist_of(request.pemda) if person.is_it_admin else []
    context = {
        "figures": figures_for(person, code),
        "grants": describe_grants(grants_of(person), code),
        "unread": inbox_of(person).filter(read_at=None)[:5],
        "steps": steps,
        "steps_done": sum(step.is_done for step in steps),
        "runs": list_runs(pemda_code=code)[:5] if person.is_it_admin else [],
    }
    return render(request, "console/home.html", context)
