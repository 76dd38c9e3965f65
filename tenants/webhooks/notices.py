"""What the IT admins of a Pemda hear about their webhooks."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.notifications.services import notify
from tenants.webhooks.models import Endpoint

KIND = "inti.webhook"


def tell_disabled(endpoint: Endpoint, *, is_gone: bool) -> None:
    """Write down that the address gets nothing any more, and tell every IT admin in their language."""
    record(act="webhook.disabled", subject=endpoint)
    path = f"/konsol/webhook/{endpoint.pk}/"
    for admin in Person.objects.filter(kind=Person.Kind.ADMIN, is_active=True):
        with translation.override(admin.language or settings.LANGUAGE_CODE):
            subject = _("Webhook %(name)s dimatikan") % {"name": endpoint.name}
            why = (
                _("Alamatnya menjawab 410: sudah tidak ada.")
                if is_gone
                else _("Selama dua hari tidak satu pun kiriman diterima.")
            )
            after = _("Kejadian baru disimpan 30 hari; perbaiki alamatnya, lalu lanjutkan webhook ini.")
            notify(person=admin, kind=KIND, subject=subject, body=f"{why} {after}", path=path)
