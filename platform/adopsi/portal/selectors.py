"""Reading news and notices; citizens see only what is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils import timezone

from adopsi.portal.looks import NEWS_LOOKS
from adopsi.portal.models import News, Notice

HOME_NEWS = 3
HOME_KEY = "portal:home-news"
HOME_SECONDS = 60


@dataclass(frozen=True, slots=True)
class NewsCard:
    """What a card of the home page shows."""

    title: str
    url: str
    category: str
    published_at: datetime
    image: str
    icon: str
    hue: str

    @property
    def category_label(self) -> str:
        """The category in the reader's language."""
        return str(News.Category(self.category).label)


def card_of(news: News) -> NewsCard:
    """The article as a card; give it with `picture` selected."""
    look = NEWS_LOOKS[news.category]
    return NewsCard(
        title=news.title,
        url=news.get_absolute_url(),
        category=news.category,
        published_at=news.published_at or news.updated_at,
        image=news.picture.thumbnail_url if news.picture else "",
        icon=look.icon,
        hue=look.hue,
    )


def list_news(*, search: str = "", category: str = "") -> QuerySet[News]:
    """Published articles, newest first, holding every word of the search."""
    rows = News.objects.filter(is_published=True, published_at__lte=timezone.now()).select_related("picture", "opd")
    if category:
        rows = rows.filter(category=category)
    for word in search.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word) | Q(body__icontains=word))
    return rows


def find_article(slug: str) -> News | None:
    """The published article at this address."""
    return list_news().select_related("author").filter(slug=slug).first()


def home_news() -> list[NewsCard]:
    """The newest three, kept for a minute; publishing forgets them."""
    cards = cache.get(HOME_KEY)
    if cards is None:
        cards = [card_of(news) for news in list_news()[:HOME_NEWS]]
        cache.set(HOME_KEY, cards, HOME_SECONDS)
    return cards


def forget_home_news() -> None:
    """Let the next visitor see what was just published."""
    cache.delete(HOME_KEY)


def current_notices(limit: int = 3) -> list[Notice]:
    """The notices to be shown now, the gravest and newest first."""
    now = timezone.now()
    notices = Notice.objects.filter(starts_at__lte=now, ends_at__gt=now).order_by("-starts_at")[:20]
    order = [Notice.Severity.DANGER, Notice.Severity.WARNING, Notice.Severity.INFO]
    return sorted(notices, key=lambda notice: order.index(notice.severity))[:limit]


def list_drafts_and_news(*, search: str = "", state: str = "") -> QuerySet[News]:
    """All articles for the editors: those being written first, then the newest."""
    rows = News.objects.select_related("author", "opd").order_by("is_published", "-published_at", "-updated_at")
    if state:
        rows = rows.filter(is_published=state == "terbit")
    return rows.filter(title__icontains=search) if search else rows


def list_notices() -> QuerySet[Notice]:
    """All notices for the editors, newest first."""
    return Notice.objects.select_related("author")
