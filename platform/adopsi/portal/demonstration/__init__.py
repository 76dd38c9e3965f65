"""Demonstration news and notices of the active Pemda: invented, but as such a region would write them."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from adopsi.portal.demonstration import anywhere, bekasi, karawang, poso, tangerang
from adopsi.portal.demonstration.article import Announcement, Article
from adopsi.portal.demonstration.desk import fill_desk
from adopsi.portal.models import News, Notice
from adopsi.portal.selectors import forget_home_news
from tenants.context import current_pemda
from tenants.organisation.core_roles import EDITOR
from tenants.organisation.models import Opd
from tenants.organisation.selectors import people_with_role

REGIONS = {"36.71": tangerang, "72.02": poso, "32.15": karawang, "32.16": bekasi}
NOTICE_DAYS = 30


@transaction.atomic
def fill() -> None:
    """Write the articles and the notice that are missing; running it again adds nothing."""
    region = REGIONS.get(current_pemda().code, anywhere)
    author = people_with_role([EDITOR]).first()
    units = {opd.code: opd for opd in Opd.objects.all()}
    for article in region.ARTICLES:
        _write(article, author=author, opd=units.get(article.opd))
    if not Notice.objects.exists():
        _announce(region.NOTICE, author=author)
    fill_desk()
    transaction.on_commit(forget_home_news)


def _write(article: Article, *, author: object, opd: Opd | None) -> None:
    published_at = timezone.now() - timedelta(hours=article.hours_ago)
    News.objects.get_or_create(
        slug=slugify(article.title)[:110],
        defaults={
            "title": article.title,
            "summary": article.summary,
            "body": article.body,
            "category": article.category,
            "is_published": True,
            "published_at": published_at,
            "author": author,
            "opd": opd,
        },
    )


def _announce(announcement: Announcement, *, author: object) -> None:
    now = timezone.now()
    Notice.objects.create(
        severity=announcement.severity,
        topic=announcement.topic,
        title=announcement.title,
        text=announcement.text,
        starts_at=now,
        ends_at=now + timedelta(days=NOTICE_DAYS),
        author=author,
    )
