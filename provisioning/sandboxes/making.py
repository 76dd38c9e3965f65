"""Steps of `make_sandbox`."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext
from psycopg2 import sql

from catalog.models import Activation
from provisioning import schema
from provisioning.errors import PemdaExists, PemdaNotOpen, SubdomainTaken
from provisioning.models import Release
from provisioning.releases import CORE_SLUG, applying
from provisioning.releases.shelf import current_release
from provisioning.sandboxes import copying
from provisioning.sandboxes.errors import SandboxOfSandbox, SandboxQuota, SandboxSourceBehind
from provisioning.sandboxes.pictures import placeholder
from provisioning.sandboxes.replacing import Pools
from provisioning.sandboxes.services import MOST_PER_PEMDA
from provisioning.trails import begin_trust
from provisioning.words import Said, ngettext
from provisioning.words import gettext as _
from provisioning.work import Work
from tenants.accounts.models import Person
from tenants.attachments.models import Attachment
from tenants.attachments.services import thumbnail_path
from tenants.audit.models import Entry
from tenants.context import inside
from tenants.credentials import schema_of
from tenants.models import Domain, Pemda
from tenants.notifications.services import notify
from tenants.quiet import INVITATION_KIND
from tenants.router import OWNER
from tenants.vault.rotation import seal_plain

COPIED_FROM_PEMDA = (
    "region_id", "brand_primary", "brand_secondary", "brand_logo", "tagline", "tile_url", "tile_attribution",
    "core_version", "core_fingerprint",
)  # fmt: skip
COPIED_FROM_ACTIVATION = (
    "slug", "state", "version", "fingerprint", "settings", "enabled_at", "parked_at", "purge_after", "kept",
)  # fmt: skip
DIFFERENT_COLUMNS = """
WITH columns AS (
    SELECT c.relnamespace AS space, c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace IN (%(source)s::regnamespace, %(target)s::regnamespace)
    AND c.relname = ANY(%(tables)s) AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
)
SELECT 1 FROM columns GROUP BY relname, attname, type HAVING count(*) <> 2 LIMIT 1
"""


def check(work: Work) -> str:
    """Refuse what became impossible since the request; nothing else may change the source's tables meanwhile."""
    work.cursor.execute(
        "SELECT pg_advisory_xact_lock(hashtext('adopsi.run'), hashtext(%s))", [work.arguments["source"]]
    )
    source = _source(work)
    if source.sandbox_of_id is not None:
        raise SandboxOfSandbox
    if source.state != Pemda.State.ACTIVE:
        raise PemdaNotOpen
    if Pemda.objects.using(OWNER).filter(pk=work.code).exists():
        raise PemdaExists
    if source.sandboxes.using(OWNER).count() >= MOST_PER_PEMDA:
        raise SandboxQuota(MOST_PER_PEMDA)
    if Pemda.objects.using(OWNER).filter(subdomain=work.arguments["subdomain"]).exists():
        raise SubdomainTaken(work.arguments["subdomain"])
    return source.region.display_name


def _source(work: Work) -> Pemda:
    return Pemda.objects.using(OWNER).select_related("region").get(pk=work.arguments["source"])


def register(work: Work) -> str:
    """Write the sandbox and its address into the shared tables."""
    source = _source(work)
    pemda = Pemda(
        code=work.code,
        schema_name=work.schema_name,
        subdomain=work.arguments["subdomain"],
        sandbox_of_id=source.pk,
        expires_at=datetime.fromisoformat(work.arguments["expires_at"]),
        **{name: getattr(source, name) for name in COPIED_FROM_PEMDA},
    )
    pemda.save(using=OWNER, force_insert=True)
    host = f"{pemda.subdomain}.{settings.ADOPSI_BASE_DOMAIN}"
    # DomainMixin.save() opens a transaction on `default`, where no Pemda is active.
    domain = Domain(domain=host, tenant=pemda, is_primary=True, verified_at=timezone.now())
    Domain.objects.using(OWNER).bulk_create([domain])
    rows = Activation.objects.using(OWNER).filter(pemda_id=source.pk)
    Activation.objects.using(OWNER).bulk_create(
        Activation(pemda_id=work.code, **{name: getattr(row, name) for name in COPIED_FROM_ACTIVATION}) for row in rows
    )
    return host


