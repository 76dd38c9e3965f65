"""What tests of the portal share: a visitor in Poso, an empty cache, and articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from adopsi.portal.models import News


@pytest.fixture(autouse=True)
def _empty_cache(in_poso: Any) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def visitor(client_of: Callable[..., Any], poso: Any) -> Any:
    """A client on Poso's host that is not signed in."""
    return client_of(poso)


@pytest.fixture
def article() -> Callable[..., News]:
    """Makes an article, published an hour ago unless told otherwise."""

    def make(slug: str, **fields: Any) -> News:
        defaults = {
            "title": slug.replace("-", " ").capitalize(),
            "summary": "Ringkasan berita.",
            "body": "Isi berita.",
            "category": News.Category.HEALTH,
            "is_published": True,
            "published_at": timezone.now() - timedelta(hours=1),
        }
        return News.objects.create(slug=slug, **defaults | fields)

    return make
