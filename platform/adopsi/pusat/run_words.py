"""What a run found and left behind, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from adopsi.pusat.selectors import titles_of
from provisioning.models import Run


@dataclass(frozen=True, slots=True)
class Finding:
    """A heading with what stands below it."""

    title: str
    lines: tuple[str, ...]


def findings_of(run: Run) -> list[Finding]:
    """What is worth telling of the run's findings; nothing for a run that found nothing."""
    return [Finding(title, tuple(lines)) for title, lines in _listed(run.findings) if lines]


def _listed(found: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    if found.get("to"):
        yield _("Versi"), [f"{found.get('from') or '0'} → {found['to']}"]
    yield _("Modul yang dipasang"), list(titles_of(found.get("installed", [])))
    resumed = found.get("resumed", [])
    yield _("Modul yang dipakai kembali dengan data lamanya"), list(titles_of(each["slug"] for each in resumed))
    yield _("Modul yang dinonaktifkan"), list(titles_of(found.get("parked", [])))
    yield _("Langkah perubahan tabel"), [".".join(name) for name in found.get("migrations", [])]
    yield _("Indeks tabel besar yang dibangun belakangan"), list(found.get("late_indexes", []))
    yield _("Isian yang diubah Pemda dan dipertahankan"), [_kept(each) for each in found.get("seeds_kept", [])]
    yield _("Isian awal yang ditambahkan"), [_key(each) for each in found.get("seeds_added", [])]
    yield _("Isian awal yang diperbarui"), [_key(each) for each in found.get("seeds_changed", [])]
    yield _("Pernyataan perbaikan yang dijalankan"), list(found.get("statements", []))
    yield _("Salinan untuk mengurungkan"), sorted(found.get("copies", {}))


def _key(entry: dict[str, Any]) -> str:
    key = entry.get("key") or {}
    return f"{entry.get('table', '')}: {', '.join(f'{name} = {value}' for name, value in key.items())}"


def _kept(entry: dict[str, Any]) -> str:
    if entry.get("deleted"):
        return _("%(row)s (dihapus oleh Pemda)") % {"row": _key(entry)}
    if "column" not in entry:
        return _key(entry)
    words = {"row": _key(entry), "column": entry["column"], "yours": entry.get("yours"), "ours": entry.get("ours")}
    return _("%(row)s · %(column)s: tetap “%(yours)s”, rilis memuat “%(ours)s”") % words