def make_login(work: Work) -> str:
    """Make the login that can use this sandbox's schema and nothing else."""
    schema.create_login(work.cursor, work.schema_name)
    return work.schema_name


def make_schema(work: Work) -> str:
    """Make the schema."""
    schema.create_schema(work.cursor, work.schema_name)
    return work.schema_name


def _releases(work: Work) -> list[Release]:
    slugs = Activation.objects.using(OWNER).filter(pemda_id=work.code).order_by("slug").values_list("slug", flat=True)
    return [current_release(slug, using=OWNER) for slug in (CORE_SLUG, *slugs)]


def make_tables(work: Work) -> Said:
    """Replay the releases; refuse where the source's tables are others."""
    releases = _releases(work)
    with schema.only_here(work.cursor, work.schema_name):
        applying.install(work.cursor, releases)
        applied = schema.applied_migrations(work.cursor)
    source = schema_of(work.arguments["source"])
    tables = sorted({table for release in releases for table in release.tables})
    work.cursor.execute(DIFFERENT_COLUMNS, {"source": source, "target": work.schema_name, "tables": tables})
    differs = work.cursor.fetchone() is not None
    work.cursor.execute(sql.SQL("SELECT app, name FROM {}").format(sql.Identifier(source, "django_migrations")))
    labels = {label for label, _name in applied}
    if differs or {row for row in work.cursor.fetchall() if row[0] in labels} != applied:
        raise SandboxSourceBehind(_source(work).region.display_name)
    return ngettext("%(count)s tabel", "%(count)s tabel", len(tables)) % {"count": len(tables)}


def copy_data(work: Work) -> Said:
    """Copy the rows with invented people; what the releases brought along as default data makes room first."""
    # Faker costs 0.2 s and 20 MB, which only the process that makes a sandbox should pay.
    from provisioning.sandboxes.invention import invent  # noqa: PLC0415

    releases = _releases(work)
    modules = [release.slug for release in releases if release.slug != CORE_SLUG]
    tables = copying.tables_to_copy(table for release in releases[1:] for table in release.tables)
    _empty(work, releases)
    begin_trust(work.cursor, work.schema_name)
    seed = hashlib.sha256(f"{settings.ADOPSI_MASTER_SECRET}/{work.run.pk}".encode()).hexdigest()
    sizes = copying.fill_pools(work.cursor, invent(seed))
    copy = copying.Copy(
        cursor=work.cursor,
        source=schema_of(work.arguments["source"]),
        target=work.schema_name,
        pools=Pools(sizes, seed, _source(work).region_id),
        special=_special(work),
    )
    count = copying.copy_tables(copy, tables, copying.personal_fields(modules))
    seal_plain(work.cursor, [*settings.PER_PEMDA_LABELS, *modules])
    _confirm_addresses(work)
    work.findings["rows"] = count
    return ngettext("%(count)s baris", "%(count)s baris", count) % {"count": count}


def _empty(work: Work, releases: list[Release]) -> None:
    tables = sorted({table for release in releases for table in release.tables} - set(schema.HIDDEN))
    names = sql.SQL(", ").join(sql.Identifier(work.schema_name, table) for table in tables)
    # What the default data's references still wait to be checked for must be checked before the rows go.
    work.cursor.execute(
        sql.SQL("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {}; SET CONSTRAINTS ALL DEFERRED").format(names)
    )


