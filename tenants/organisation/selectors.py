"""Reading OPD and roles."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from tenants.accounts.models import Person
from tenants.organisation.models import Opd, RoleGrant


def list_opd() -> QuerySet[Opd]:
    """The active OPD of this Pemda by name."""
    return Opd.objects.filter(is_active=True)


def list_all_opd(*, search: str = "") -> QuerySet[Opd]:
    """All OPD of this Pemda by name, closed ones too; `people` counts the active people with a role there."""
    people = Count("role_grants__person", filter=Q(role_grants__person__is_active=True), distinct=True)
    units = Opd.objects.select_related("parent").annotate(people=people)
    if search:
        units = units.filter(Q(name__icontains=search) | Q(short_name__icontains=search) | Q(code__icontains=search))
    return units


def grants_of(person: Person) -> list[RoleGrant]:
    """The person's role grants, read once per person object."""
    if not hasattr(person, "_role_grants_read"):
        person._role_grants_read = list(RoleGrant.objects.filter(person=person).select_related("opd"))
    return person._role_grants_read


def roles_of(person: Person) -> set[str]:
    """The keys of the roles that the person holds anywhere in this Pemda."""
    if not getattr(person, "is_authenticated", False) or not person.works_here:
        return set()
    return {grant.role for grant in grants_of(person)}


def has_role(person: Person, *roles: str, opd: Opd | int | None = None) -> bool:
    """Whether the person holds one of the roles; with `opd`, for that unit or for the whole Pemda."""
    if not getattr(person, "is_authenticated", False) or not person.works_here or not person.is_active:
        return False
    opd_id = getattr(opd, "pk", opd)
    return any(
        grant.role in roles and (opd_id is None or grant.opd_id is None or grant.opd_id == opd_id)
        for grant in grants_of(person)
    )


def opd_ids_of(person: Person, *roles: str) -> set[int] | None:
    """The OPD for which the person holds one of the roles; None when it is the whole Pemda."""
    held = [grant for grant in grants_of(person) if grant.role in roles]
    return None if any(grant.opd_id is None for grant in held) else {grant.opd_id for grant in held}


def people_with_role(roles: Iterable[str], *, opd: Opd | int | None = None) -> QuerySet[Person]:
    """Active people who hold one of the roles for the OPD or for the whole Pemda."""
    here = Q(role_grants__role__in=list(roles))
    opd_id = getattr(opd, "pk", opd)
    if opd_id is not None:
        here &= Q(role_grants__opd_id=opd_id) | Q(role_grants__opd=None)
    return Person.objects.filter(here, is_active=True).distinct()


def get_opd(opd_id: int) -> Opd | None:
    """The unit of the active Pemda with this key."""
    return Opd.objects.select_related("parent").filter(pk=opd_id).first()
