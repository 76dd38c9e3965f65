"""Whether a certificate of an erasure is genuine: for anybody who has one in their hands."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from adopsi.pusat.access import central_required
from adopsi.pusat.forms import CertificateForm
from adopsi.pusat.selectors import module_name, name_of_code
from provisioning.erasures import selectors
from provisioning.models import Erasure


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """What we know of the certificate; with a file, whether it is the one that we signed.

    The people who asked and approved stand on the certificate alone: this page is for everybody.
    """
    erasure = selectors.get_erasure(erasure_id)
    if erasure is None or erasure.state != Erasure.State.DONE:
        return render(request, "pusat/certificate_unknown.html", {"number": str(erasure_id).upper()}, status=404)
    form = CertificateForm(request.POST, request.FILES) if request.method == "POST" else CertificateForm()
    context: dict[str, Any] = {
        "erasure": erasure,
        "number": str(erasure.pk).upper(),
        "code": selectors.check_code(erasure),
        "pemda_name": name_of_code(erasure.pemda_code),
        "module": module_name(erasure.slug),
        "tables": len(erasure.rows_erased),
        "rows": sum(erasure.rows_erased.values()),
        "form": form,
    }
    if form.is_valid():
        context["is_genuine"] = selectors.is_genuine(erasure, _sha256(form.cleaned_data["file"]))
    return render(request, "pusat/certificate.html", context, status=422 if form.is_bound and form.errors else 200)


def _sha256(upload: Any) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


@require_safe
def signer(request: HttpRequest) -> FileResponse:
    """The certificate with which a PDF reader checks our signatures."""
    path = selectors.signing_certificate()
    if path is None:
        raise Http404(_("Belum ada surat yang ditandatangani."))
    return FileResponse(
        path.open("rb"), as_attachment=True, filename="adopsi.crt", content_type="application/x-x509-ca-cert"
    )


@central_required
@require_safe
def download(request: HttpRequest, erasure_id: UUID) -> FileResponse:
    """The signed certificate itself, for the team."""
    erasure = selectors.get_erasure(erasure_id)
    path = selectors.certificate_file(erasure) if erasure else None
    if path is None:
        raise Http404(erasure_id)
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type="application/pdf")
