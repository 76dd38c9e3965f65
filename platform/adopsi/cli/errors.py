"""Refusals of the command line's own."""

from __future__ import annotations

from tenants.errors import DomainError


class UnknownRun(DomainError):
    """No run has this number."""

    code = "unknown_run"
    message = "Tidak ada proses dengan nomor ini."
    http_status = 404


class UnknownRollout(DomainError):
    """No rollout has this number, or no such Pemda is in it."""

    code = "unknown_rollout"
    message = "Tidak ada peluncuran dengan nomor ini, atau Pemda itu tidak ada di dalamnya."
    http_status = 404


class UnknownRelease(DomainError):
    """No release of this module and version was built."""

    code = "unknown_release"
    message = "Tidak ada rilis modul ini dengan versi itu."
    http_status = 404


class UnknownErasure(DomainError):
    """No erasure has this number."""

    code = "unknown_erasure"
    message = "Tidak ada penghapusan dengan nomor ini."
    http_status = 404


class BadWindow(DomainError):
    """A maintenance window is written as 22:00-04:00."""

    code = "bad_window"
    message = "Tulis jam pemeliharaan seperti 22:00-04:00."
    http_status = 422


class NobodyThere(DomainError):
    """No active account of that kind has the address there."""

    code = "nobody_there"
    message = "Tidak ada akun aktif Admin TI (atau Tim Pusat) dengan alamat surel itu di sana."
    http_status = 404


class NotOfTheTeam(DomainError):
    """An act that needs two people names one of them, by an active account of the Tangerang team."""

    code = "not_of_the_team"
    message = "Tidak ada akun aktif Tim Pusat dengan alamat surel itu; dua orang yang berbeda harus memutuskan."
    http_status = 404