def _special(work: Work) -> dict[tuple[str, str], sql.Composable]:
    """Columns whose stand-in follows from more than their own field."""
    picture, person, file = placeholder(), Person._meta.db_table, Attachment._meta.db_table
    digits = "replace(s.id::text, '-', '')"
    path = sql.SQL(f"{{}} || '/' || left({digits}, 2) || '/' || {digits} || '.webp'")
    return {
        (person, "username"): sql.SQL("md5(random()::text || s.adopsi_n)"),
        # What begins with an exclamation mark is no hash of any password.
        (person, "password"): sql.SQL("'!' || md5(random()::text)"),
        (person, "last_login"): sql.SQL("NULL"),
        (file, "name"): sql.SQL("'gambar-' || s.adopsi_n || '.webp'"),
        (file, "path"): path.format(sql.Literal(work.schema_name)),
        (file, "content_type"): sql.Literal("image/webp"),
        (file, "size"): sql.Literal(len(picture.full)),
        (file, "width"): sql.Literal(picture.width),
        (file, "height"): sql.Literal(picture.height),
    }


def _confirm_addresses(work: Work) -> None:
    work.cursor.execute(
        'INSERT INTO account_emailaddress (user_id, email, verified, "primary")'
        " SELECT id, email, true, true FROM accounts_person WHERE email IS NOT NULL"
    )


def give_rights(work: Work) -> str:
    """Grant the sandbox's login its rights; parked modules stay read-only."""
    releases = _releases(work)
    off = Activation.objects.using(OWNER).filter(pemda_id=work.code, state=Activation.State.PARKED)
    slugs = set(off.values_list("slug", flat=True))
    tables = [table for release in releases for table in release.tables]
    parked = [table for release in releases if release.slug in slugs for table in release.tables]
    schema.grant(work.cursor, work.schema_name, tables, parked=parked)
    return ""


def make_admin(work: Work) -> Said:
    """Make the account of the person who asked, without a password: the invitation leads to choosing one."""
    Entry(
        act="sandbox.created",
        actor_name=work.run.requested_by,
        subject_type="tenants.pemda",
        subject_id=work.code,
        subject_label=work.code,
    ).save(using=OWNER)
    admin = work.arguments.get("admin")
    if not admin:
        return _("Tidak diminta")
    person = Person(name=admin["name"], email=admin["email"].lower(), kind=Person.Kind.ADMIN)
    person.set_unusable_password()
    person.save(using=OWNER)
    work.cursor.execute(
        'INSERT INTO account_emailaddress (user_id, email, verified, "primary") VALUES (%s, %s, true, true)',
        [person.pk, person.email],
    )
    return person.email or ""


def open_doors(work: Work) -> str:
    """From the commit on, the sandbox's host answers."""
    Pemda.objects.using(OWNER).filter(pk=work.code).update(state=Pemda.State.ACTIVE)
    return ""


def put_pictures(work: Work) -> Said:
    """Put the neutral picture where each photo was; photos themselves are not copied."""
    picture, count = placeholder(), 0
    with inside(work.facts()):
        for attachment in Attachment.objects.order_by("pk").iterator(chunk_size=500):
            for name, body in ((attachment.path, picture.full), (thumbnail_path(attachment), picture.thumbnail)):
                if not default_storage.exists(name):
                    default_storage.save(name, ContentFile(body))
            count += 1
    return ngettext("%(count)s gambar", "%(count)s gambar", count) % {"count": count}


def invite_admin(work: Work) -> Said:
    """Tell the admin where the sandbox is, once."""
    admin = work.arguments.get("admin")
    if not admin:
        return _("Tidak diminta")
    facts = work.facts()
    with inside(facts):
        person = Person.objects.get(email=admin["email"].lower())
        if not person.notifications.filter(kind=INVITATION_KIND).exists():
            notify(
                person=person,
                kind=INVITATION_KIND,
                subject=gettext("%(pemda)s siap dicoba") % {"pemda": facts.display_name},
                body=gettext(
                    "Salinan ini berisi orang rekaan dan tidak mengirim surel atau SMS kepada siapa pun. "
                    "Pilih kata sandi lewat “Lupa kata sandi”, lalu masuk."
                ),
                path="/konsol/",
            )
    return person.email or ""
