"""Steps that make a Pemda and keep its tables current."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from catalog.registry import get_manifest, hook
from provisioning import schema
from provisioning.drift import installed_in
from provisioning.errors import NotAutonomous, PemdaExists, SubdomainTaken
from provisioning.models import Release
from provisioning.plans import rules
from provisioning.releases import CORE_SLUG, applying, watching
from provisioning.releases.shelf import current_release, current_releases, pending_segments, release_of
from provisioning.steps_module import mark_active
from provisioning.trails import begin_trust
from provisioning.words import Said, ngettext
from provisioning.words import gettext as _
from provisioning.work import Work
from tenants.accounts.models import Person
from tenants.audit.models import Entry
from tenants.context import inside, owner_writes
from tenants.core import CORE_VERSION
from tenants.directory import facts_of
from tenants.models import Domain, Pemda, Region
from tenants.notifications.services import notify
from tenants.router import OWNER
from tenants.vault.keys import make_missing_keys
from tenants.vault.rotation import seal_plain

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


def make_tables(work: Work) -> Said:
    """Replay the core and the chosen modules, with their default data, in as few messages as possible."""
    releases = _releases(work)
    with schema.only_here(work.cursor, work.schema_name):
        applying.install(work.cursor, releases)
        begin_trust(work.cursor, work.schema_name)
    return _count_tables(sum(len(release.tables) for release in releases))


def _releases(work: Work) -> list[Release]:
    order = rules.in_order(work.arguments.get("modules", []))
    return current_releases([CORE_SLUG, *order], using=OWNER)


def _count_tables(count: int) -> Said:
    return ngettext("%(count)s tabel", "%(count)s tabel", count) % {"count": count}


def give_rights(work: Work) -> str:
    """Take from the Pemda's login what it must not do with the tables it was given."""
    schema.tighten(work.cursor, work.schema_name, _releases(work)[0].tables)
    return ""


def activate_modules(work: Work) -> Said:
    """Note the releases that the Pemda has; its modules answer from the commit on."""
    core, *modules = _releases(work)
    Pemda.objects.using(OWNER).filter(pk=work.code).update(core_version=core.version, core_fingerprint=core.fingerprint)
    if modules:
        mark_active(work.code, modules)
    return ", ".join(release.slug for release in modules) or _("Tidak diminta")


def make_admin(work: Work) -> Said:
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


def invite_admin(work: Work) -> Said:
    """Write the invitation into the admin's inbox; its mail leaves when all of this has been committed."""
    admin = work.arguments.get("admin")
    if not admin:
        return _("Tidak diminta")
    facts = facts_of(work.pemda())
    with inside(facts), owner_writes():
        person = Person.objects.get(email=admin["email"].lower())
        notify(
            person=person,
            kind=INVITATION_KIND,
            subject=gettext("Selamat datang di Adopsi: %(pemda)s siap") % {"pemda": facts.display_name},
            body=gettext("Pilih kata sandi lewat “Lupa kata sandi”, masuk, lalu aktifkan modul dari katalog."),
            path="/konsol/",
        )
    return person.email or ""


def demonstrate(work: Work) -> Said:
    """Fill in the modules' demonstration data with the Pemda's own login."""
    with inside(work.facts()):
        for slug in rules.in_order(work.arguments.get("modules", [])):
            if fill := hook(get_manifest(slug), "demonstration"):
                fill()
    return ""


# --- the core's upgrade -------------------------------------------------------------------------------


def check_upgrade(work: Work) -> str:
    """What the Pemda has and what it will have."""
    pemda = work.lock_pemda()
    rules.refuse_ahead(_("Inti Adopsi"), pemda.core_version, CORE_VERSION)
    work.findings |= {"from": pemda.core_version, "to": CORE_VERSION}
    return f"{pemda.core_version or '0'} → {CORE_VERSION}"


def upgrade_tables(work: Work) -> Said:
    """Apply what the Pemda's core lacks, and merge its default data."""
    release = current_release(CORE_SLUG, using=OWNER)
    older = release_of(CORE_SLUG, work.findings["from"], using=OWNER)
    segments = pending_segments(release, schema.applied_migrations(work.cursor))
    modules = [each.release for each in installed_in(work.code) if each.release.slug != CORE_SLUG]
    with schema.only_here(work.cursor, work.schema_name):
        upgraded = applying.upgrade(
            work.cursor,
            release=release,
            older=older or Release(slug=CORE_SLUG, catalog={}, seeds=release.seeds),
            segments=segments,
            login=work.schema_name,
        )
        make_missing_keys(work.cursor)
        seal_plain(work.cursor, settings.PER_PEMDA_LABELS)
        for module in modules:
            work.cursor.execute(watching.attach_sql(module.catalog) or "SELECT 1")
    schema.grant(work.cursor, work.schema_name, release.tables)
    work.findings["late_indexes"] = upgraded.late_indexes
    return ngettext("%(count)s langkah", "%(count)s langkah", len(segments)) % {"count": len(segments)}


def note_upgrade(work: Work) -> str:
    """From the commit on, the Pemda has the core's release."""
    release = current_release(CORE_SLUG, using=OWNER)
    Pemda.objects.using(OWNER).filter(pk=work.code).update(
        core_version=release.version, core_fingerprint=release.fingerprint
    )
    return release.version
