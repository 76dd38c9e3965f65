"""Steps that enable and disable a module in a Pemda."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Activation
from catalog.registry import get_manifest, hook
from provisioning import compiler, plans, schema
from provisioning.work import Work
from tenants.accounts.models import Person
from tenants.audit.models import Entry
from tenants.audit.services import record
from tenants.context import inside, owner_writes
from tenants.models import Pemda
from tenants.notifications.services import notify
from tenants.router import OWNER


def check_enable(work: Work) -> str:
    """Refuse what became impossible between the request and now; hold the Pemda's row so that it stays true."""
    Pemda.objects.using(OWNER).select_for_update().get(pk=work.code)
    plans.check_enable(slug=work.run.subject, pemda_code=work.code)
    return str(get_manifest(work.run.subject).title)


def make_tables(work: Work) -> str:
    """Replay the module's compiled tables; where it was parked, bring its tables up to date instead."""
    slug = work.run.subject
    compiled = compiler.compile_module(slug)
    with schema.only_here(work.cursor, work.schema_name):
        if slug in schema.applied_apps(work.cursor):
            compiler.migrate_here([slug])
            return _("Data lama dipakai kembali")
        work.cursor.execute(compiled.sql)
    return _("%(count)s tabel") % {"count": len(compiled.tables)}


def give_rights(work: Work) -> str:
    """Grant the Pemda's login its rights as they are after this run."""
    off = Activation.objects.using(OWNER).filter(pemda_id=work.code, state=Activation.State.PARKED)
    parked = set(off.values_list("slug", flat=True))
    if work.run.operation == "enable_module":
        parked.discard(work.run.subject)
    schema.grant_tables(work.cursor, work.schema_name, parked=sorted(parked))
    return ""


def seed(work: Work) -> str:
    """Write the module's default data in the same transaction as its tables."""
    manifest = get_manifest(work.run.subject)
    fill = hook(manifest, "seed")
    if fill is None:
        return _("Tidak ada")
    with inside(work.facts()), owner_writes():
        fill()
    return ""


def activate(work: Work) -> str:
    """From the commit on, the module answers in this Pemda."""
    manifest = get_manifest(work.run.subject)
    Activation.objects.using(OWNER).update_or_create(
        pemda_id=work.code,
        slug=manifest.slug,
        defaults={
            "state": Activation.State.ACTIVE,
            "version": manifest.version,
            "enabled_at": timezone.now(),
            "parked_at": None,
        },
    )
    return manifest.version


def demonstrate(work: Work) -> str:
    """Fill in demonstration data, where asked for, with the Pemda's own login."""
    fill = hook(get_manifest(work.run.subject), "demonstration")
    if not work.arguments.get("demonstration") or fill is None:
        return _("Tidak diminta")
    with inside(work.facts()):
        fill()
    return ""


def check_disable(work: Work) -> str:
    """Refuse while other modules need this one."""
    Pemda.objects.using(OWNER).select_for_update().get(pk=work.code)
    plans.check_disable(slug=work.run.subject, pemda_code=work.code)
    return str(get_manifest(work.run.subject).title)


def deactivate(work: Work) -> str:
    """From the commit on, every route, task, menu and hook of the module is dead in this Pemda."""
    Activation.objects.using(OWNER).filter(pemda_id=work.code, slug=work.run.subject).update(
        state=Activation.State.PARKED, parked_at=timezone.now()
    )
    return ""


def announce_enabled(work: Work) -> str:
    """Tell the Pemda's IT admins."""
    subject = _("Modul %(title)s aktif")
    return _announce(work, kind="inti.modul_aktif", subject=subject, act="module.enabled")


def announce_disabled(work: Work) -> str:
    """Tell the Pemda's IT admins."""
    subject = _("Modul %(title)s dinonaktifkan")
    return _announce(work, kind="inti.modul_nonaktif", subject=subject, act="module.disabled")


def _announce(work: Work, *, kind: str, subject: str, act: str) -> str:
    manifest = get_manifest(work.run.subject)
    path = f"/konsol/katalog/{manifest.slug}/"
    mark = f"{path}#{work.run.pk.hex[:8]}"
    with inside(work.facts()):
        admins = Person.objects.filter(kind=Person.Kind.ADMIN, is_active=True).exclude(notifications__path=mark)
        for person in admins:
            notify(person=person, kind=kind, subject=subject % {"title": manifest.title}, path=mark)
        # The run's mark tells a second look at this step that the entry is written.
        if not Entry.objects.filter(act=act, changes__run=str(work.run.pk)).exists():
            changes = {"run": str(work.run.pk)}
            record(act=act, subject="module", label=str(manifest.title), actor=work.run.requested_by, changes=changes)
    return ""


def note_versions(work: Work) -> str:
    """Write down that every module of the Pemda is now at this code base's version."""
    for slug in settings.MODULE_LABELS:
        rows = Activation.objects.using(OWNER).filter(pemda_id=work.code, slug=slug)
        rows.update(version=get_manifest(slug).version)
    return ""
