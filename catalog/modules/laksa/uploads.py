"""From a request's photos to drafts: what is good is kept, what is refused is told, nothing is chosen twice."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from catalog.modules.laksa.errors import HeicPhoto, PhotoGone, UploadInterrupted
from catalog.modules.laksa.services.photos import discard_draft, keep_draft, read_drafts, sign_drafts
from catalog.sdk.attachments import Attachment, DisguisedFile, FileTooLarge, NotAnImage, TooManyFiles
from catalog.sdk.context import module_settings
from catalog.sdk.errors import DomainError

# ISO/IEC 23008-12, brands of still pictures.
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}
log = logging.getLogger("adopsi.laksa")


@dataclass(slots=True)
class Shelf:
    """The photos that wait for their form, and what was wrong with others."""

    drafts: list[Attachment] = field(default_factory=list)
    problems: list[DomainError] = field(default_factory=list)
    token: str = ""

    def problem_codes(self) -> list[str]:
        """The codes of what was wrong, for a script that posts the form again without the photos."""
        return [problem.code for problem in self.problems]


# What a script may hand back of an earlier post, so that the page still says which photos were refused.
TOLD_AGAIN: dict[str, type[DomainError]] = {
    refusal.code: refusal for refusal in (FileTooLarge, NotAnImage, DisguisedFile, TooManyFiles, PhotoGone, HeicPhoto)
}


def refuse_interrupted(request: HttpRequest) -> None:
    """Raise UploadInterrupted when a body was announced but did not arrive whole."""
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if announced > 0 and not request.POST and not request.FILES:
        raise UploadInterrupted


def refuse_heic(upload: UploadedFile) -> None:
    """Raise HeicPhoto for what phones write as HEIC or HEIF, whatever its name says."""
    head = upload.read(12)
    upload.seek(0)
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        raise HeicPhoto


def collect_photos(request: HttpRequest, *, prefix: str = "") -> Shelf:
    """Store the form's new photos beside those kept from before, less those the person took away.

    `prefix` is that of the form with its dash, such as `tanggapi-`.
    """
    shelf = Shelf()
    person, most = request.user, module_settings("laksa")["max_photos"]
    removed = set(request.POST.getlist(f"{prefix}remove_photo"))
    try:
        kept = read_drafts(token=request.POST.get(f"{prefix}kept", ""), person=person)
    except DomainError as error:
        kept = []
        shelf.problems.append(error)
    for draft in kept:
        if str(draft.pk) in removed:
            discard_draft(attachment=draft, person=person)
        else:
            shelf.drafts.append(draft)
    for upload in request.FILES.getlist(f"{prefix}photos"):
        if len(shelf.drafts) >= most:
            shelf.problems.append(TooManyFiles())
            break
        try:
            refuse_heic(upload)
            shelf.drafts.append(keep_draft(upload=upload, person=person))
        except DomainError as error:
            log.info("refused code=%s form=photos bytes=%s", error.code, upload.size)
            shelf.problems.append(error)
    told = request.POST.getlist(f"{prefix}photo_problem")
    shelf.problems += [TOLD_AGAIN[code]() for code in dict.fromkeys(told) if code in TOLD_AGAIN]
    shelf.token = sign_drafts(drafts=shelf.drafts, person=person) if shelf.drafts else ""
    return shelf
