"""Roles of Adopsi itself, beside those that modules state in their manifests."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EDITOR = "inti.redaksi"
PRIVACY_OFFICER = "inti.pdp"
LEADER = "inti.pimpinan"


@dataclass(frozen=True, slots=True)
class CoreRole:
    """A role that every Pemda has, whatever modules it enabled."""

    key: str
    title: str | Promise
    summary: str | Promise
    whole_pemda: bool = True


CORE_ROLES: tuple[CoreRole, ...] = (
    CoreRole(
        EDITOR,
        _("Redaksi berita"),
        _("Menulis, menerbitkan, dan menarik berita serta pengumuman di halaman warga."),
    ),
    CoreRole(
        PRIVACY_OFFICER,
        _("Pejabat PDP"),
        _("Menjawab permintaan warga atas data pribadinya dalam 3x24 jam, mencatat insiden, dan menjaga masa simpan."),
    ),
    CoreRole(
        LEADER,
        _("Pimpinan"),
        _("Membuka LIVE Room: keadaan layanan hari ini, tanpa nama orang dan tanpa mengubah apa pun."),
    ),
)
