"""The dashboard: what waits and is late, what changed, what is used, what a new Pemda still has to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adopsi.console.access import staff_required
from adopsi.console.checklist import checklist_of
from adopsi.console.dashboard import health_of, last_visit, usage_of, waiting_for
from adopsi.console.figures import figures_for
from adopsi.console.roles import describe_grants
from provisioning.selectors import list_runs
from tenants.announcements.selectors import received_by
from tenants.notifications.selectors import inbox_of
from tenants.organisation.selectors import grants_of


@require_safe
@staff_required
def home(request: HttpRequest) -> HttpResponse:
    """What this person should look at first."""
    person, code = request.user, request.pemda.code
    since = last_visit(request.session, person)
    unread = inbox_of(person).filter(read_at=None)
    context = {
        "waiting": waiting_for(person, code, since),
        "since": since,
        "figures": figures_for(person, code),
        "grants": describe_grants(grants_of(person), code),
        "unread": unread[:5],
        "news": received_by(code)[:3],
        **(_of_admin(request) if person.is_it_admin else {}),
    }
    return render(request, "console/home.html", context)


def _of_admin(request: HttpRequest) -> dict[str, Any]:
    code, steps = request.pemda.code, checklist_of(request.pemda)
    return {
        "steps": steps,
        "steps_done": sum(step.is_done for step in steps),
        "runs": list_runs(pemda_code=code)[:5],
        "usage": usage_of(code),
        "health": health_of(code),
    }
