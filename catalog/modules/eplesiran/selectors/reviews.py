"""Reading reviews: the public sees those shown, authors their own, moderators all."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from catalog.modules.eplesiran.models import Destination, Review
from catalog.modules.eplesiran.roles import MODERATOR
from catalog.sdk.people import Person, has_role


@dataclass(frozen=True, slots=True)
class RatingShare:
    """How many gave this many stars."""

    stars: int
    count: int
    percent: int


def list_shown(*, destination: Destination | None = None) -> QuerySet[Review]:
    """Reviews that the public sees, latest first."""
    found = Review.objects.filter(state=Review.State.SHOWN, destination__is_published=True)
    if destination is not None:
        found = found.filter(destination=destination)
    return found.select_related("author", "destination").order_by("-written_at", "-pk")


def rating_shares(destination: Destination) -> list[RatingShare]:
    """From five stars to one, how often each was given in shown reviews."""
    rows = Review.objects.filter(destination=destination, state=Review.State.SHOWN)
    counts = dict(rows.values_list("rating").annotate(Count("pk")).order_by())
    total = sum(counts.values()) or 1
    return [RatingShare(n, counts.get(n, 0), round(100 * counts.get(n, 0) / total)) for n in range(5, 0, -1)]


def own_review(*, person: Person, destination: Destination) -> Review | None:
    """The person's review of the destination in whatever state, or None."""
    if not person.is_authenticated:
        return None
    return Review.objects.filter(author=person, destination=destination).first()


def list_own(*, person: Person, text: str = "", state: str = "") -> QuerySet[Review]:
    """The person's own reviews, latest first."""
    found = Review.objects.filter(author=person)
    if text:
        found = found.filter(Q(text__icontains=text) | Q(destination__name__icontains=text))
    if state:
        found = found.filter(state=state)
    return found.select_related("destination").order_by("-written_at", "-pk")


def list_for_moderation(*, moderator: Person, text: str = "", state: str = "", rating: str = "") -> QuerySet[Review]:
    """All reviews for a moderator, those that wait first, the longest wait on top; empty for anyone else."""
    if not has_role(moderator, MODERATOR):
        return Review.objects.none()
    found = Review.objects.select_related("author", "destination")
    if text:
        found = found.filter(
            Q(text__icontains=text) | Q(destination__name__icontains=text) | Q(author__name__icontains=text)
        )
    if state:
        found = found.filter(state=state)
    if rating.isdigit():
        found = found.filter(rating=int(rating))
    return found.order_by("written_at" if state == Review.State.WAITING else "-written_at", "-pk")


def count_waiting() -> int:
    """How many reviews wait for a moderator."""
    return Review.objects.filter(state=Review.State.WAITING).count()


def public_name(review: Review) -> str:
    """The author as strangers see them: first name and the initial of the last."""
    words = review.author.name.split()
    return f"{words[0]} {words[-1][0]}." if len(words) > 1 else (words[0] if words else "-")
