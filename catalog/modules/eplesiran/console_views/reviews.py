"""Moderators' queue of reviews: publish or refuse, one or several."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from catalog.modules.eplesiran.errors import ReviewUnknown
from catalog.modules.eplesiran.models import Review
from catalog.modules.eplesiran.roles import MODERATOR
from catalog.modules.eplesiran.selectors.reviews import count_waiting, list_for_moderation
from catalog.modules.eplesiran.services import reviews as services
from catalog.modules.eplesiran.trail import trail_items
from catalog.modules.eplesiran.wording import date_text, local
from catalog.sdk.errors import DomainError
from catalog.sdk.people import role_required
from catalog.sdk.tables import Column, export_response, page_of


@require_safe
@role_required(MODERATOR)
def reviews(request: HttpRequest) -> HttpResponse:
    """All reviews, at first those that wait; `?format=csv|xlsx` downloads the same rows."""
    text, rating = request.GET.get("cari", "").strip()[:100], request.GET.get("nilai", "")
    state = request.GET.get("status", Review.State.WAITING)
    rows = list_for_moderation(
        moderator=request.user, text=text, state=state if state in Review.State.values else "", rating=rating
    )
    if file_format := request.GET.get("format"):
        return export_response(rows=rows, columns=_columns(), name="ulasan", file_format=file_format)
    page = page_of(request, rows, size=20)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "rows": [(row, date_text(local(row.written_at))) for row in page],
        "text": text,
        "state": state,
        "rating": rating,
        "states": Review.State.choices,
        "ratings": [(number, _("%(stars)s bintang") % {"stars": number}) for number in range(5, 0, -1)],
        "waiting": count_waiting(),
        "export_query": query.urlencode(),
        "here": request.get_full_path(),
    }
    return render(request, "eplesiran/console/reviews.html", context)


def _columns() -> list[Column]:
    return [
        Column(pgettext("satu", "Destinasi"), lambda row: row.destination.name),
        Column(_("Penulis"), lambda row: row.author.name),
        Column(_("Nilai"), lambda row: row.rating),
        Column(_("Ulasan"), lambda row: row.text),
        Column(_("Status"), lambda row: row.get_state_display()),
        Column(_("Alasan"), lambda row: row.reason),
        Column(_("Ditulis"), lambda row: f"{local(row.written_at):%Y-%m-%d %H:%M}"),
    ]


@require_safe
@role_required(MODERATOR)
def review(request: HttpRequest, key: int) -> HttpResponse:
    """One review with its trail."""
    found = list_for_moderation(moderator=request.user).filter(pk=key).first()
    if found is None:
        raise ReviewUnknown
    context = {"review": found, "day": date_text(local(found.written_at)), "trail": trail_items(found)}
    return render(request, "eplesiran/console/review.html", context)


@require_POST
@role_required(MODERATOR)
def decide(request: HttpRequest) -> HttpResponse:
    """Publish or refuse the reviews that were ticked, or the one whose button was pressed."""
    keys = [int(key) for key in request.POST.getlist("ulasan") if key.isdigit()]
    if not keys:
        messages.error(request, _("Pilih dulu ulasan yang akan diputuskan."))
        return _back(request)
    try:
        if request.POST.get("putusan") == "tayang":
            done = services.publish_reviews(moderator=request.user, review_ids=keys)
            text = ngettext("%(count)s ulasan ditayangkan.", "%(count)s ulasan ditayangkan.", done)
        else:
            reason = request.POST.get("reason", "")[:300]
            done = services.refuse_reviews(moderator=request.user, review_ids=keys, reason=reason)
            text = ngettext("%(count)s ulasan ditolak.", "%(count)s ulasan ditolak.", done)
    except DomainError as error:
        messages.error(request, str(error.message))
        return _back(request)
    messages.success(request, text % {"count": done})
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("kembali", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return redirect(target)
    return redirect("eplesiran-console:reviews")
