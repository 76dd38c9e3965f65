"""Photos and documents of the active Pemda: checked, scanned, re-encoded and stored."""

from tenants.attachments.errors import (
    BadFileName,
    DisguisedFile,
    FileTooLarge,
    InfectedFile,
    NotADocument,
    NotAnImage,
    TooManyFiles,
)
from tenants.attachments.models import Attachment
from tenants.attachments.services import Position, remove_attachment, store_document, store_image

__all__ = [
    "Attachment",
    "BadFileName",
    "DisguisedFile",
    "FileTooLarge",
    "InfectedFile",
    "NotADocument",
    "NotAnImage",
    "Position",
    "TooManyFiles",
    "remove_attachment",
    "store_document",
    "store_image",
]
