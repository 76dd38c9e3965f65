"""Reading the people of the active Pemda; for its IT admins."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tenants.accounts.models import ApiToken, Person

STAFF = (Person.Kind.OFFICER, Person.Kind.ADMIN)


def list_people(
    *, search: str = "", kind: str = "", role: str = "", opd_id: int | None = None, state: str = ""
) -> QuerySet[Person]:
    """People by name; `kind` empty means those who work here, `state` is `active`, `closed` or empty for both.

    The search looks into name, e-mail address and whole number of staff, and into the names of citizens alone: an admin
    who knows only a citizen's number learns nothing from us.
    """
    people = Person.objects.filter(kind=kind) if kind else Person.objects.filter(kind__in=STAFF)
    if search:
        contact = Q(email__icontains=search) | Q(phone=_as_stored(search))
        people = people.filter(Q(name__icontains=search) | (contact & ~Q(kind=Person.Kind.CITIZEN)))
    if role:
        people = people.filter(role_grants__role=role)
    if opd_id is not None:
        people = people.filter(role_grants__opd_id=opd_id)
    if state:
        people = people.filter(is_active=state == "active")
    return people.distinct()


def _as_stored(search: str) -> str:
    # A sealed number is found whole or not at all, however it was typed.
    digits = "".join(sign for sign in search if sign.isdigit())
    return f"+62{digits.removeprefix('62').removeprefix('0')}"


def get_person(person_id: int) -> Person | None:
    """The person of the active Pemda with this key."""
    return Person.objects.filter(pk=person_id).first()


def count_admins() -> int:
    """How many active IT admins the active Pemda has."""
    return Person.objects.filter(kind=Person.Kind.ADMIN, is_active=True).count()


def count_officers() -> int:
    """How many active officers the active Pemda has."""
    return Person.objects.filter(kind=Person.Kind.OFFICER, is_active=True).count()


def list_tokens(*, search: str = "", state: str = "") -> QuerySet[ApiToken]:
    """The Pemda's API tokens, newest first; `state` is `alive`, `revoked` or empty for both."""
    tokens = ApiToken.objects.select_related("person")
    if search:
        tokens = tokens.filter(Q(name__icontains=search) | Q(person__name__icontains=search))
    if state:
        tokens = tokens.filter(revoked_at__isnull=state == "alive")
    return tokens


def get_token(token_id: int) -> ApiToken | None:
    """The token of the active Pemda with this key."""
    return ApiToken.objects.select_related("person").filter(pk=token_id).first()
