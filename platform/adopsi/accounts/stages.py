"""What a person must prove before their log-in counts, by the contacts that they have."""

from __future__ import annotations

from typing import Any

from allauth.account import stages
from allauth.account.models import EmailAddress

from tenants.accounts.models import Person


def _was_entered_by_the_pemda(person: Person | None) -> bool:
    return person is not None and not person.is_citizen


class PhoneStage(stages.PhoneVerificationStage):
    """A citizen who has only a phone number proves it once; other numbers are proven when they are added."""

    def handle(self) -> Any:
        """Skip for officers, and for those who are already known by a verified e-mail address."""
        person = self.login.user
        if _was_entered_by_the_pemda(person):
            return None, True
        if person is not None and EmailAddress.objects.filter(user=person, verified=True).exists():
            return None, True
        return super().handle()


class EmailStage(stages.EmailVerificationStage):
    """A citizen who signed up by e-mail proves the address once."""

    def handle(self) -> Any:
        """Skip for officers, whose address their Pemda entered, and for those known by a verified number."""
        person = self.login.user
        if _was_entered_by_the_pemda(person):
            return None, True
        if person is not None and (not person.email or person.phone_verified):
            return None, True
        return super().handle()
