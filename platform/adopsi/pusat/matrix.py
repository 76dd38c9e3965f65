"""The fleet as a matrix: a row per Pemda, a column per module, a mark and the version in each cell.

Five queries however large the fleet; the cells' HTML is made here, once for each mark and version, for a page may
have twelve thousand of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from adopsi.pusat.selectors import module_name
from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.drift import AHEAD, BEHIND, CURRENT, DRIFTED, UNKNOWN, FleetCheckRow
from provisioning.models import Run
from provisioning.releases import CORE_SLUG
from provisioning.releases.build import version_of
from provisioning.selectors import check_of, standing_of_fleet
from tenants.errors import DomainError
from tenants.models import Pemda

# As many as a phone draws without a pause.
MOST_CELLS = 12_000
RUNNING, PARKED, OFF = "running", "parked", "off"
# The class of the cell and the mark in it: a state is told by colour, by pattern and by letter.
MARKS = {
    CURRENT: ("c", "✓"),
    BEHIND: ("b", "↑"),
    DRIFTED: ("d", "!"),
    UNKNOWN: ("u", "?"),
    AHEAD: ("u", "⇑"),
    PARKED: ("p", "‖"),
    RUNNING: ("r", "↻"),
}
OFF_CELL = format_html("<td>{}", "·")


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """What a mark means, and how many cells of the whole fleet have it (None where that is not counted)."""

    css: str
    mark: str
    title: str
    count: int | None


@dataclass(frozen=True, slots=True)
class ModuleColumn:
    """A module: its short name, and the version of this code base ("" where the code no longer has it)."""

    slug: str
    title: str
    version: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A Pemda with its cells as HTML."""

    pemda: Any
    cells: SafeString


def legend(*, slug: str = "") -> tuple[list[LegendEntry], set[str]]:
    """The marks with their counts in the whole fleet, and the codes of Pemda where something is not current."""
    counts: Counter[str] = Counter()
    uneven: set[str] = set()
    for row in standing_of_fleet(slug=slug):
        mark = _mark(row.state, row.verdict)
        counts[mark] += row.count
        if mark not in {CURRENT, PARKED}:
            uneven.add(row.pemda_code)
    words = {
        CURRENT: _("Mutakhir"),
        BEHIND: _("Tertinggal"),
        DRIFTED: _("Ada selisih"),
        UNKNOWN: _("Rilis tak dikenal"),
        AHEAD: _("Lebih baru daripada kode"),
        PARKED: _("Nonaktif, data disimpan"),
        RUNNING: _("Sedang diubah"),
    }
    entries = [
        LegendEntry(*MARKS[name], title, counts[name] if name != RUNNING else None) for name, title in words.items()
    ]
    return [*entries, LegendEntry("", "·", _("Tidak dipakai"), None)], uneven


def _mark(state: str, verdict: str) -> str:
    # What is parked is brought up to date when it comes back: until then nobody misses the newer release.
    return PARKED if state == Activation.State.PARKED and verdict in {CURRENT, BEHIND} else verdict


def rows_of_matrix(*, search: str, province: str, ring: str, codes: set[str] | None) -> Any:
    """The Pemda of the rows as filtered; `codes` narrows them to these."""
    rows = Pemda.objects.filter(sandbox_of=None).select_related("region").order_by("code")
    if search:
        rows = rows.filter(Q(code__startswith=search) | Q(region__display_name__icontains=search))
    if province:
        rows = rows.filter(Q(code=province) | Q(region__province_code=province))
    if ring:
        rows = rows.filter(ring=ring)
    # Only what the rows show: a Pemda has a logo, texts and addresses that nobody reads here.
    rows = rows.only("code", "ring", "state", "region__display_name")
    return rows if codes is None else rows.filter(code__in=codes)


def columns_of_matrix(*, slug: str = "") -> list[ModuleColumn]:
    """The core, the shelf, and what some Pemda still has though the code no longer knows it."""
    known = [CORE_SLUG, *(manifest.slug for manifest in all_manifests())]
    stray = Activation.objects.exclude(slug__in=known).order_by("slug").values_list("slug", flat=True).distinct()
    slugs = [each for each in [*known, *stray] if slug in ("", each)]
    return [ModuleColumn(each, module_name(each), _version(each)) for each in slugs]


def _version(slug: str) -> str:
    try:
        return version_of(slug)
    except DomainError:
        return ""


def matrix_rows(pemda: list[Pemda], columns: list[ModuleColumn], *, slug: str = "") -> list[MatrixRow]:
    """The rows with their cells."""
    codes = [each.code for each in pemda]
    found: dict[str, dict[str, FleetCheckRow]] = defaultdict(dict)
    for row in check_of(codes, slug=slug):
        found[row.pemda_code][row.slug] = row
    running = set(
        Run.objects.filter(state__in=Run.UNFINISHED, pemda_code__in=codes).values_list("pemda_code", "subject")
    )
    made: dict[tuple[str, str], SafeString] = {}
    return [MatrixRow(each, _cells(each.code, found[each.code], columns, running, made)) for each in pemda]


def _cells(
    code: str,
    found: dict[str, FleetCheckRow],
    columns: list[ModuleColumn],
    running: set[tuple[str, str]],
    made: dict[tuple[str, str], SafeString],
) -> SafeString:
    cells: list[str] = []
    for column in columns:
        row = found.get(column.slug)
        is_running = (code, column.slug) in running
        if row is None and not is_running:
            cells.append(OFF_CELL)
            continue
        mark = RUNNING if is_running or row is None else _mark(row.state, row.verdict)
        key = (mark, row.version if row else "")
        if key not in made:
            made[key] = format_html("<td class={}>{} {}", *MARKS[mark], key[1])
        cells.append(made[key])
    # Each cell was escaped when it was made; doing so ten thousand times more is a third of the page.
    return SafeString("".join(cells))  # nosec B703 - each cell is escaped where it is made


def plain_rows(pemda: list[Pemda], *, slug: str = "") -> list[tuple[Pemda, FleetCheckRow, str]]:
    """The same as a list, a line per Pemda and module, with the verdict in words: for exports."""
    by_code = {each.code: each for each in pemda}
    words = {(entry.css, entry.mark): entry.title for entry in legend(slug=slug)[0]}
    rows = check_of(list(by_code), slug=slug)
    return [(by_code[row.pemda_code], row, words[MARKS[_mark(row.state, row.verdict)]]) for row in rows]


def page_size(columns: int) -> int:
    """How many Pemda fit on a page."""
    return max(20, MOST_CELLS // max(1, columns))
