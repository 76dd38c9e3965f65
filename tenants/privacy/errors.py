"""Refusals of the desk for personal data."""

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class RequestUnderWay(DomainError):
    """The person asked the same and is still waiting."""

    code = "request_under_way"
    message = _("Permintaan yang sama masih kami kerjakan. Anda diberi tahu bila selesai.")


class RequestEnded(DomainError):
    """The request was answered already."""

    code = "request_ended"
    message = _("Permintaan ini sudah dijawab.")


class WrongKind(DomainError):
    """This act does not belong to this kind of request."""

    code = "wrong_kind"
    message = _("Tindakan ini tidak sesuai dengan jenis permintaan.")


class AccountNeeded(DomainError):
    """Data can be gathered, corrected or erased by itself only for somebody with an account."""

    code = "account_needed"
    message = _("Pemohon ini tidak memiliki akun. Kerjakan di luar sistem, lalu tulis jawabannya.")


class ReasonNeeded(DomainError):
    """A refusal says why."""

    code = "reason_needed"
    message = _("Tulis alasan yang akan dibaca pemohon.")
    http_status = 422

    def __init__(self) -> None:
        super().__init__(field="reason")


class IdentityNeeded(DomainError):
    """Nobody gets or loses data on the word of a stranger."""

    code = "identity_needed"
    message = _("Tulis bagaimana identitas pemohon dipastikan.")
    http_status = 422

    def __init__(self) -> None:
        super().__init__(field="identity_check")


class NothingToCorrect(DomainError):
    """No field was changed, or the field is not the person's."""

    code = "nothing_to_correct"
    message = _("Ubah paling sedikit satu isian.")
    http_status = 422


class CorrectionsUndecided(DomainError):
    """Every proposed field needs a decision before the request ends."""

    code = "corrections_undecided"
    message = _("Putuskan setiap isian yang diajukan sebelum menyelesaikan permintaan.")


class ConsentNotInForce(DomainError):
    """There is no consent to withdraw."""

    code = "consent_not_in_force"
    message = _("Persetujuan ini tidak sedang berlaku.")


class UnknownPurpose(DomainError):
    """No active module and nothing of Adopsi asks for this consent."""

    code = "unknown_purpose"
    message = _("Tujuan ini tidak dikenal.")
    http_status = 404


class StaffData(DomainError):
    """Officers' data serves their office and is not erased on request."""

    code = "staff_data"
    message = _("Data petugas dipakai untuk tugas kedinasan dan tidak dapat dihapus atas permintaan. Hubungi Admin TI.")
    http_status = 403


class AssigneeNotAtDesk(DomainError):
    """Only those who work at the desk can be given a request."""

    code = "assignee_not_at_desk"
    message = _("Orang ini bukan Pejabat PDP atau Admin TI.")
    http_status = 422


class NoticesMissing(DomainError):
    """An incident is closed only after both notices went out."""

    code = "notices_missing"
    message = _("Catat dulu pemberitahuan kepada orang yang terdampak dan kepada lembaga.")


class IncidentClosed(DomainError):
    """The incident was closed already."""

    code = "incident_closed"
    message = _("Insiden ini sudah ditutup.")
