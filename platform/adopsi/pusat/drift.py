"""Drift as the team reads it: where the fleet is not what its releases say, and each difference in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from adopsi.pusat.selectors import module_name, names_of_codes
from catalog.models import Activation
from provisioning.drift import AHEAD, BEHIND, CURRENT, DRIFTED, UNKNOWN, FleetCheckRow, Repair, fleet_check, plan_repair
from provisioning.inspections import looked_at
from provisioning.models import Drift
from provisioning.selectors import check_of, drifts_of
from tenants.models import Pemda, Region

VERDICTS = {
    DRIFTED: gettext_lazy("Ada selisih"),
    BEHIND: gettext_lazy("Tertinggal"),
    UNKNOWN: gettext_lazy("Rilis tak dikenal"),
    AHEAD: gettext_lazy("Lebih baru daripada kode"),
    CURRENT: gettext_lazy("Mutakhir"),
}
KINDS = {
    "table": gettext_lazy("Tabel"),
    "column": gettext_lazy("Kolom"),
    "index": gettext_lazy("Indeks"),
    "constraint": gettext_lazy("Batasan"),
    "trigger": gettext_lazy("Pemicu"),
    "function": gettext_lazy("Fungsi"),
    "grant": gettext_lazy("Hak akses"),
    "seed": gettext_lazy("Isian awal"),
    "setting": gettext_lazy("Pengaturan"),
}


@dataclass(frozen=True, slots=True)
class UnevenRow:
    """A module of a Pemda that is not current."""

    check: FleetCheckRow
    name: str
    module: str
    verdict: str
    is_parked: bool
    differences: int
    found_at: datetime | None


def uneven(*, search: str = "", verdict: str = "", slug: str = "", province: str = "") -> list[FleetCheckRow]:
    """Everything that `fleet_check` does not call current, as filtered; two queries for the whole fleet."""
    rows = [
        row
        for row in fleet_check()
        if verdict in ("", row.verdict) and slug in ("", row.slug) and row.pemda_code.startswith(province)
    ]
    if not search:
        return rows
    names, word = names_of_codes({row.pemda_code for row in rows}), search.lower()
    titles = {each: module_name(each) for each in {row.slug for row in rows}}
    texts = ((row, f"{row.pemda_code} {names.get(row.pemda_code)} {row.slug} {titles[row.slug]}") for row in rows)
    return [row for row, text in texts if word in text.lower()]


def in_detail(checks: Iterable[FleetCheckRow]) -> list[UnevenRow]:
    """The rows with names and with what the last look found; two queries."""
    checks = list(checks)
    codes = {row.pemda_code for row in checks}
    found = {(row.pemda_code, row.slug): row for row in drifts_of().filter(pemda_code__in=codes)}
    names = names_of_codes(codes)
    return [_uneven(row, names, found.get((row.pemda_code, row.slug))) for row in checks]


def _uneven(row: FleetCheckRow, names: dict[str, str], drift: Drift | None) -> UnevenRow:
    return UnevenRow(
        check=row,
        name=names.get(row.pemda_code, row.pemda_code),
        module=module_name(row.slug),
        verdict=str(VERDICTS[row.verdict]),
        is_parked=row.state == Activation.State.PARKED,
        differences=len(drift.differences) if drift else 0,
        found_at=drift.found_at if drift else None,
    )


# --- one Pemda ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in words, with the statement that would mend it ("": a person must decide)."""

    kind: str
    name: str
    words: str
    expected: str
    found: str
    statement: str


@dataclass(frozen=True, slots=True)
class ModuleDrift:
    """A module of the Pemda: where it stands, and what differs."""

    check: FleetCheckRow
    title: str
    verdict: str
    found_at: datetime | None
    differences: tuple[Difference, ...]

    @property
    def mendable(self) -> int:
        """How many of the differences have a statement."""
        return sum(bool(each.statement) for each in self.differences)


def drift_of(pemda: Pemda) -> tuple[list[ModuleDrift], datetime | None]:
    """Every module of the Pemda, those that differ first, and when somebody looked last."""
    found = {row.slug: row for row in drifts_of(pemda.code)}
    rows = [_module_drift(row, found.get(row.slug)) for row in check_of([pemda.code])]
    looked = looked_at([pemda.code]).get(pemda.code)
    return sorted(rows, key=lambda row: (row.check.verdict == CURRENT, row.title)), looked


def _module_drift(row: FleetCheckRow, drift: Drift | None) -> ModuleDrift:
    repairs = plan_repair(drift.differences, code=row.pemda_code) if drift else []
    return ModuleDrift(
        check=row,
        title=module_name(row.slug),
        verdict=str(VERDICTS[row.verdict]),
        found_at=drift.found_at if drift else None,
        differences=tuple(map(in_words, repairs)),
    )


def in_words(repair: Repair) -> Difference:
    """The difference as a sentence."""
    each = repair.difference
    return Difference(
        kind=str(KINDS.get(each["kind"], each["kind"])),
        name=each["name"],
        words=_sentence(each),
        expected=each["expected"],
        found=each["found"],
        statement=repair.statement,
    )


def _sentence(each: dict[str, Any]) -> str:
    if each["kind"] == "setting":
        return _("Pengaturan ini tidak sesuai dengan manifes.")
    if not each["found"]:
        return _("Ada dalam rilis, tidak ada di Pemda ini.")
    if not each["expected"]:
        return _("Ada di Pemda ini, tidak ada dalam rilis.")
    if "INVALID" in each["found"]:
        return _("Ada, tetapi tidak selesai dibangun.")
    return _("Berbeda dari rilis.")


def provinces_with_pemda() -> list[tuple[str, str]]:
    """The provinces in which somebody has adopted, for the filter."""
    codes = {code[:2] for code in Pemda.objects.values_list("pk", flat=True)}
    return list(Region.objects.filter(pk__in=codes).values_list("code", "display_name"))
