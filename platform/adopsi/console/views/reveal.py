"""Showing a number that screens mask: with a reason, once, written down."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from adopsi.accounts.phone import for_reading
from adopsi.console.access import admin_required
from adopsi.console.forms.reveal import RevealForm
from tenants.accounts.models import Person
from tenants.accounts.selectors import get_person
from tenants.errors import DomainError
from tenants.vault.services import reveal


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def phone(request: HttpRequest, person_id: int) -> HttpResponse:
    """The number of somebody who works here, masked; POST with a reason shows it on that one answer."""
    person = get_person(person_id)
    if person is None or not person.phone:
        raise Http404(person_id)
    form = RevealForm(request.POST or None)
    context = {"person": person, "form": form, "number": ""}
    if request.method == "POST" and form.is_valid():
        try:
            context["number"] = for_reading(_reveal(request, person, form.cleaned_data["reason"]))
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    return render(request, "console/person_reveal.html", context, status=422 if form.errors else 200)


def _reveal(request: HttpRequest, person: Person, reason: str) -> str:
    # A citizen's contact is nobody's business but theirs, not even with a reason.
    is_allowed = request.user.is_it_admin and not person.is_citizen
    return reveal(instance=person, field="phone", reason=reason, actor=request.user, is_allowed=is_allowed)
