"""Mailing of receipts."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from tenants.audit.services import record
from tenants.context import current_pemda
from tenants.directory import get_pemda
from tenants.privacy.models import DataRequest
from tenants.privacy.services.requests import note_step
from tenants.quiet import may_send_code
from tenants.tasks import pemda_task


@pemda_task
def mail_receipt(*, request_id: str) -> None:
    """Mail the receipt once, then forget the address: it was kept only for this."""
    facts = get_pemda(current_pemda().code)
    with transaction.atomic():
        rows = DataRequest.objects.select_for_update().filter(pk=request_id).filter(applicant_contact__isnull=False)
        request = rows.first()
        if request is None or "@" not in request.applicant_contact or not request.file_path:
            return
        address = request.applicant_contact
        if may_send_code(facts, address=address):
            with default_storage.open(request.file_path) as file:
                _send(request, address, file.read())
            note_step(request=request, act="receipt_mailed", actor=None)
            record(act="privacy.receipt_mailed", subject=request, label=request.number)
        request.applicant_contact = None
        request.save(update_fields=["applicant_contact"])


def _send(request: DataRequest, address: str, body: bytes) -> None:
    with translation.override("id"):
        mail = EmailMessage(
            subject=_("Tanda terima penghapusan data %(number)s") % {"number": request.number},
            body=_("Data Anda sudah dihapus. Tanda terima terlampir. Alamat surel ini kini kami hapus juga."),
            to=[address],
        )
    mail.attach(f"{request.number}.pdf", body, "application/pdf")
    mail.send()
