"""Steps that enable, park and upgrade modules in a Pemda."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext

from catalog.models import Activation
from catalog.registry import get_manifest, hook
from provisioning import schema
from provisioning.announcing import announce
from provisioning.models import Release
from provisioning.plans import rules
from provisioning.releases import applying
from provisioning.releases.shelf import current_release, current_releases, pending_segments, release_of
from provisioning.words import Said, names, ngettext
from provisioning.words import gettext as _
from provisioning.work import Work
from tenants.context import inside
from tenants.router import DEFAULT, OWNER


def check_enable(work: Work) -> Said:
    """Refuse what became impossible between the request and now; hold the Pemda's row so that it stays true."""
    standing = rules.Standing.read(work.code, using=OWNER, pemda=work.lock_pemda())
    order = rules.modules_to_enable(slug=work.run.subject, standing=standing)
    rules.first_problem(rules.problems_of_enabling(order=order, standing=standing))
    parked = standing.parked
    work.findings["installed"] = [slug for slug in order if slug not in parked]
    work.findings["resumed"] = [
        {"slug": slug, "version": row.version, "fingerprint": row.fingerprint, **_parking(row)}
        for slug in order
        if (row := parked.get(slug))
    ]
    return names(get_manifest(slug).title for slug in order)


def _parking(row: Activation) -> dict[str, str | None]:
    return {
        "parked_at": row.parked_at.isoformat() if row.parked_at else None,
        "purge_after": row.purge_after.isoformat() if row.purge_after else None,
    }


def make_tables(work: Work) -> Said:
    """Replay the modules' releases; where one was parked, bring its tables up to date instead."""
    releases = work.releases(work.findings["installed"])
    tables = [table for release in releases for table in release.tables]
    # More rows than these are people's data, which an undo may not lose.
    work.findings["rows"] = applying.install_beside(work.cursor, releases, schema_name=work.schema_name)
    late: list[str] = []
    for parked in work.findings["resumed"]:
        if parked["version"] != get_manifest(parked["slug"]).version:
            parked["upgraded"] = _upgrade(work, parked["slug"], parked["version"], parked["fingerprint"])
            late += parked["upgraded"]["late_indexes"]
    work.findings["late_indexes"] = late
    if not releases:
        return _("Data lama dipakai kembali")
    return ngettext("%(count)s tabel", "%(count)s tabel", len(tables)) % {"count": len(tables)}


def give_rights(work: Work) -> str:
    """The tables of resumed modules can be written again."""
    for parked in work.findings["resumed"]:
        schema.grant(work.cursor, work.schema_name, current_release(parked["slug"], using=OWNER).tables)
    return ""


def activate(work: Work) -> str:
    """From the commit on, the modules answer in this Pemda."""
    slugs = [*work.findings["installed"], *(each["slug"] for each in work.findings["resumed"])]
    mark_active(work.code, work.releases(slugs))
    return ", ".join(f"{slug} {get_manifest(slug).version}" for slug in slugs)


def mark_active(pemda_code: str, releases: Iterable[Release]) -> None:
    """Write the activations of modules whose tables are those of the releases, in one statement."""
    now = timezone.now()
    rows = [
        Activation(
            pemda_id=pemda_code,
            slug=release.slug,
            state=Activation.State.ACTIVE,
            version=release.version,
            fingerprint=release.fingerprint,
            enabled_at=now,
            updated_at=now,
        )
        for release in releases
    ]
    Activation.objects.using(OWNER).bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["pemda", "slug"],
        update_fields=["state", "version", "fingerprint", "enabled_at", "parked_at", "purge_after", "updated_at"],
    )


def is_demonstration_asked(work: Work) -> bool:
    """Whether whoever asked for the run wants demonstration data."""
    return bool(work.arguments.get("demonstration"))


def demonstrate(work: Work) -> Said:
    """Fill in demonstration data with the Pemda's own login; it is no people's data either."""
    installed = work.findings["installed"]
    with inside(work.facts()), connections[DEFAULT].cursor() as cursor:
        for slug in installed:
            if fill := hook(get_manifest(slug), "demonstration"):
                fill()
        tables = [table for release in current_releases(installed) for table in release.tables] if installed else []
        work.findings["rows"] = schema.count_rows(cursor, tables)
    work.run.findings = work.findings
    work.run.save(update_fields=["findings"])
    return ""


# --- parking ------------------------------------------------------------------------------------------


def check_park(work: Work) -> Said:
    """Refuse while other modules need this one and are not parked with it."""
    standing = rules.Standing.read(work.code, using=OWNER, pemda=work.lock_pemda())
    order = rules.modules_to_park(
        slug=work.run.subject, standing=standing, with_dependents=work.arguments.get("with_dependents", False)
    )
    work.findings["parked"] = order
    return names(get_manifest(slug).title for slug in order)


