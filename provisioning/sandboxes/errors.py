"""Why a sandbox is not made or not dropped."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from provisioning.errors import QuotaReached
from provisioning.words import gettext as _
from tenants.errors import DomainError


class SandboxOfSandbox(DomainError):
    """A sandbox has no sandboxes."""

    code = "sandbox_of_sandbox"
    message = gettext_lazy("Uji coba tidak dapat dibuat dari uji coba lain.")


class SandboxQuota(QuotaReached):
    """The Pemda has as many sandboxes as it may have."""

    def __init__(self, most: int) -> None:
        text = _("Paling banyak %(most)s uji coba per Pemda. Hapus salah satu dulu.")
        DomainError.__init__(self, text % {"most": most})


class SandboxDays(DomainError):
    """A sandbox lives between one day and its longest."""

    code = "sandbox_days"
    http_status = 422

    def __init__(self, most: int) -> None:
        text = _("Masa uji coba paling sedikit 1 dan paling banyak %(most)s hari.")
        super().__init__(text % {"most": most}, field="days")


class SandboxSourceBehind(DomainError):
    """The Pemda's tables are not those of the current releases, so they cannot be copied."""

    code = "sandbox_source_behind"

    def __init__(self, name: str) -> None:
        text = _("Tabel %(name)s belum sama dengan rilis terbaru. Mutakhirkan Pemda ini dulu.")
        super().__init__(text % {"name": name})


class NotASandbox(DomainError):
    """Only a sandbox can be dropped."""

    code = "not_a_sandbox"
    message = gettext_lazy("Ini bukan uji coba. Pemda sungguhan tidak dapat dihapus dengan cara ini.")


class SandboxLeaks(DomainError):
    """A personal value would have come along as it was; the copy is rolled back."""

    code = "sandbox_leaks"
    http_status = 500

    def __init__(self, place: str) -> None:
        text = _("Penyalinan dihentikan: isi %(place)s belum terganti. Tidak ada yang disalin.")
        super().__init__(text % {"place": place})
