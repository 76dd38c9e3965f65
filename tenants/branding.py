"""How a Pemda looks and where it can be reached: colours, coat of arms, tagline, contact, map tiles.

Whether a colour can be read is the design system's judgement (adopsi.theme.brand), made before it comes here.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.accounts.access import require_admin
from tenants.accounts.models import Person
from tenants.attachments.models import Attachment
from tenants.attachments.services import remove_attachment, store_image
from tenants.audit.services import record
from tenants.context import current_pemda
from tenants.errors import DomainError
from tenants.models import Pemda
from tenants.router import PUBLIC

HEX = re.compile(r"^#[0-9a-f]{6}$")
LOGO_PURPOSE = "logo"


class NotAColour(DomainError):
    """A colour is not written as #rrggbb."""

    code = "not_a_colour"
    message = _("Tulis warna sebagai kode seperti #0f766e.")
    http_status = 422


@dataclass(frozen=True, slots=True)
class Look:
    """The columns of a Pemda that its IT admin decides; colours as `#rrggbb` in lower case."""

    brand_primary: str
    brand_secondary: str
    tagline: str
    contact_email: str
    contact_phone: str
    contact_address: str
    tile_url: str
    tile_attribution: str


def look_of(code: str) -> Look:
    """What the Pemda shows now, straight from the table."""
    return Look(**Pemda.objects.values(*Look.__dataclass_fields__).get(pk=code))


def change_look(*, look: Look, logo: UploadedFile | None = None, without_logo: bool = False, actor: Person) -> None:
    """Show the active Pemda in this look from now on; a new coat of arms takes the place of the old one."""
    require_admin(actor)
    if not (HEX.match(look.brand_primary) and HEX.match(look.brand_secondary)):
        raise NotAColour
    code = current_pemda().code
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        row = Pemda.objects.select_for_update(of=("self",)).get(pk=code)
        values = {**asdict(look), "brand_logo": _new_logo(row.brand_logo, logo, without_logo, actor)}
        changes = {key: [getattr(row, key), value] for key, value in values.items() if getattr(row, key) != value}
        if changes:
            Pemda.objects.filter(pk=code).update(**values, updated_at=timezone.now())
            record(act="brand.changed", subject="pemda", label=code, actor=actor, changes=changes)


def _new_logo(before: str, upload: UploadedFile | None, without: bool, actor: Person) -> str:
    if upload is None and not without:
        return before
    old = list(Attachment.objects.filter(purpose=LOGO_PURPOSE))
    address = ""
    if upload is not None:
        picture = store_image(upload=upload, purpose=LOGO_PURPOSE, visibility="public", actor=actor)
        address = picture.get_absolute_url()
    for attachment in old:
        remove_attachment(attachment=attachment)
    return address
