"""Steps that make a Pemda and keep its tables current."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.models import Activation
from provisioning import compiler, schema
from provisioning.errors import NotAutonomous, PemdaExists, SubdomainTaken
from provisioning.services import request_enable
from provisioning.work import Work
from tenants.accounts.models import Person
from tenants.audit.models import Entry
from tenants.context import inside
from tenants.models import Domain, Pemda, Region
from tenants.notifications.services import notify
from tenants.organisation.services import seed_opd
from tenants.router import OWNER

INVITATION_KIND = "inti.undangan"


def check(work: Work) -> str:
    """Refuse what became impossible between the request and now."""
    region = Region.objects.get(pk=work.code)
    if not region.is_autonomous:
        raise NotAutonomous
    if Pemda.objects.using(OWNER).filter(pk=work.code).exists():
        raise PemdaExists
    subdomain = work.arguments["subdomain"]
    if Pemda.objects.using(OWNER).filter(subdomain=subdomain).exists():
        raise SubdomainTaken(subdomain)
    return region.display_name


def register(work: Work) -> str:
    """Write the Pemda and its subdomain into the shared tables."""
    pemda = Pemda(
        code=work.code,
        region_id=work.code,
        schema_name=work.schema_name,
        subdomain=work.arguments["subdomain"],
        is_owner=work.arguments.get("is_owner", False),
        **work.arguments.get("brand", {}),
    )
    pemda.save(using=OWNER, force_insert=True)
    host = f"{pemda.subdomain}.{settings.ADOPSI_BASE_DOMAIN}"
    # DomainMixin.save() opens a transaction on `default`, where no Pemda is active.
    domain = Domain(domain=host, tenant=pemda, is_primary=True, verified_at=timezone.now())
    Domain.objects.using(OWNER).bulk_create([domain])
    return host


def make_login(work: Work) -> str:
    """Make the login that can use this Pemda's schema and nothing else."""
    schema.create_login(work.cursor, work.schema_name)
    return work.schema_name


def make_schema(work: Work) -> str:
    """Make the schema."""
    schema.create_schema(work.cursor, work.schema_name)
    return work.schema_name


def make_tables(work: Work) -> str:
    """Replay the compiled tables that every Pemda has."""
    compiled = compiler.compile_base()
    with schema.only_here(work.cursor, work.schema_name):
        work.cursor.execute(compiled.sql)
    return _count_tables(len(compiled.tables))


def _count_tables(count: int) -> str:
    return ngettext("%(count)s tabel", "%(count)s tabel", count) % {"count": count}


def give_rights(work: Work) -> str:
    """Grant the Pemda's login its rights; parked modules stay read-only."""
    parked = Activation.objects.using(OWNER).filter(pemda_id=work.code, state=Activation.State.PARKED)
    schema.grant_tables(work.cursor, work.schema_name, parked=list(parked.values_list("slug", flat=True)))
    return ""


def fill_units(work: Work) -> str:
    """Seed the usual OPD."""
    seed_opd(using=OWNER)
    return ""


def make_admin(work: Work) -> str:
    """Make the first IT admin, without a password: the invitation leads to choosing one."""
    admin = work.arguments.get("admin")
    if not admin:
        return _("Tidak diminta")
    person = Person(name=admin["name"], email=admin["email"].lower(), kind=Person.Kind.ADMIN)
    person.set_unusable_password()
    person.save(using=OWNER)
    _mark_verified(work, person)
    Entry(
        act="pemda.created",
        actor_name=work.run.requested_by,
        subject_type="tenants.pemda",
        subject_id=work.code,
        subject_label=work.code,
    ).save(using=OWNER)
    return person.email or ""


def _mark_verified(work: Work, person: Person) -> None:
    # The invitation itself proves the address: only who receives it can choose the password.
    work.cursor.execute(
        'INSERT INTO account_emailaddress (user_id, email, verified, "primary") VALUES (%s, %s, true, true)',
        [person.pk, person.email],
    )


def open_doors(work: Work) -> str:
    """From the commit on, the Pemda's host answers."""
    Pemda.objects.using(OWNER).filter(pk=work.code).update(state=Pemda.State.ACTIVE)
    return ""


def invite_admin(work: Work) -> str:
    """Tell the admin where their console is, once."""
    admin = work.arguments.get("admin")
    if not admin:
        return _("Tidak diminta")
    facts = work.facts()
    with inside(facts):
        person = Person.objects.get(email=admin["email"].lower())
        if person.notifications.filter(kind=INVITATION_KIND).exists():
            return person.email or ""
        notify(
            person=person,
            kind=INVITATION_KIND,
            subject=_("Selamat datang di Adopsi: %(pemda)s siap") % {"pemda": facts.display_name},
            body=_("Pilih kata sandi lewat “Lupa kata sandi”, masuk, lalu aktifkan modul dari katalog."),
            path="/konsol/",
        )
    return person.email or ""


def request_modules(work: Work) -> str:
    """Queue a run of its own for each chosen module, in the order in which they need each other."""
    slugs = work.arguments.get("modules", [])
    for slug in slugs:
        request_enable(
            pemda_code=work.code,
            slug=slug,
            requested_by=work.run.requested_by,
            reason=work.run.reason,
            demonstration=work.arguments.get("demonstration", False),
            repeat_is_fine=True,
        )
    return ", ".join(slugs) or _("Tidak diminta")


def upgrade_tables(work: Work) -> str:
    """Bring the tables of the base and of every module the Pemda has to this code base, Django's own way."""
    with schema.only_here(work.cursor, work.schema_name):
        labels = set(compiler.base_labels()) | (schema.applied_apps(work.cursor) & set(settings.MODULE_LABELS))
        compiler.migrate_here(sorted(labels))
    return ""
