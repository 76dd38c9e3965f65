"""Photos of the active Pemda: checked, re-encoded and stored."""

from tenants.attachments.errors import DisguisedFile, FileTooLarge, NotAnImage, TooManyFiles
from tenants.attachments.models import Attachment
from tenants.attachments.services import remove_attachment, store_image

__all__ = [
    "Attachment",
    "DisguisedFile",
    "FileTooLarge",
    "NotAnImage",
    "TooManyFiles",
    "remove_attachment",
    "store_image",
]
