"""Acts on OPD, roles and the opening of accounts; an IT admin's."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.accounts.access import require_admin
from tenants.accounts.errors import LastAdmin
from tenants.accounts.models import Person
from tenants.accounts.tokens import revoke_all_tokens
from tenants.audit.services import record
from tenants.errors import DomainError
from tenants.identity.sessions import end_sessions
from tenants.organisation.models import Opd, RoleGrant

# The usual units of a regency or city (PP 18/2016), without those that only some have.
USUAL_OPD: tuple[tuple[str, str, str], ...] = (
    ("setda", "Sekretariat Daerah", "Setda"),
    ("diskominfo", "Dinas Komunikasi dan Informatika", "Diskominfo"),
    ("pupr", "Dinas Pekerjaan Umum dan Penataan Ruang", "Dinas PUPR"),
    ("dinkes", "Dinas Kesehatan", "Dinkes"),
    ("disbudpar", "Dinas Kebudayaan dan Pariwisata", "Disbudpar"),
    ("disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil", "Disdukcapil"),
    ("disdik", "Dinas Pendidikan", "Disdik"),
    ("dishub", "Dinas Perhubungan", "Dishub"),
    ("dlh", "Dinas Lingkungan Hidup", "DLH"),
    ("dinsos", "Dinas Sosial", "Dinsos"),
    ("satpolpp", "Satuan Polisi Pamong Praja", "Satpol PP"),
    ("bpbd", "Badan Penanggulangan Bencana Daerah", "BPBD"),
    ("bapenda", "Badan Pendapatan Daerah", "Bapenda"),
    ("bkpsdm", "Badan Kepegawaian dan Pengembangan SDM", "BKPSDM"),
    ("dpmptsp", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "DPMPTSP"),
    ("bappeda", "Badan Perencanaan Pembangunan Daerah", "Bappeda"),
)


class OpdHasDuties(DomainError):
    """An OPD with people in roles cannot be closed."""

    code = "opd_has_duties"
    message = _("OPD ini masih memiliki petugas dengan peran. Alihkan peran mereka terlebih dahulu.")


class OpdInsideItself(DomainError):
    """An OPD cannot lie below itself."""

    code = "opd_inside_itself"
    message = _("OPD tidak dapat menjadi induk dari dirinya sendiri.")
    http_status = 422


class OpdHasUnits(DomainError):
    """An OPD with active units below it cannot be closed."""

    code = "opd_has_units"
    message = _("OPD ini masih menjadi induk unit lain yang aktif. Tutup atau pindahkan unit itu dulu.")


class NobodyToHandTo(DomainError):
    """Duties go to another person who works here and whose account is open."""

    code = "nobody_to_hand_to"
    message = _("Pilih orang lain yang akunnya aktif sebagai petugas atau Admin TI.")
    http_status = 422


@transaction.atomic
def grant_role(*, person: Person, role: str, opd: Opd | None, actor: Person | None) -> RoleGrant:
    """Give the person a role; giving it twice changes nothing. `actor` None is the system itself."""
    if actor is not None:
        require_admin(actor)
    grant, is_new = RoleGrant.objects.get_or_create(person=person, role=role, opd=opd)
    if is_new:
        record(act="role.granted", subject=person, actor=actor, changes={"role": role, "opd": str(opd or "")})
    return grant


@transaction.atomic
def revoke_role(*, grant: RoleGrant, actor: Person) -> None:
    """Take the role away."""
    require_admin(actor)
    record(act="role.revoked", subject=grant.person, actor=actor, changes={"role": grant.role})
    grant.delete()


@transaction.atomic
def save_opd(*, opd: Opd, actor: Person) -> Opd:
    """Add or change a unit; one with duties or with units below it cannot be closed."""
    require_admin(actor)
    if not opd.is_active and opd.pk:
        if opd.role_grants.filter(person__is_active=True).exists():
            raise OpdHasDuties
        if opd.children.filter(is_active=True).exists():
            raise OpdHasUnits
    _refuse_circle(opd)
    is_new = opd.pk is None
    opd.save()
    record(act="opd.added" if is_new else "opd.changed", subject=opd, actor=actor)
    return opd


def _refuse_circle(opd: Opd) -> None:
    above = opd.parent
    while above is not None and opd.pk:
        if above.pk == opd.pk:
            raise OpdInsideItself
        above = above.parent


@transaction.atomic
def set_active(*, person: Person, is_active: bool, actor: Person) -> None:
    """Open or close an account; closing ends its sessions and tokens for good, and the last IT admin stays."""
    require_admin(actor)
    admins = list(Person.objects.select_for_update().filter(kind=Person.Kind.ADMIN, is_active=True))
    if not is_active and [admin.pk for admin in admins] == [person.pk]:
        raise LastAdmin
    Person.objects.filter(pk=person.pk).update(is_active=is_active)
    record(act="account.opened" if is_active else "account.closed", subject=person, actor=actor)
    if not is_active:
        end_sessions(person=person, actor=actor)
        revoke_all_tokens(person=person, actor=actor)


@transaction.atomic
def hand_over_roles(*, person: Person, to: Person, actor: Person) -> int:
    """Give every role of one officer to another, in the same OPD; returns how many changed hands."""
    require_admin(actor)
    people = {each.pk: each for each in Person.objects.select_for_update().filter(pk__in=[person.pk, to.pk])}
    if person.pk == to.pk or not (people[to.pk].works_here and people[to.pk].is_active):
        raise NobodyToHandTo
    grants = list(RoleGrant.objects.select_related("opd").filter(person_id=person.pk))
    for grant in grants:
        grant_role(person=people[to.pk], role=grant.role, opd=grant.opd, actor=actor)
        revoke_role(grant=grant, actor=actor)
    if grants:
        record(act="account.duties_handed_over", subject=person, actor=actor, changes={"to": to.name})
    return len(grants)
