"""The list of people, and inviting someone new."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from adopsi.console.access import admin_required
from adopsi.console.bulk import PEOPLE, undoable
from adopsi.console.forms.people import InviteForm
from adopsi.console.roles import role_choices, titles_by_key
from adopsi.console.views.bulk import PEOPLE_ACTS, choices_of
from catalog.sdk.tables import Column, export_response, page_of
from tenants.accounts.errors import AddressTaken
from tenants.accounts.models import Person
from tenants.accounts.selectors import list_people
from tenants.accounts.services import invite_person
from tenants.audit.services import record
from tenants.identity.selectors import without_factor
from tenants.organisation.selectors import list_all_opd
from tenants.vault.masking import mask_phone

FILTERS = ("cari", "jenis", "peran", "opd", "keadaan", "verifikasi")


@require_safe
@admin_required
def index(request: HttpRequest) -> HttpResponse:
    """Those who work here, or citizens where the filter asks for them."""
    chosen = {name: request.GET.get(name, "").strip() for name in FILTERS}
    people = _found(chosen).prefetch_related("role_grants__opd")
    if file_format := request.GET.get("format"):
        record(act="people.exported", subject="accounts.person", actor=request.user, changes={"filter": chosen})
        return export_response(rows=people, columns=_columns(), name="orang", file_format=file_format)
    page = page_of(request, people)
    titles = titles_by_key()
    for person in page:
        person.role_titles = sorted(
            {titles[g.role].title if g.role in titles else g.role for g in person.role_grants.all()}
        )
    context = {
        "page": page,
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "kinds": [choice for choice in Person.Kind.choices if choice[0] != Person.Kind.CENTRAL],
        "roles": [choice for _group, choices in role_choices(request.pemda.code) for choice in choices],
        "units": [(opd.pk, opd.short_name) for opd in list_all_opd()],
        "states": [("active", _("Aktif")), ("closed", _("Ditutup"))],
        "acts": choices_of(PEOPLE_ACTS),
        "undo": undoable(request.session, PEOPLE),
        "undo_url": reverse("console:people-bulk-undo"),
        "factors": [("belum", _("Belum dipasang"))],
    }
    return render(request, "console/people.html", context)


def _found(chosen: dict[str, str]) -> QuerySet[Person]:
    kind = chosen["jenis"] if chosen["jenis"] in Person.Kind.values else ""
    opd_id = int(chosen["opd"]) if chosen["opd"].isdecimal() else None
    state = chosen["keadaan"] if chosen["keadaan"] in {"active", "closed"} else ""
    people = list_people(search=chosen["cari"], kind=kind, role=chosen["peran"], opd_id=opd_id, state=state)
    return without_factor(people) if chosen["verifikasi"] == "belum" else people


def _columns() -> list[Column]:
    # A citizen's contact is none of an export's business.
    return [
        Column(_("Nama"), lambda person: person.name),
        Column(_("Jenis"), lambda person: person.get_kind_display()),
        Column(_("Surel"), lambda person: "" if person.is_citizen else person.email),
        Column(_("Ponsel"), lambda person: "" if person.is_citizen else mask_phone(person.phone)),
        Column(_("Peran"), _roles_in_words),
        Column(_("Keadaan"), lambda person: _("Aktif") if person.is_active else _("Ditutup")),
        Column(_("Dibuat"), lambda person: person.created_at.date().isoformat()),
    ]


def _roles_in_words(person: Person) -> str:
    titles = titles_by_key()
    words: list[str] = []
    for grant in person.role_grants.all():
        title = titles[grant.role].title if grant.role in titles else grant.role
        words.append(f"{title} ({grant.opd.short_name})" if grant.opd else title)
    return "; ".join(words)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def invite(request: HttpRequest) -> HttpResponse:
    """Make an account and mail its invitation."""
    initial = {"kind": request.GET.get("jenis", Person.Kind.OFFICER), "role": request.GET.get("peran", "")}
    form = InviteForm(request.pemda.code, request.POST or None, initial=initial)
    owner: Person | None = None
    if request.method == "POST" and form.is_valid():
        try:
            person = invite_person(**_wishes(form), actor=request.user)
        except AddressTaken as refusal:
            owner = refusal.person
            form.add_error("email", str(refusal.message))
        else:
            text = _("Undangan untuk %(name)s dikirim ke %(email)s.")
            messages.success(request, text % {"name": person.name, "email": person.email})
            return redirect("console:person", person_id=person.pk)
    status = 422 if form.errors else 200
    return render(request, "console/person_invite.html", {"form": form, "owner": owner}, status=status)


def _wishes(form: InviteForm) -> dict[str, Any]:
    values = form.cleaned_data
    return {"name": values["name"], "email": values["email"], "kind": values["kind"], "roles": form.roles()}
