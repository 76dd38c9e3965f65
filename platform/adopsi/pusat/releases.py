"""Releases as the team reads them: the current one of each module, who is where, and what a rollout would do."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from packaging.version import InvalidVersion, Version

from adopsi.pusat.selectors import names_of_codes, titles_of
from catalog.registry import all_manifests
from provisioning.models import Pin, Release, Rollout, RolloutTarget
from provisioning.releases import CORE_SLUG
from provisioning.releases.build import version_of
from provisioning.releases.shelf import current_release
from provisioning.rollouts import hold_off, targets_of
from provisioning.selectors import newest_releases, unfinished_rollouts, who_is_where
from tenants.models import Pemda


@dataclass(frozen=True, slots=True)
class Spread:
    """How many Pemda have one version; `percent` is of all that have the module."""

    version: str
    count: int
    percent: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A module, its release of this code base (None: not built yet), and which versions the fleet has."""

    slug: str
    title: str
    version: str
    release: Any
    spread: tuple[Spread, ...]
    rollout: Rollout | None

    @property
    def behind(self) -> int:
        """How many Pemda have another version than the current one."""
        return sum(each.count for each in self.spread if not each.is_current)

    @property
    def users(self) -> int:
        """How many Pemda have the module in any version."""
        return sum(each.count for each in self.spread)


STATES = ("behind", "current", "notes", "missing")


def state_choices() -> list[tuple[str, str]]:
    """The choices of the filter on releases."""
    words = (_("Ada yang tertinggal"), _("Semua mutakhir"), _("Tanpa potret tabel"), _("Belum dibuat"))
    return list(zip(STATES, words, strict=True))


def release_rows(*, search: str = "", state: str = "") -> list[ReleaseRow]:
    """The core and every module on the shelf as filtered; three queries, however many there are."""
    releases, where, rollouts = newest_releases(), who_is_where(), unfinished_rollouts()
    slugs = [CORE_SLUG, *(manifest.slug for manifest in all_manifests())]
    rows = [
        ReleaseRow(
            slug=slug,
            title=title,
            version=version_of(slug),
            release=releases.get((slug, version_of(slug))),
            spread=spread_of(where.get(slug, {}), version_of(slug)),
            rollout=rollouts.get(slug),
        )
        for slug, title in zip(slugs, titles_of(slugs), strict=True)
    ]
    return [row for row in rows if search.lower() in f"{row.slug} {row.title}".lower() and _fits(row, state)]


def _fits(row: ReleaseRow, state: str) -> bool:
    facts = {
        "": True,
        "behind": row.behind > 0,
        "current": row.behind == 0 and row.release is not None,
        "notes": row.release is not None and not row.release.is_compiled,
        "missing": row.release is None,
    }
    return facts.get(state, True)


def spread_of(counts: dict[str, int], current: str) -> tuple[Spread, ...]:
    """The versions in use, newest first."""
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: _order(item[0]), reverse=True)
    return tuple(Spread(version, count, round(100 * count / total), version == current) for version, count in ordered)


def _order(version: str) -> tuple[bool, Version | str]:
    try:
        return True, Version(version)
    except InvalidVersion:
        return False, version


# --- one module ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One release with what it changed, and how many Pemda have it."""

    release: Release
    users: int
    is_current: bool
    notes: tuple[str, ...]
    changes: list[Any]
    segments: list[dict[str, Any]]


def history_of(slug: str) -> list[HistoryEntry]:
    """Every release of the module, newest first; its segments without their SQL."""
    where = who_is_where().get(slug, {})
    rows = sorted(Release.objects.filter(slug=slug).defer("seeds"), key=lambda row: _order(row.version), reverse=True)
    return [
        HistoryEntry(
            release=row,
            users=where.get(row.version, 0),
            is_current=row.version == version_of(slug),
            notes=tuple(row.notes),
            changes=_changes(row),
            segments=[_segment(each, _known_before(row, rows)) for each in row.segments],
        )
        for row in rows
    ]


def _known_before(release: Release, newest_first: list[Release]) -> set[tuple[str, str]]:
    at = newest_first.index(release)
    return set(newest_first[at + 1].migrations) if at + 1 < len(newest_first) else set()


def _changes(release: Release) -> list[Any]:
    return [note for change in release.changelog if change["version"] == release.version for note in change["notes"]]


def _segment(segment: dict[str, Any], known: set[tuple[str, str]]) -> dict[str, Any]:
    node = (segment["migration"][0], segment["migration"][1])
    return {
        "name": ".".join(node),
        "mode": segment["mode"],
        "statements": len(segment["statements"]),
        "is_reversible": segment["backward"] is not None,
        "destroys": segment["destroys"],
        "is_new": node not in known,
    }


# --- before a rollout ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RingPlan:
    """What a rollout would meet in one ring: how many Pemda it goes to, and how many keep an hour of their own."""

    ring: str
    title: str
    count: int
    windowed: int
    holds: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class RolloutPlan:
    """What a rollout would do: per ring, from which versions, and who wants to be left alone."""

    release: Release
    total: int
    rings: tuple[RingPlan, ...]
    versions: tuple[tuple[str, int], ...]

    @property
    def held(self) -> int:
        """How many would be skipped by their own wish."""
        return sum(len(ring.holds) for ring in self.rings)


def plan_rollout(slug: str) -> RolloutPlan:
    """Computed without writing; raises `ReleaseMissing` where the code's release was not built."""
    release = current_release(slug)
    targets = targets_of(release)
    codes = [target.pemda_code for target in targets]
    pemda = {each.code: each for each in Pemda.objects.filter(pk__in=codes)}
    pins: dict[str, dict[str, Pin]] = defaultdict(dict)
    for row in Pin.objects.filter(pemda_code__in=codes):
        pins[row.pemda_code][row.slug] = row
    today, names = timezone.localdate(), names_of_codes(codes)
    words = {code: str(hold_off(each, pins[code], slug, today)) for code, each in pemda.items()}
    return RolloutPlan(
        release=release,
        total=len(targets),
        rings=tuple(_ring_plan(ring, title, targets, pemda, words, names) for ring, title in Pemda.Ring.choices),
        versions=tuple(Counter(target.from_version for target in targets).most_common()),
    )


def _ring_plan(
    ring: str,
    title: str,
    targets: list[RolloutTarget],
    pemda: dict[str, Pemda],
    words: dict[str, str],
    names: dict[str, str],
) -> RingPlan:
    codes = [target.pemda_code for target in targets if target.ring == ring]
    return RingPlan(
        ring=ring,
        title=title,
        count=len(codes),
        windowed=sum(pemda[code].window_starts is not None for code in codes),
        holds=tuple((code, names.get(code, code), words[code]) for code in codes if words[code]),
    )


def title_or_refusal(slug: str) -> str:
    """The module's title; raises `UnknownModule` for what is neither on the shelf nor was ever released."""
    if not Release.objects.filter(slug=slug).exists():
        version_of(slug)
    return titles_of([slug])[0]
