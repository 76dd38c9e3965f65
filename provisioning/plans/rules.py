"""The rules of what may be done to a Pemda's modules; read straight from the tables, for a cache may be old."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from packaging.version import Version

from catalog.manifest import Manifest, Text
from catalog.models import Activation
from catalog.registry import all_manifests, get_manifest
from provisioning.errors import (
    AheadOfCode,
    AlreadyActive,
    AlreadyCurrent,
    AlreadyOff,
    DependentsActive,
    ModuleConflict,
    NotEntitled,
    PemdaNotOpen,
    QuotaReached,
    RequirementTooOld,
    UnknownPemda,
)
from provisioning.words import Words
from tenants.errors import DomainError
from tenants.models import Agreement, Pemda
from tenants.router import PUBLIC


def first_problem(problems: Iterable[DomainError]) -> None:
    """Raise the first of the refusals, if there is one."""
    for problem in problems:
        raise problem


@dataclass(frozen=True, slots=True)
class Standing:
    """How a Pemda stands: itself (None where there is none), its modules that are on, and those that are parked."""

    code: str
    pemda: Pemda | None
    active: dict[str, Activation]
    parked: dict[str, Activation]

    @classmethod
    def read(cls, code: str, *, using: str = PUBLIC, pemda: Pemda | None = None) -> Standing:
        """As the tables say; `using` the owner sees a run's own transaction."""
        pemda = pemda or Pemda.objects.using(using).filter(pk=code).first()
        rows = list(Activation.objects.using(using).filter(pemda_id=code))
        return cls(
            code,
            pemda,
            {row.slug: row for row in rows if row.state == Activation.State.ACTIVE},
            {row.slug: row for row in rows if row.state == Activation.State.PARKED},
        )

    @property
    def versions(self) -> dict[str, str]:
        """The modules that are on, with their releases' versions."""
        return {slug: row.version for slug, row in self.active.items()}


def active_versions(pemda_code: str) -> dict[str, str]:
    """The modules that are on in the Pemda, with their releases' versions."""
    return Standing.read(pemda_code).versions


def modules_to_enable(*, slug: str, standing: Standing) -> list[str]:
    """The module and what it needs and the Pemda lacks, requirements first."""
    return in_order([slug], present=standing.active) or [slug]


def in_order(slugs: Sequence[str], *, present: Iterable[str] = ()) -> list[str]:
    """The modules with each one's requirements before it, without those that are present."""
    ordered: list[str] = []

    def place(slug: str) -> None:
        for requirement in get_manifest(slug).requires:
            place(requirement.slug)
        if slug not in ordered and slug not in present:
            ordered.append(slug)

    for slug in slugs:
        place(slug)
    return ordered


def problems_of_enabling(*, order: Sequence[str], standing: Standing) -> Iterator[DomainError]:
    """Why these modules cannot all be enabled in the Pemda, the most basic reason first."""
    yield from problems_of_pemda(standing)
    on = standing.versions
    if order[-1] in on:
        yield AlreadyActive()
        return
    yield from _unfitting_requirements(order, on)
    yield from _parked_ahead(order, standing)
    if conflicts := conflicts_among({**on, **{slug: get_manifest(slug).version for slug in order}}, order):
        yield ModuleConflict(get_manifest(each).title for each in conflicts)
    yield from problems_of_agreement(pemda_code=standing.code, wanted=order, on=on)


def problems_of_pemda(standing: Standing) -> Iterator[DomainError]:
    """Why nothing can be changed in the Pemda."""
    if standing.pemda is None:
        yield UnknownPemda(standing.code)
    elif standing.pemda.state != Pemda.State.ACTIVE:
        yield PemdaNotOpen()


def _unfitting_requirements(order: Sequence[str], on: dict[str, str]) -> Iterator[DomainError]:
    for slug in order:
        for requirement in get_manifest(slug).requires:
            version = on.get(requirement.slug)
            if version is not None and not requirement.accepts(version):
                title = get_manifest(requirement.slug).title
                yield RequirementTooOld(title, version, requirement.versions)


