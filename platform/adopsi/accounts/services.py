"""A person's rights over their own data (UU 27/2022): take it along, have it erased."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from adopsi.accounts.errors import StaffAccount
from adopsi.portal.models import SignIn
from catalog.activations import active_manifests, is_active, manifests_on
from catalog.errors import ModuleInMaintenance
from catalog.registry import hook
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.context import current_pemda
from tenants.notifications.models import Notification


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
    _refuse_in_maintenance("export_person")
    notes = Notification.objects.filter(person=person).values("created_at", "subject", "body", "read_at")
    modules = {
        manifest.slug: hook(manifest, "export_person")(person)
        for manifest in active_manifests(current_pemda().code)
        if manifest.export_person
    }
    record(act="account.data_exported", subject=person, actor=person)
    return {
        "exported_at": timezone.now(),
        "account": {
            "name": person.name,
            "email": person.email,
            "phone": person.phone,
            "language": person.language,
            "created_at": person.created_at,
            "last_login": person.last_login,
        },
        "sign_ins": list(SignIn.objects.filter(person=person).values("user_agent", "signed_in_at")),
        "notifications": list(notes),
        "modules": modules,
    }


@transaction.atomic
def close_own_account(*, person: Person) -> None:
    """Erase what may be erased, make the rest anonymous, and close the account for good; citizens only."""
    if not person.is_citizen:
        raise StaffAccount
    _refuse_in_maintenance("erase_person")
    for manifest in active_manifests(current_pemda().code):
        if manifest.erase_person:
            hook(manifest, "erase_person")(person)
    for rows in (Notification.objects, SignIn.objects):
        rows.filter(person=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    person.name, person.email, person.phone = _("Akun dihapus"), None, None
    person.phone_verified, person.is_active = False, False
    person.set_unusable_password()
    person.save()
    record(act="account.closed_by_owner", subject=person, actor=person)


def _refuse_in_maintenance(act: str) -> None:
    """What is left out would be missing for good: better to come back after the module's upgrade."""
    code = current_pemda().code
    for manifest in manifests_on(code):
        if getattr(manifest, act) and not is_active(manifest.slug, code):
            raise ModuleInMaintenance(str(manifest.title))
