"""Files of a Pemda, each only to those who may see it."""

from __future__ import annotations

import uuid

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from tenants.attachments.models import Attachment
from tenants.attachments.services import thumbnail_path

# A file that is opened by itself can run nothing and load nothing.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
PUBLIC = "public, max-age=31536000, immutable"
PRIVATE = "private, max-age=300"


@require_safe
def attachment(request: HttpRequest, key: uuid.UUID) -> FileResponse:
    """The file as it was stored."""
    found = _visible(request, key)
    return _answer(found, found.path)


@require_safe
def thumbnail(request: HttpRequest, key: uuid.UUID) -> FileResponse:
    """The small version of a picture."""
    found = _visible(request, key)
    return _answer(found, thumbnail_path(found))


def _visible(request: HttpRequest, key: uuid.UUID) -> Attachment:
    """The file if this visitor may see it; to all others, and while it is in quarantine, it does not exist."""
    found = Attachment.objects.filter(pk=key).first()
    if found is None or found.is_quarantined or not may_see(request, found):
        raise Http404(str(key))
    return found


def may_see(request: HttpRequest, attachment: Attachment) -> bool:
    """Public files anybody; others those who work here, and an owner's also the person who sent it."""
    if attachment.visibility == Attachment.Visibility.PUBLIC:
        return True
    person = request.user
    if not person.is_authenticated:
        return False
    if person.works_here:
        return True
    return attachment.visibility == Attachment.Visibility.OWNER and attachment.uploaded_by_id == person.pk


def _answer(found: Attachment, path: str) -> FileResponse:
    try:
        file = default_storage.open(path)
    except FileNotFoundError:
        raise Http404(path) from None
    is_public = found.visibility == Attachment.Visibility.PUBLIC
    # A page shows the picture all the same; opened by itself it is saved, so nothing of it runs on our host.
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{found.pk}.{found.path.rpartition('.')[2]}",
        content_type=found.content_type,
        headers={
            "Cache-Control": PUBLIC if is_public else PRIVATE,
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
        },
    )
