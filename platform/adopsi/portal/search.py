"""The portal's search: services, news, and what each active module finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from adopsi.portal.home import list_services
from adopsi.portal.looks import NEWS_LOOKS
from adopsi.portal.selectors import list_news
from catalog.activations import active_manifests
from catalog.registry import hook
from catalog.sdk.search import SearchHit
from tenants.directory import PemdaFacts

MOST_HITS = 8


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one source."""

    title: str
    hits: list[SearchHit]


def search_everything(query: str, *, pemda: PemdaFacts, person: Any) -> list[Group]:
    """Groups with at least one hit: services, news, then modules by title."""
    groups = [Group(_("Layanan"), _services(query, pemda)), Group(_("Berita"), _news(query))]
    for manifest in active_manifests(pemda.code):
        if manifest.search:
            hits = hook(manifest, "search")(query, person)
            groups.append(Group(str(manifest.title), list(hits)[:MOST_HITS]))
    return [group for group in groups if group.hits]


def _services(query: str, pemda: PemdaFacts) -> list[SearchHit]:
    return [
        SearchHit(title=service.title, text=service.summary, url=service.url, kind="service", icon=service.icon)
        for service in list_services(pemda, search=query)
    ][:MOST_HITS]


def _news(query: str) -> list[SearchHit]:
    return [
        SearchHit(
            title=news.title,
            text=news.summary,
            url=news.get_absolute_url(),
            kind="news",
            icon=NEWS_LOOKS[news.category].icon,
        )
        for news in list_news(search=query)[:MOST_HITS]
    ]
