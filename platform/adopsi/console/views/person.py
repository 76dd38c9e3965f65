"""One person: name and contact, kind of account, roles, closing and opening again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from adopsi.console.access import admin_required
from adopsi.console.forms.people import KindForm, PersonForm, RoleForm
from adopsi.console.forms.sign_in import HandOverForm, ResetForm
from adopsi.console.handing_over import hand_over_duties
from adopsi.console.roles import describe_grants
from tenants.accounts.models import Person
from tenants.accounts.selectors import get_person
from tenants.accounts.services import change_kind, change_person, invite_again
from tenants.errors import DomainError
from tenants.identity.resets import reset_second_factor
from tenants.identity.selectors import has_factor
from tenants.organisation.selectors import grants_of
from tenants.organisation.services import grant_role, revoke_role, set_active
from tenants.privacy.selectors import open_requests_of


def _person(person_id: int) -> Person:
    person = get_person(person_id)
    if person is None:
        raise Http404(person_id)
    return person


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """The person's page; POST changes name and contact."""
    person = _person(person_id)
    form = _person_form(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change_person(person=person, **_wanted(person, form.cleaned_data), actor=request.user)
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal.message))
        else:
            messages.success(request, _("Data %(name)s tersimpan.") % {"name": form.cleaned_data["name"]})
            return redirect("console:person", person_id=person_id)
    return _page(request, person, form=form)


def _person_form(person: Person, data: Any = None) -> PersonForm:
    # The number is shown masked beside its field, which stays empty: what is not typed does not change.
    return PersonForm(data, initial={"name": person.name, "email": person.email})


def _wanted(person: Person, cleaned: dict[str, Any]) -> dict[str, Any]:
    wanted = dict(cleaned)
    keeps = not wanted.pop("without_phone") and not wanted["phone"]
    return {**wanted, "phone": person.phone or ""} if keeps else wanted


def _page(request: HttpRequest, person: Person, **forms_with_errors: forms.Form) -> HttpResponse:
    context = {
        "person": person,
        "is_me": person.pk == request.user.pk,
        "is_invited": not person.has_usable_password() and not person.is_citizen,
        "open_requests": list(open_requests_of(person)),
        "grants": describe_grants(grants_of(person), request.pemda.code),
        "form": _person_form(person),
        "role_form": RoleForm(request.pemda.code, auto_id="id_role_%s"),
        "kind_form": KindForm(initial={"kind": person.kind}, auto_id="id_kind_%s"),
        "has_factor": has_factor(person),
        "reset_form": ResetForm(auto_id="id_reset_%s"),
        "hand_over_form": HandOverForm(person, auto_id="id_hand_over_%s"),
        **forms_with_errors,
    }
    has_errors = any(form.errors for form in forms_with_errors.values())
    return render(request, "console/person.html", context, status=422 if has_errors else 200)


def _done(request: HttpRequest, person_id: int, act: Any, message: str, **arguments: Any) -> HttpResponse:
    """Act, say how it went, and go back to the person."""
    try:
        act(**arguments, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, message)
    return redirect("console:person", person_id=person_id)


@require_POST
@admin_required
def grant(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a role."""
    person = _person(person_id)
    form = RoleForm(request.pemda.code, request.POST, auto_id="id_role_%s")
    if person.is_citizen or not form.is_valid():
        return _page(request, person, role_form=form)
    grant_role(person=person, **form.cleaned_data, actor=request.user)
    messages.success(request, _("Peran diberikan kepada %(name)s.") % {"name": person.name})
    return redirect("console:person", person_id=person_id)


@require_POST
@admin_required
def revoke(request: HttpRequest, person_id: int, grant_id: int) -> HttpResponse:
    """Take a role away."""
    person = _person(person_id)
    held = next((each for each in grants_of(person) if each.pk == grant_id), None)
    if held is None:
        return redirect("console:person", person_id=person_id)
    return _done(request, person_id, revoke_role, _("Peran dicabut."), grant=held)


@require_POST
@admin_required
def kind(request: HttpRequest, person_id: int) -> HttpResponse:
    """Make someone a citizen, an officer or an IT admin."""
    person = _person(person_id)
    form = KindForm(request.POST, auto_id="id_kind_%s")
    if not form.is_valid():
        return _page(request, person, kind_form=form)
    message = _("Jenis akun %(name)s diubah.") % {"name": person.name}
    return _done(request, person_id, change_kind, message, person=person, kind=form.cleaned_data["kind"])


@require_POST
@admin_required
def close(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close the account at once."""
    person = _person(person_id)
    message = _("Akun %(name)s ditutup. Orang ini tidak dapat masuk lagi.") % {"name": person.name}
    return _done(request, person_id, set_active, message, person=person, is_active=False)


@require_POST
@admin_required
def reopen(request: HttpRequest, person_id: int) -> HttpResponse:
    """Open the account again, with the roles it had."""
    person = _person(person_id)
    message = _("Akun %(name)s dibuka kembali.") % {"name": person.name}
    return _done(request, person_id, set_active, message, person=person, is_active=True)


@require_POST
@admin_required
def invite_once_more(request: HttpRequest, person_id: int) -> HttpResponse:
    """Mail the invitation again."""
    person = _person(person_id)
    message = _("Undangan dikirim lagi ke %(email)s.") % {"email": person.email}
    return _done(request, person_id, invite_again, message, person=person)


@require_POST
@admin_required
def reset_factor(request: HttpRequest, person_id: int) -> HttpResponse:
    """Take a lost second factor away, with a reason; never one's own."""
    person = _person(person_id)
    form = ResetForm(request.POST, auto_id="id_reset_%s")
    if not form.is_valid():
        return _page(request, person, reset_form=form)
    message = _("Verifikasi dua langkah %(name)s disetel ulang. Semua perangkatnya keluar.") % {"name": person.name}
    reason = form.cleaned_data["reason"]
    return _done(request, person_id, reset_second_factor, message, person=person, reason=reason)


@require_POST
@admin_required
def hand_over(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give all roles and the open requests in the person's name to somebody else."""
    person = _person(person_id)
    form = HandOverForm(person, request.POST, auto_id="id_hand_over_%s")
    if not form.is_valid():
        return _page(request, person, hand_over_form=form)
    to = form.cleaned_data["to"]
    message = _("Semua tugas %(name)s dialihkan kepada %(to)s.") % {"name": person.name, "to": to.name}
    return _done(request, person_id, hand_over_duties, message, person=person, to=to)
