"""A person's rights over their own data (UU 27/2022): take it along, have it erased."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from adopsi.accounts.errors import StaffAccount
from catalog.privacy.erasing import CORE, erase_everywhere
from catalog.privacy.sources import sources_here
from tenants.accounts.models import Person
from tenants.audit.services import record


def change_profile(*, person: Person, name: str, language: str) -> None:
    """Change how the person is called and which language they read."""
    before = {"name": person.name, "language": person.language}
    after = {"name": name, "language": language}
    changed = [field for field, value in after.items() if before[field] != value]
    if not changed:
        return
    person.name, person.language = name, language
    with transaction.atomic():
        person.save(update_fields=["name", "language"])
        record(act="account.profile_changed", subject=person, actor=person, changes={"fields": changed})


def export_own_data(*, person: Person) -> dict[str, Any]:
    """All that this Pemda and its active modules know of the person, as plain JSON values."""
    data = {source.slug: source.export(person) for source in sources_here()}
    record(act="account.data_exported", subject=person, actor=person)
    return {"exported_at": timezone.now(), **data.pop(CORE), "modules": data}


@transaction.atomic
def close_own_account(*, person: Person) -> None:
    """Erase what may be erased, make the rest anonymous, and close the account for good; citizens only."""
    if not person.is_citizen:
        raise StaffAccount
    erase_everywhere(person=person, actor=person)
    record(act="account.closed_by_owner", subject=person, actor=person)
