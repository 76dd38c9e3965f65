"""The demonstration's texts."""

from __future__ import annotations

import pytest

from adopsi.portal import demonstration
from adopsi.portal.demonstration import REGIONS, anywhere
from adopsi.portal.models import News, Notice
from adopsi.portal.selectors import current_notices, list_news


def test_filling_twice_adds_nothing():
    demonstration.fill()
    demonstration.fill()
    assert list_news().count() == len(REGIONS["72.02"].ARTICLES) == News.objects.count()
    assert [notice.title for notice in current_notices()] == [REGIONS["72.02"].NOTICE.title]


@pytest.mark.parametrize("region", [*REGIONS.values(), anywhere], ids=lambda region: region.__name__.rpartition(".")[2])
def test_texts_fit_their_fields(region):
    for article in region.ARTICLES:
        news = News(
            slug="x", title=article.title, summary=article.summary, body=article.body, category=article.category
        )
        news.full_clean(exclude=["author", "opd", "picture"])
    announcement = region.NOTICE
    notice = Notice(
        severity=announcement.severity, topic=announcement.topic, title=announcement.title, text=announcement.text
    )
    notice.full_clean(exclude=["starts_at", "ends_at", "author"])
