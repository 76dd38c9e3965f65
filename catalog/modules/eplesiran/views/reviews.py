"""A visitor's own reviews: write, rewrite, withdraw, and see what became of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.modules.eplesiran.forms.review import ReviewForm
from catalog.modules.eplesiran.models import Review
from catalog.modules.eplesiran.selectors.destinations import find_published
from catalog.modules.eplesiran.selectors.reviews import list_own
from catalog.modules.eplesiran.services import reviews as services
from catalog.modules.eplesiran.views.explore import destination_page
from catalog.modules.eplesiran.wording import date_text, local
from catalog.sdk.errors import DomainError
from catalog.sdk.people import sign_in_required
from catalog.sdk.tables import page_of


@require_http_methods(["GET", "POST"])
@sign_in_required
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the review form; a GET, as after signing in, leads to the form."""
    place = find_published(slug)
    if request.method == "GET":
        return HttpResponseRedirect(f"{place.get_absolute_url()}#tulis-ulasan")
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            written = services.write_review(
                author=request.user,
                destination_id=place.pk,
                rating=form.cleaned_data["rating"],
                text=form.cleaned_data["text"],
                client_key=form.cleaned_data["once"],
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            messages.success(request, _thanks(written))
            return HttpResponseRedirect(f"{place.get_absolute_url()}#ulasan")
    return destination_page(request, place, form=form, status=422)


def _thanks(written: Review) -> str:
    if written.state == Review.State.SHOWN:
        return _("Terima kasih, ulasan Anda sudah tayang.")
    return _("Terima kasih. Ulasan Anda tayang setelah diperiksa petugas; kami memberi tahu Anda.")


@require_safe
@sign_in_required
def own_reviews(request: HttpRequest) -> HttpResponse:
    """The visitor's own reviews with their states."""
    text, state = request.GET.get("cari", "").strip()[:100], request.GET.get("status", "")
    state = state if state in Review.State.values else ""
    page = page_of(request, list_own(person=request.user, text=text, state=state), size=10)
    context = {
        "page": page,
        "reviews": [(row, date_text(local(row.written_at))) for row in page],
        "text": text,
        "state": state,
        "states": Review.State.choices,
    }
    return render(request, "eplesiran/own_reviews.html", context)


@require_POST
@sign_in_required
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Delete one's own review."""
    services.withdraw_review(author=request.user, review_id=key)
    messages.success(request, _("Ulasan Anda sudah dihapus."))
    return redirect("eplesiran:own-reviews")
