"""A plan in sentences: what people, data and other modules will notice, each with an icon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from provisioning.plans import Plan
from tenants.places.clock import format_number


@dataclass(frozen=True, slots=True)
class Effect:
    """One sentence of a plan; `tone` is plain, warning or good."""

    icon: str
    text: str
    tone: str = "plain"


def effects_of(plan: Plan) -> list[Effect]:
    """Everything worth a sentence, what is noticed most first."""
    makers = {"enable": _of_enabling, "resume": _of_enabling, "park": _of_parking}
    makers |= {"upgrade": _of_upgrading, "undo": _of_undoing}
    return [*makers.get(plan.action, _of_nothing)(plan), *_of_all(plan)]


def _of_nothing(plan: Plan) -> Iterator[Effect]:
    return iter(())


def _of_enabling(plan: Plan) -> Iterator[Effect]:
    new = sum(table.is_new for table in plan.tables)
    if plan.requirements:
        text = _("Diaktifkan bersama, karena dibutuhkan: %(names)s.")
        yield Effect("link", text % {"names": _titles(plan.requirements)})
    if new:
        text = ngettext(
            "%(count)s tabel dibuat di ruang data Pemda ini dan diisi data awal, seluruhnya atau tidak sama sekali.",
            "%(count)s tabel dibuat di ruang data Pemda ini dan diisi data awal, seluruhnya atau tidak sama sekali.",
            new,
        )
        yield Effect("database", text % {"count": new})
    if plan.action == "resume":
        yield Effect("archive-restore", _("Data lama modul ini dipakai kembali dan tabelnya dimutakhirkan."), "good")
    if plan.roles_added:
        text = _("Peran yang dapat diberikan kepada petugas: %(names)s.")
        yield Effect("users", text % {"names": ", ".join(str(role.title) for role in plan.roles_added)})
    if plan.agreement:
        yield Effect("file-check", _("Tercakup dalam perjanjian %(number)s.") % {"number": plan.agreement}, "good")


def _of_parking(plan: Plan) -> Iterator[Effect]:
    titles = _titles(plan.manifests)
    text = _("Halaman warga, konsol petugas, API, dan tugas %(names)s berhenti menjawab di Pemda ini.")
    yield Effect("circle-slash", text % {"names": titles}, "warning")
    if plan.rows_hidden:
        text = ngettext(
            "%(count)s baris data tidak tampak lagi.", "%(count)s baris data tidak tampak lagi.", plan.rows_hidden
        )
        yield Effect("eye-off", text % {"count": _number(plan.rows_hidden)}, "warning")
    text = ngettext(
        "Datanya tetap tersimpan, hanya-baca, selama %(days)s hari dan dipakai kembali bila modul diaktifkan lagi.",
        "Datanya tetap tersimpan, hanya-baca, selama %(days)s hari dan dipakai kembali bila modul diaktifkan lagi.",
        plan.park_days,
    )
    yield Effect("archive", text % {"days": plan.park_days}, "good")
    if plan.roles_removed:
        text = _("Peran yang tidak berlaku sementara: %(names)s.")
        yield Effect("users", text % {"names": ", ".join(str(role.title) for role in plan.roles_removed)})
    if not plan.dependents:
        yield Effect("link", _("Tidak ada modul lain yang bergantung padanya."))


def _of_upgrading(plan: Plan) -> Iterator[Effect]:
    versions = {"old": plan.from_version or "0", "new": plan.to_version}
    yield Effect("circle-arrow-up", _("Dari versi %(old)s ke versi %(new)s.") % versions)
    if not plan.tables:
        yield Effect("database", _("Tidak ada tabel yang berubah."), "good")
    yield Effect("pencil", _("Isian awal yang sudah diubah Pemda ini dipertahankan dan dicatat."), "good")
    if plan.manifests:
        yield _reversible(plan)


def _reversible(plan: Plan) -> Effect:
    if plan.is_reversible:
        return Effect("rotate-ccw", _("Dapat diurungkan selama jendelanya masih terbuka."), "good")
    return Effect("triangle-alert", _("Tidak dapat diurungkan: ada langkah yang tidak punya jalan kembali."), "warning")


def _of_undoing(plan: Plan) -> Iterator[Effect]:
    yield Effect("rotate-ccw", _("Keadaan sebelum proses itu dikembalikan persis."))
    if plan.from_version and plan.to_version:
        versions = {"old": plan.from_version, "new": plan.to_version}
        yield Effect("circle-arrow-down", _("Dari versi %(old)s kembali ke versi %(new)s.") % versions)
    removed = sum(table.is_removed for table in plan.tables)
    if removed:
        text = ngettext("%(count)s tabel dihapus.", "%(count)s tabel dihapus.", removed)
        yield Effect("trash-2", text % {"count": removed}, "warning")
    yield Effect(
        "shield-check",
        _("Bila sejak itu warga atau petugas menambah data, proses menolak dan tidak ada yang hilang."),
        "good",
    )


def _of_all(plan: Plan) -> Iterator[Effect]:
    for table in plan.long_locks:
        text = _("Tabel %(name)s berisi %(count)s baris; penguncinya dapat terasa sebentar oleh warga.")
        yield Effect("clock", text % {"name": table.name, "count": _number(table.rows or 0)}, "warning")
    if plan.manifests:
        yield Effect("bell", _("Admin TI Pemda diberi tahu setelah selesai."))
    if plan.seconds is not None:
        seconds = format_number(plan.seconds, get_language() or "id", decimals=1)
        yield Effect("clock", _("Biasanya selesai dalam %(seconds)s detik.") % {"seconds": seconds})


def _titles(manifests: Any) -> str:
    return ", ".join(str(manifest.title) for manifest in manifests)


def _number(value: int) -> str:
    return format_number(value, get_language() or "id")
