"""Officers' photos of one destination: add, describe, order, remove."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.modules.eplesiran.forms.photo import CaptionForm, PhotoForm
from catalog.modules.eplesiran.pictures import Picture, read_picture
from catalog.modules.eplesiran.roles import MANAGER
from catalog.modules.eplesiran.selectors.destinations import find_maintained
from catalog.modules.eplesiran.services import photos as services
from catalog.sdk.errors import DomainError
from catalog.sdk.people import role_required


@require_http_methods(["GET", "POST"])
@role_required(MANAGER)
def photos(request: HttpRequest, key: int) -> HttpResponse:
    """The photos of a destination and a form for one more."""
    destination = find_maintained(officer=request.user, key=key)
    form, picture = PhotoForm(), Picture()
    if request.method == "POST":
        form = PhotoForm(request.POST, request.FILES)
        picture = _read(request, form)
        if form.is_valid() and picture.attachment and _added(request, form, picture, key):
            messages.success(request, _("Foto ditambahkan."))
            return redirect("eplesiran-console:photos", key)
        form.fields["photo"].required = picture.attachment is None
    context = {
        "destination": destination,
        "photos": list(destination.photos.all()),
        "form": form,
        "picture": picture,
        "most": services.MOST_PHOTOS,
    }
    return render(request, "eplesiran/console/photos.html", context, status=422 if form.is_bound else 200)


def _read(request: HttpRequest, form: PhotoForm) -> Picture:
    picture = read_picture(
        upload=request.FILES.get("photo"), token=request.POST.get("photo_kept", ""), actor=request.user
    )
    if picture.problem:
        form.add_error("photo", picture.problem)
    elif picture.attachment is None:
        form.add_error("photo", _("Pilih foto terlebih dahulu."))
    return picture


def _added(request: HttpRequest, form: PhotoForm, picture: Picture, key: int) -> bool:
    try:
        services.add_photo(
            actor=request.user,
            destination_id=key,
            attachment=picture.attachment,
            caption=form.cleaned_data["caption"],
            client_key=form.cleaned_data["once"],
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return False
    return True


@require_POST
@role_required(MANAGER)
def caption(request: HttpRequest, key: int, photo: int) -> HttpResponse:
    """Change what a photo is said to show."""
    form = CaptionForm(request.POST)
    if form.is_valid():
        services.change_caption(
            actor=request.user, destination_id=key, photo_id=photo, caption=form.cleaned_data["caption"]
        )
        messages.success(request, _("Keterangan foto tersimpan."))
    else:
        messages.error(request, _("Keterangan foto wajib diisi, paling banyak 160 huruf."))
    return redirect("eplesiran-console:photos", key)


@require_POST
@role_required(MANAGER)
def move(request: HttpRequest, key: int, photo: int) -> HttpResponse:
    """Put the photo at another place in the row."""
    position = request.POST.get("ke", "0")
    services.move_photo(
        actor=request.user,
        destination_id=key,
        photo_id=photo,
        position=int(position) if position.isdigit() else 0,
    )
    return redirect("eplesiran-console:photos", key)


@require_POST
@role_required(MANAGER)
def remove(request: HttpRequest, key: int, photo: int) -> HttpResponse:
    """Delete the photo."""
    services.remove_photo(actor=request.user, destination_id=key, photo_id=photo)
    messages.success(request, _("Foto dihapus."))
    return redirect("eplesiran-console:photos", key)