def conflicts_among(versions: dict[str, str], wanted: Sequence[str]) -> list[str]:
    """Those of the modules that exclude one of the wanted ones, or are excluded by it."""
    found = []
    for slug in wanted:
        for other, version in versions.items():
            excludes = any(each.slug == other and each.accepts(version) for each in get_manifest(slug).conflicts)
            is_excluded = any(
                each.slug == slug and each.accepts(versions[slug]) for each in get_manifest(other).conflicts
            )
            if other != slug and (excludes or is_excluded):
                found.append(other)
    return list(dict.fromkeys(found))


def agreements_in_force(pemda_code: str) -> list[Agreement]:
    """The PKS that bind today."""
    today = timezone.localdate()
    rows = Agreement.objects.filter(pemda_id=pemda_code, kind=Agreement.Kind.PKS, signed_on__lte=today)
    return list(rows.filter(Q(valid_until=None) | Q(valid_until__gte=today)))


def problems_of_agreement(*, pemda_code: str, wanted: Sequence[str], on: Iterable[str]) -> Iterator[DomainError]:
    """What the agreements in force do not allow. Without any, the setting ADOPSI_REQUIRE_AGREEMENT decides."""
    agreements = agreements_in_force(pemda_code)
    if not agreements and not settings.ADOPSI_REQUIRE_AGREEMENT:
        return
    if all(agreement.modules for agreement in agreements):
        annex = {slug for agreement in agreements for slug in agreement.modules}
        if missing := [slug for slug in wanted if slug not in annex]:
            yield NotEntitled(get_manifest(slug).title for slug in missing)
    limits = [agreement.module_limit for agreement in agreements]
    known = [limit for limit in limits if limit is not None]
    if known and len(known) == len(limits) and len({*on, *wanted}) > sum(known):
        yield QuotaReached(sum(known))


def refuse_ahead(title: Text | Words, version: str, wanted: str) -> None:
    """Raise `AheadOfCode` where the Pemda has a newer version than this code base."""
    if version and Version(version) > Version(wanted):
        raise AheadOfCode(title, version)


def _parked_ahead(order: Sequence[str], standing: Standing) -> Iterator[DomainError]:
    for slug in order:
        row, manifest = standing.parked.get(slug), get_manifest(slug)
        if row is not None and Version(row.version) > Version(manifest.version):
            yield AheadOfCode(manifest.title, row.version)


def dependents_of(slug: str, on: Iterable[str]) -> list[Manifest]:
    """The modules among those that are on which need this one, directly or through others; the neediest first."""
    direct = [
        manifest
        for manifest in all_manifests()
        if manifest.slug in on and any(each.slug == slug for each in manifest.requires)
    ]
    found: list[Manifest] = []
    for manifest in direct:
        found += [each for each in [*dependents_of(manifest.slug, on), manifest] if each not in found]
    return found


def modules_to_park(*, slug: str, standing: Standing, with_dependents: bool) -> list[str]:
    """What is parked, dependents first; raises the refusal that parking would meet."""
    first_problem(problems_of_pemda(standing))
    on = standing.active
    get_manifest(slug)
    if slug not in on:
        raise AlreadyOff
    dependents = dependents_of(slug, on)
    if dependents and not with_dependents:
        raise DependentsActive(manifest.title for manifest in dependents)
    return [*(manifest.slug for manifest in dependents), slug]


def first_upgradable(*, slug: str, standing: Standing) -> Activation:
    """The activation that an upgrade would change; raises the refusal that it would meet."""
    first_problem(problems_of_pemda(standing))
    row = standing.active.get(slug) or standing.parked.get(slug)
    if row is None:
        raise AlreadyOff
    manifest = get_manifest(slug)
    if row.version == manifest.version and row.fingerprint:
        raise AlreadyCurrent
    refuse_ahead(manifest.title, row.version, manifest.version)
    first_problem(_unfitting_requirements([slug], {**standing.versions, slug: manifest.version}))
    return row
