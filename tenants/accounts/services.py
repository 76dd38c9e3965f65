"""Acts on accounts."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from tenants import directory
from tenants.accounts.access import require_admin
from tenants.accounts.errors import AddressTaken, AlreadyInside, LastAdmin, OwnBusiness, PhoneTaken
from tenants.accounts.models import Person
from tenants.accounts.tokens import revoke_all_tokens
from tenants.audit.services import record
from tenants.context import current_pemda
from tenants.errors import NotAllowed
from tenants.notifications.services import notify
from tenants.organisation.models import Opd, RoleGrant
from tenants.organisation.services import grant_role
from tenants.quiet import INVITATION_KIND


def mark_contact_verified(*, person: Person) -> None:
    """Note that the person's address is theirs, where another proof than a code exists."""
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})


@transaction.atomic
def invite_person(
    *, name: str, email: str, kind: str, roles: Iterable[tuple[str, Opd | None]] = (), actor: Person
) -> Person:
    """Make an officer or IT admin with their roles and mail them how to choose a password."""
    require_admin(actor)
    if kind not in {Person.Kind.OFFICER, Person.Kind.ADMIN}:
        raise NotAllowed
    _refuse_taken_address(email)
    try:
        with transaction.atomic():
            person = Person.objects.create_user(name=name, email=email, kind=kind)
    except IntegrityError:
        _refuse_taken_address(email)
        raise
    # The invitation itself proves the address: only who receives it can choose the password.
    mark_contact_verified(person=person)
    record(act="account.invited", subject=person, actor=actor, changes={"kind": kind})
    for role, opd in roles:
        grant_role(person=person, role=role, opd=opd, actor=actor)
    _send_invitation(person)
    return person


@transaction.atomic
def invite_again(*, person: Person, actor: Person) -> None:
    """Mail the invitation once more to someone who has not chosen a password yet."""
    require_admin(actor)
    if person.has_usable_password():
        raise AlreadyInside
    record(act="account.invited_again", subject=person, actor=actor)
    _send_invitation(person)


def _send_invitation(person: Person) -> None:
    facts = directory.pemda_of(current_pemda().code)
    name = facts.display_name if facts else ""
    with translation.override(person.language or settings.LANGUAGE_CODE):
        notify(
            person=person,
            kind=INVITATION_KIND,
            subject=_("Undangan ke konsol %(pemda)s") % {"pemda": name},
            body=_(
                "Akun Anda sebagai %(kind)s sudah dibuat dengan alamat surel %(email)s. Buka konsol, pilih “Lupa kata "
                "sandi”, tulis alamat surel ini, lalu masukkan kode yang kami kirim untuk memilih kata sandi."
            )
            % {"kind": person.get_kind_display(), "email": person.email},
            path="/konsol/",
        )


def _refuse_taken_address(email: str, *, besides: Person | None = None) -> None:
    owners = Person.objects.filter(email=email.lower())
    owner = (owners.exclude(pk=besides.pk) if besides else owners).first()
    if owner is not None:
        raise AddressTaken(owner)


@transaction.atomic
def change_person(*, person: Person, name: str, email: str, phone: str, actor: Person) -> Person:
    """Change name and contact of someone who works here; a new address takes the place of the old one at log-in."""
    require_admin(actor)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.is_citizen:
        raise OwnBusiness
    _refuse_taken_address(email, besides=person)
    if phone and Person.objects.filter(phone=phone).exclude(pk=person.pk).exists():
        raise PhoneTaken
    wanted = {"name": name, "email": email.lower(), "phone": phone or None}
    changes = {key: [getattr(person, key), value] for key, value in wanted.items() if getattr(person, key) != value}
    if not changes:
        return person
    for key in changes:
        setattr(person, key, wanted[key])
    if "phone" in changes:
        person.phone_verified = bool(phone)
    person.save()
    if "email" in changes:
        # Whoever still reads the old mailbox must not be able to ask for a new password there.
        EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
        mark_contact_verified(person=person)
    record(act="account.changed", subject=person, actor=actor, changes=changes)
    return person


@transaction.atomic
def change_kind(*, person: Person, kind: str, actor: Person) -> None:
    """Make someone a citizen, an officer or an IT admin; a citizen keeps no roles, the last IT admin stays."""
    require_admin(actor)
    if kind not in {Person.Kind.CITIZEN, Person.Kind.OFFICER, Person.Kind.ADMIN}:
        raise NotAllowed
    admins = list(Person.objects.select_for_update().filter(kind=Person.Kind.ADMIN, is_active=True))
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.kind == kind:
        return
    if person.is_it_admin and person.is_active and len(admins) <= 1:
        raise LastAdmin
    before, person.kind = person.kind, kind
    person.save(update_fields=["kind"])
    if person.is_citizen:
        RoleGrant.objects.filter(person=person).delete()
        revoke_all_tokens(person=person, actor=actor)
    record(act="account.kind_changed", subject=person, actor=actor, changes={"kind": [before, kind]})
