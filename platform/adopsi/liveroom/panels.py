"""What the active modules have to show, gathered so that one module's fault leaves the others on the wall."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from catalog.activations import is_active, manifests_on
from catalog.manifest import Manifest
from catalog.registry import hook
from catalog.sdk.live import AlertKind, LiveAlert, LiveLegend, LiveList, LivePanels, LivePoint, LiveQueue
from catalog.sdk.search import Statistic

log = logging.getLogger("adopsi.liveroom")
MOST_NUMBERS, MOST_ALERTS = 4, 12


@dataclass(frozen=True, slots=True)
class ModuleNumbers:
    """The tiles of one module."""

    slug: str
    title: str
    icon: str
    hue: str
    numbers: list[Statistic]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A queue as the wall draws it: lengths in per cent of the longest bar or mark."""

    slug: str
    queue: LiveQueue
    length: int
    target_at: int

    @property
    def is_over(self) -> bool:
        """Whether the middle report waits longer than it should."""
        return self.queue.days > self.queue.target_days


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert with the module that raised it."""

    slug: str
    module: str
    alert: LiveAlert


@dataclass(slots=True)
class Room:
    """Everything on the wall of the active Pemda at one moment."""

    numbers: list[ModuleNumbers] = field(default_factory=list)
    points: list[LivePoint] = field(default_factory=list)
    legend: list[LiveLegend] = field(default_factory=list)
    queues: list[QueueRow] = field(default_factory=list)
    alerts: list[AlertLine] = field(default_factory=list)


def gather(code: str) -> Room:
    """Ask every module that is on in the Pemda."""
    room = Room()
    queues: list[tuple[str, LiveQueue]] = []
    for manifest in manifests_on(code):
        if not is_active(manifest.slug, code):
            room.alerts.append(_down(manifest, _("sedang diperbarui")))
            continue
        is_whole = True
        for take in (_take_numbers, _take_live(queues)):
            is_whole &= _guarded(take, manifest, room)
        if not is_whole:
            room.alerts.append(_down(manifest, _("tidak dapat dibaca")))
    room.queues = _drawn(queues)
    order = list(AlertKind)
    room.alerts = sorted(room.alerts, key=lambda line: order.index(line.alert.kind))[:MOST_ALERTS]
    return room


def list_behind(code: str, slug: str, key: str) -> LiveList | None:
    """What lies behind a number of a module that is on in the Pemda; None where there is no such number."""
    for manifest in manifests_on(code):
        if manifest.slug == slug and is_active(slug, code):
            finder = hook(manifest, "live_list")
            return finder(key) if finder else None
    return None


def short_title(manifest: Manifest) -> str:
    """What stands before a colon is the name by which people call the application."""
    return str(manifest.title).split(":")[0]


def _down(manifest: Manifest, why: str) -> AlertLine:
    return AlertLine(manifest.slug, short_title(manifest), LiveAlert(kind=AlertKind.DOWN, text=why))


def _guarded(take: Callable[[Manifest, Room], None], manifest: Manifest, room: Room) -> bool:
    try:
        take(manifest, room)
    except Exception:  # One module's fault must not darken the whole wall.
        log.exception("the LIVE Room could not read %s", manifest.slug)
        return False
    return True


def _take_numbers(manifest: Manifest, room: Room) -> None:
    count = hook(manifest, "statistics")
    found = list(count()) if count else []
    # Those of today say what a wall is for; a module that counts none shows what it has.
    numbers = [number for number in found if number.is_today] or found
    if numbers:
        hue = str(manifest.tile.hue) if manifest.tile else "indigo"
        tiles = numbers[:MOST_NUMBERS]
        room.numbers.append(ModuleNumbers(manifest.slug, short_title(manifest), manifest.icon, hue, tiles))


def _take_live(queues: list[tuple[str, LiveQueue]]) -> Callable[[Manifest, Room], None]:
    def take(manifest: Manifest, room: Room) -> None:
        show = hook(manifest, "live")
        panels: LivePanels = show() if show else LivePanels()
        room.points += panels.points
        room.legend += panels.legend
        queues.extend((manifest.slug, queue) for queue in panels.queues)
        room.alerts += [AlertLine(manifest.slug, short_title(manifest), alert) for alert in panels.alerts]

    return take


def _drawn(queues: list[tuple[str, LiveQueue]]) -> list[QueueRow]:
    longest = max((max(queue.days, queue.target_days) for _slug, queue in queues), default=0) or 1
    return [
        QueueRow(slug, queue, _share(queue.days, longest), _share(queue.target_days, longest)) for slug, queue in queues
    ]


def _share(days: int, longest: int) -> int:
    return round(100 * days / longest)


def point_rows(points: list[LivePoint]) -> list[list[Any]]:
    """The points as the page's script reads them: key, latitude, longitude, hue, title, text."""
    return [[point.key, point.latitude, point.longitude, point.hue, point.title, point.text] for point in points]
