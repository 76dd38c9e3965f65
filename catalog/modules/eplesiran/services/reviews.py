"""Acts on reviews: a visitor writes, changes or withdraws one; a moderator shows or refuses it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from contextlib import suppress

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalog.modules.eplesiran.errors import (
    FormSpent,
    InvalidField,
    RefusalNeedsReason,
    ReviewsClosed,
    ReviewUnknown,
)
from catalog.modules.eplesiran.models import Destination, Review
from catalog.modules.eplesiran.roles import MODERATOR
from catalog.modules.eplesiran.selectors.destinations import find_published_by_id
from catalog.sdk.context import module_settings
from catalog.sdk.events import publish
from catalog.sdk.people import Person, people_with_role, require_role
from catalog.sdk.privacy import give_consent
from catalog.sdk.records import notify, record

SHORTEST, LONGEST = 10, 1000


@transaction.atomic
def write_review(*, author: Person, destination_id: int, rating: int, text: str, client_key: uuid.UUID) -> Review:
    """Keep the person's one review of the destination, new or rewritten; moderators are told.

    Where the Pemda moderates first, the public sees it only after a moderator published it.
    """
    settings = module_settings("eplesiran")
    if not settings["reviews_enabled"]:
        raise ReviewsClosed
    destination = find_published_by_id(destination_id)
    _refuse_invalid(rating, text)
    spent = Review.objects.filter(client_key=client_key).first()
    if spent is not None:
        if (spent.author_id, spent.destination_id) != (author.pk, destination.pk):
            raise FormSpent
        return spent
    review = _locked_own(author, destination) or _insert(author, destination, rating, text, client_key)
    is_rewrite = review.client_key != client_key
    review.rating, review.text, review.reason = rating, text.strip(), ""
    review.client_key, review.written_at = client_key, timezone.now()
    review.state = Review.State.WAITING if settings["moderation"] == "before" else Review.State.SHOWN
    review.save()
    give_consent(person=author, key="eplesiran.ulasan")
    act = "eplesiran.review_rewritten" if is_rewrite else "eplesiran.review_written"
    record(act=act, subject=review, label=destination.name, actor=author)
    _tell_moderators(review, destination)
    return review


@transaction.atomic
def withdraw_review(*, author: Person, review_id: int) -> Destination:
    """Delete the person's own review; returns the destination it was about."""
    review = Review.objects.select_for_update(of=("self",)).filter(pk=review_id, author=author).first()
    if review is None:
        raise ReviewUnknown
    destination = review.destination
    record(act="eplesiran.review_withdrawn", subject=review, label=destination.name, actor=author)
    review.delete()
    return destination


@transaction.atomic
def publish_review(*, moderator: Person, review_id: int) -> Review:
    """Show the review to the public and tell its author; a review already shown stays as it is."""
    review = _lock(moderator, review_id)
    if review.state == Review.State.SHOWN:
        return review
    review.state, review.reason = Review.State.SHOWN, ""
    review.save(update_fields=["state", "reason"])
    record(act="eplesiran.review_published", subject=review, label=review.destination.name, actor=moderator)
    slug = review.destination.slug
    publish("eplesiran.review_published", slug, {"destination": slug, "rating": review.rating})
    with _language_of(review.author):
        subject = _("Ulasan Anda tentang %(name)s sudah tayang") % {"name": review.destination.name}
        body = _("Terima kasih. Ulasan Anda membantu pengunjung lain.")
    path = review.destination.get_absolute_url() + "#ulasan"
    notify(person=review.author, kind="eplesiran.review_published", subject=subject, body=body, path=path)
    return review


@transaction.atomic
def refuse_review(*, moderator: Person, review_id: int, reason: str) -> Review:
    """Keep the review from the public and tell its author why."""
    reason = reason.strip()
    if not reason:
        raise RefusalNeedsReason(field="reason")
    review = _lock(moderator, review_id)
    if review.state == Review.State.REFUSED and review.reason == reason:
        return review
    review.state, review.reason = Review.State.REFUSED, reason
    review.save(update_fields=["state", "reason"])
    changes = {"reason": reason}
    record(
        act="eplesiran.review_refused", subject=review, label=review.destination.name, actor=moderator, changes=changes
    )
    with _language_of(review.author):
        subject = _("Ulasan Anda tentang %(name)s belum dapat ditayangkan") % {"name": review.destination.name}
        body = _("Alasan: %(reason)s. Anda dapat memperbaiki dan mengirimnya lagi.") % {"reason": reason.rstrip(".")}
    path = reverse("eplesiran:own-reviews")
    notify(person=review.author, kind="eplesiran.review_refused", subject=subject, body=body, path=path)
    return review


@transaction.atomic
def publish_reviews(*, moderator: Person, review_ids: Iterable[int]) -> int:
    """Publish several reviews; those withdrawn meanwhile are passed over. Returns how many are shown now."""
    done = 0
    for key in review_ids:
        with suppress(ReviewUnknown):
            publish_review(moderator=moderator, review_id=key)
            done += 1
    return done


@transaction.atomic
def refuse_reviews(*, moderator: Person, review_ids: Iterable[int], reason: str) -> int:
    """Refuse several reviews for one reason; returns how many are refused now."""
    done = 0
    for key in review_ids:
        with suppress(ReviewUnknown):
            refuse_review(moderator=moderator, review_id=key, reason=reason)
            done += 1
    return done


def _refuse_invalid(rating: int, text: str) -> None:
    if rating not in range(1, 6):
        raise InvalidField(_("Pilih nilai dari 1 sampai 5 bintang."), field="rating")
    if not SHORTEST <= len(text.strip()) <= LONGEST:
        message = _("Tulis ulasan %(least)s sampai %(most)s huruf.") % {"least": SHORTEST, "most": LONGEST}
        raise InvalidField(message, field="text")


def _locked_own(author: Person, destination: Destination) -> Review | None:
    return Review.objects.select_for_update().filter(author=author, destination=destination).first()


def _insert(author: Person, destination: Destination, rating: int, text: str, client_key: uuid.UUID) -> Review:
    review = Review(
        author=author,
        destination=destination,
        rating=rating,
        text=text.strip(),
        client_key=client_key,
        written_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            review.save()
    except IntegrityError:
        # Two tabs at once: the other one made the row; this one rewrites it.
        own = _locked_own(author, destination)
        if own is None:
            raise
        return own
    return review


def _lock(moderator: Person, review_id: int) -> Review:
    require_role(moderator, MODERATOR)
    rows = Review.objects.select_for_update(of=("self",)).select_related("author", "destination")
    review = rows.filter(pk=review_id).first()
    if review is None:
        raise ReviewUnknown
    return review


def _tell_moderators(review: Review, destination: Destination) -> None:
    for moderator in people_with_role([MODERATOR]):
        with _language_of(moderator):
            subject = _("Ulasan baru tentang %(name)s") % {"name": destination.name}
            body = _("%(rating)s dari 5 bintang. Periksa dan putuskan tayang atau tidak.") % {"rating": review.rating}
        path = reverse("eplesiran-console:reviews")
        notify(person=moderator, kind="eplesiran.review_waiting", subject=subject, body=body, path=path)


def _language_of(person: Person) -> translation.override:
    return translation.override(person.language or "id")
