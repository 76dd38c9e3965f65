"""Reading who of a Pemda has a second factor; for its IT admins."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from tenants.accounts.models import Person
from tenants.accounts.selectors import STAFF

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class FactorCount:
    """How many of those who work here have a second factor, and some of those who lack one."""

    total: int
    ready: int
    lacking: list[Person]


def _factors() -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=FACTORS)


def has_factor(person: Person) -> bool:
    """Whether the person has an app or a passkey."""
    return Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS).exists()


def count_second_factors() -> FactorCount:
    """The count over active officers and IT admins, with the first ten who lack one."""
    staff = Person.objects.filter(kind__in=STAFF, is_active=True)
    lacking = staff.filter(~Exists(_factors()))
    total, missing = staff.count(), lacking.count()
    return FactorCount(total, total - missing, list(lacking[:10]))


def without_factor(people: QuerySet[Person]) -> QuerySet[Person]:
    """Those of them who have neither an app nor a passkey."""
    return people.filter(~Exists(_factors()))
