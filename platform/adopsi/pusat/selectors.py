"""What the team reads: counts, the fleet, regions, the shelf."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from catalog.errors import UnknownModule
from catalog.manifest import Manifest
from catalog.models import Activation
from catalog.registry import all_manifests, get_manifest
from provisioning.models import Run
from provisioning.releases import CORE_SLUG
from provisioning.selectors import list_fleet, list_runs
from tenants.models import Pemda, Region


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of the dashboard."""

    regions: int
    autonomous: int
    open_pemda: int
    modules: int
    activations: int
    unfinished: int
    failed: int


def counts() -> Counts:
    """The fleet in numbers."""
    regions = Region.objects.aggregate(all=Count("pk"), autonomous=Count("pk", filter=Q(is_autonomous=True)))
    return Counts(
        regions=regions["all"],
        autonomous=regions["autonomous"],
        open_pemda=Pemda.objects.filter(state=Pemda.State.ACTIVE, sandbox_of=None).count(),
        modules=len(all_manifests()),
        activations=Activation.objects.filter(state=Activation.State.ACTIVE, pemda__sandbox_of=None).count(),
        unfinished=Run.objects.filter(state__in=Run.UNFINISHED).count(),
        failed=count_attention(),
    )


def count_attention() -> int:
    """Runs that failed and wait for somebody."""
    return _unmended(Run.objects.all()).count()


def _unmended(runs: QuerySet[Run]) -> QuerySet[Run]:
    """Failed runs after which nobody asked for the same thing again."""
    later = Run.objects.filter(
        pemda_code=OuterRef("pemda_code"),
        operation=OuterRef("operation"),
        subject=OuterRef("subject"),
        created_at__gt=OuterRef("created_at"),
    )
    return runs.filter(state=Run.State.FAILED).exclude(Exists(later))


def runs_needing_eyes(limit: int = 6) -> list[Run]:
    """Unfinished and failed runs, newest first."""
    runs = list_runs()
    return list((runs.filter(state__in=Run.UNFINISHED) | _unmended(runs))[:limit])


def newest_pemda(limit: int = 6) -> list[Pemda]:
    """The Pemda that adopted last."""
    return list(list_fleet().order_by("-created_at")[:limit])


def open_pemda(limit: int = 4) -> list[Pemda]:
    """Pemda whose portals anybody can visit; the owner first, then who adopted first."""
    return list(list_fleet(state=Pemda.State.ACTIVE).order_by("-is_owner", "created_at")[:limit])


def provinces() -> list[tuple[str, str]]:
    """Code and name of each province."""
    return list(Region.objects.filter(kind=Region.Kind.PROVINCE).values_list("code", "name"))


def fleet(*, search: str, state: str, slug: str, province: str) -> QuerySet[Pemda]:
    """The fleet as filtered."""
    rows = list_fleet(search=search, state=state, slug=slug)
    if province:
        rows = rows.filter(Q(code=province) | Q(region__province_code=province))
    return rows


def list_regions(*, search: str = "", province: str = "", kind: str = "", adopted: str = "") -> QuerySet[Region]:
    """Regions with their Pemda, where they have one; `adopted` is `ya`, `belum` or empty."""
    rows = Region.objects.prefetch_related(Prefetch("governments", Pemda.objects.filter(sandbox_of=None)))
    if search:
        rows = rows.filter(Q(code__startswith=search) | Q(display_name__icontains=search))
    if province:
        rows = rows.filter(Q(code=province) | Q(province_code=province))
    if kind:
        rows = rows.filter(kind=kind)
    if adopted:
        rows = rows.filter(governments__isnull=adopted != "ya").distinct()
    return rows


def government_of(region: Region) -> Pemda | None:
    """The Pemda that adopted for the region, sandboxes aside; uses what `list_regions` fetched."""
    return next((pemda for pemda in region.governments.all() if pemda.sandbox_of_id is None), None)


def regions_without_pemda() -> QuerySet[Region]:
    """The regions that may adopt."""
    return Region.objects.filter(is_autonomous=True, governments=None)


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A module on the shelf and how many Pemda use it."""

    manifest: Manifest
    users: int
    titles_required: tuple[str, ...]


def shelf(*, search: str = "", dimension: str = "", opd: str = "", used: str = "") -> list[ShelfRow]:
    """The shelf as filtered; `used` is `ya`, `belum` or empty."""
    users = users_by_module()
    rows = [
        ShelfRow(manifest, users.get(manifest.slug, 0), titles_of(each.slug for each in manifest.requires))
        for manifest in all_manifests()
        if _fits(manifest, search.lower(), dimension, opd)
    ]
    return [row for row in rows if not used or (row.users > 0) == (used == "ya")]


def _fits(manifest: Manifest, search: str, dimension: str, opd: str) -> bool:
    text = f"{manifest.slug} {manifest.title.id} {manifest.title.en} {manifest.summary.id} {manifest.summary.en}"
    return search in text.lower() and dimension in ("", manifest.dimension) and opd in ("", manifest.owner_opd)


def users_by_module() -> dict[str, int]:
    """How many governments have each module on."""
    on = Activation.objects.filter(state=Activation.State.ACTIVE, pemda__sandbox_of=None)
    rows = on.order_by().values("slug")
    return {row["slug"]: row["count"] for row in rows.annotate(count=Count("pk"))}


def owner_opds() -> list[tuple[str, str]]:
    """The OPD that look after modules."""
    return [
        (opd, opd.upper() if len(opd) < 5 else opd.capitalize())
        for opd in sorted({m.owner_opd for m in all_manifests()})
    ]


def titles_of(slugs: Iterable[str]) -> tuple[str, ...]:
    """The titles of modules on the shelf, and of the core (`inti`); the slug of what the code no longer knows."""
    return tuple(map(_title, slugs))


def _title(slug: str) -> str:
    if slug == CORE_SLUG:
        return _("Inti")
    try:
        return str(get_manifest(slug).title)
    except UnknownModule:
        return slug


def module_name(slug: str) -> str:
    """What stands before the colon of the module's title; the slug of a module that the code no longer knows."""
    return titles_of([slug])[0].partition(":")[0]


def address_of(pemda: Pemda) -> str:
    """The portal's address, with scheme and port."""
    hosts = [domain.domain for domain in pemda.domains.all() if domain.is_primary]
    host = hosts[0] if hosts else f"{pemda.subdomain}.{settings.ADOPSI_BASE_DOMAIN}"
    port = settings.ADOPSI_PUBLIC_PORT
    return f"{settings.ADOPSI_SCHEME}://{host}{f':{port}' if port else ''}/"


def name_of_code(code: str) -> str:
    """The region's name, marked for a sandbox; the code itself where there is none."""
    return names_of_codes([code]).get(code, code)


def names_of_codes(codes: Iterable[str]) -> dict[str, str]:
    """The regions' names by code, sandboxes' marked as such, in one query."""
    of_region = {code: code.partition("-")[0] for code in codes}
    names = dict(Region.objects.filter(pk__in=set(of_region.values())).values_list("code", "display_name"))
    return {
        code: names[region] if code == region else _("%(name)s (uji coba)") % {"name": names[region]}
        for code, region in of_region.items()
        if region in names
    }


def adopted_choices() -> list[tuple[str, str]]:
    """The choices of the filter on regions."""
    return [("ya", _("Sudah mengadopsi")), ("belum", _("Belum mengadopsi"))]


def used_choices() -> list[tuple[str, str]]:
    """The choices of the filter on modules."""
    return [("ya", _("Dipakai")), ("belum", _("Belum dipakai"))]