def park(work: Work) -> str:
    """From the commit on, every route, task, menu and hook of the modules is dead in this Pemda."""
    now = timezone.now()
    for slug in work.findings["parked"]:
        purge_after = now + timedelta(days=get_manifest(slug).park_days)
        Activation.objects.using(OWNER).filter(pemda_id=work.code, slug=slug).update(
            state=Activation.State.PARKED, parked_at=now, purge_after=purge_after, updated_at=now
        )
    return ""


def lock_data(work: Work) -> Said:
    """The data stays, read-only, for as long as the manifest says."""
    days = []
    for slug in work.findings["parked"]:
        tables = _release_here(work, slug).tables
        schema.grant(work.cursor, work.schema_name, tables, parked=tables)
        days.append(get_manifest(slug).park_days)
    return ngettext("Disimpan %(days)s hari", "Disimpan %(days)s hari", min(days)) % {"days": min(days)}


def _release_here(work: Work, slug: str) -> Release:
    row = Activation.objects.using(OWNER).get(pemda_id=work.code, slug=slug)
    return release_of(slug, row.version, using=OWNER) or current_release(slug, using=OWNER)


# --- upgrading ----------------------------------------------------------------------------------------


def check_upgrade(work: Work) -> str:
    """Refuse what is current already, or not on."""
    standing = rules.Standing.read(work.code, using=OWNER, pemda=work.lock_pemda())
    slug = work.run.subject
    row = rules.first_upgradable(slug=slug, standing=standing)
    work.findings |= {"from": row.version, "to": get_manifest(slug).version, "fingerprint": row.fingerprint}
    return f"{row.version} → {get_manifest(slug).version}"


def upgrade_tables(work: Work) -> Said:
    """Apply what the Pemda's release lacks, and merge the default data; what the Pemda changed stays."""
    work.findings |= _upgrade(work, work.run.subject, work.findings["from"], work.findings["fingerprint"])
    kept = len(work.findings["seeds_kept"])
    return (
        ngettext("%(count)s isian Anda dipertahankan", "%(count)s isian Anda dipertahankan", kept) % {"count": kept}
        if kept
        else ""
    )


def _upgrade(work: Work, slug: str, version: str, fingerprint: str) -> dict[str, Any]:
    """Take the module's tables to the code's release; gives what undoing that would need."""
    release = current_release(slug, using=OWNER)
    older = release_of(slug, version, using=OWNER)
    older = older or Release(slug=slug, version=version, catalog={}, seeds=release.seeds)
    segments = pending_segments(release, schema.applied_migrations(work.cursor))
    is_python = any(segment["mode"] == "python" for segment in segments)
    with schema.only_here(work.cursor, work.schema_name):
        work.cursor.execute(schema.default_rights(work.schema_name))
        upgraded = applying.upgrade(
            work.cursor, release=release, older=older, segments=segments, login=work.schema_name
        )
        content = applying.content_of(work.cursor, upgraded.copies) if is_python else {}
    return {
        "from": version,
        "to": release.version,
        "fingerprint": fingerprint,
        "migrations": [segment["migration"] for segment in segments],
        "python": is_python,
        "content": content,
        "late_indexes": upgraded.late_indexes,
        "copies": upgraded.copies,
        "seeds_added": upgraded.merge.added,
        "seeds_changed": upgraded.merge.changed,
        "seeds_kept": upgraded.merge.kept,
    }


def note_upgrade(work: Work) -> str:
    """From the commit on, the Pemda has the release."""
    release = current_release(work.run.subject, using=OWNER)
    rows = Activation.objects.using(OWNER).filter(pemda_id=work.code, slug=release.slug)
    kept = work.findings.get("seeds_kept", [])
    if rows.filter(state=Activation.State.PARKED).exists():
        schema.grant(work.cursor, work.schema_name, release.tables, parked=release.tables)
    rows.update(version=release.version, fingerprint=release.fingerprint, kept=kept, updated_at=timezone.now())
    return release.version


# --- telling ------------------------------------------------------------------------------------------


def announce_enabled(work: Work) -> str:
    """Tell the Pemda's IT admins."""
    return announce(work, kind="inti.modul_aktif", subject=gettext("Modul %(title)s aktif"), act="module.enabled")


def announce_parked(work: Work) -> str:
    """Tell the Pemda's IT admins."""
    subject = gettext("Modul %(title)s dinonaktifkan")
    return announce(work, kind="inti.modul_nonaktif", subject=subject, act="module.disabled")


def announce_upgraded(work: Work) -> str:
    """Tell the Pemda's IT admins, with what is new."""
    subject = gettext("Modul %(title)s dimutakhirkan")
    manifest = get_manifest(work.run.subject)
    news = [str(note) for change in manifest.changelog if change.version == manifest.version for note in change.notes]
    return announce(work, kind="inti.modul_mutakhir", subject=subject, act="module.upgraded", body="\n".join(news))
