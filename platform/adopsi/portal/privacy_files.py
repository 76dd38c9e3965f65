"""Handing out the file of a request: saved, never opened on our host."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils import timezone

from adopsi.portal.file_views import SANDBOX
from tenants.privacy.models import DataRequest

KINDS = {"zip": "application/zip", "pdf": "application/pdf"}


def open_request_file(row: DataRequest) -> FileResponse:
    """The file while its days last; after them it does not exist. The caller checks who asks."""
    if not row.has_file(timezone.now()):
        raise Http404(row.number)
    try:
        file = default_storage.open(row.file_path)
    except FileNotFoundError:
        raise Http404(row.number) from None
    ending = row.file_path.rpartition(".")[2]
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{row.number}.{ending}",
        content_type=KINDS[ending],
        headers={
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
        },
    )
