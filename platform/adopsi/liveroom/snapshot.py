"""What all screens of a Pemda are told at one moment: worked out once, kept for some seconds, named by its content."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache

from django.core.cache import cache
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import get_language

from adopsi.liveroom.access import Viewer
from adopsi.liveroom.panels import gather, point_rows
from catalog.activations import activations_of
from tenants.core import CORE_VERSION
from tenants.directory import PemdaFacts

# However many screens ask, the modules are asked once in so many seconds.
KEPT_SECONDS = 5
PANELS = ("numbers", "queues", "alerts", "legend")
ASSETS = ("liveroom/wall.js", "liveroom/wall.css", "theme/app.css", "theme/map.js")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The answer's body, and its name for `If-None-Match`."""

    body: bytes
    etag: str


def snapshot_for(viewer: Viewer, pemda: PemdaFacts) -> Snapshot:
    """What this viewer's screen shows now."""
    release = release_of(pemda.code)
    key = f"liveroom:{release}:{get_language()}:{'lists' if viewer.opens_lists else 'bare'}"
    kept = cache.get(key)
    if kept is None:
        kept = _take(viewer, pemda, release)
        cache.set(key, kept, KEPT_SECONDS)
    return Snapshot(*kept)


def panels_of(viewer: Viewer, pemda: PemdaFacts) -> dict[str, str]:
    """The HTML of each panel, for the first view of the page."""
    return dict(json.loads(snapshot_for(viewer, pemda).body)["panels"])


def release_of(code: str) -> str:
    """Changes with the code of the screens and with the versions of the Pemda's modules: then they reload."""
    versions = sorted(f"{slug} {facts.version} {facts.state}" for slug, facts in activations_of(code).items())
    return hashlib.sha256(" ".join([_code(), *versions]).encode()).hexdigest()[:12]


@lru_cache(maxsize=1)
def _code() -> str:
    return " ".join([CORE_VERSION, *(static(name) for name in ASSETS)])


def _take(viewer: Viewer, pemda: PemdaFacts, release: str) -> tuple[bytes, str]:
    room = gather(pemda.code)
    context = {"room": room, "pemda": pemda, "opens_lists": viewer.opens_lists}
    told = {
        "release": release,
        "panels": {name: render_to_string(f"liveroom/panels/{name}.html", context) for name in PANELS},
        "points": point_rows(room.points),
    }
    etag = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:20]
    body = json.dumps({**told, "made_at": timezone.now().isoformat(timespec="seconds")}, separators=(",", ":"))
    return body.encode(), f'"{etag}"'
