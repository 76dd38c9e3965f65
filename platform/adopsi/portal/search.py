"""The portal's search: services, a person's own things, news, and what each active module finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from adopsi.portal.history import history_of
from adopsi.portal.home import list_services
from adopsi.portal.looks import NEWS_LOOKS
from adopsi.portal.selectors import list_news
from catalog.activations import active_manifests
from catalog.registry import hook
from catalog.sdk.search import SearchHit, rank, score_text
from tenants.directory import PemdaFacts

MOST_HITS, MOST_OWN, SHOWN_FIRST = 30, 60, 5
NEWS_FIELDS = {"title": "A", "summary": "B", "body": "D"}


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one source, best first."""

    key: str
    title: str
    hits: list[SearchHit] = field(default_factory=list)

    @property
    def short(self) -> str:
        """What stands before a colon is the name by which people call a service."""
        return self.title.split(":")[0]

    @property
    def first(self) -> list[SearchHit]:
        """What the page shows of it beside other groups."""
        return self.hits[:SHOWN_FIRST]

    @property
    def left(self) -> int:
        """How many more there are."""
        return max(0, len(self.hits) - SHOWN_FIRST)

    @property
    def is_near(self) -> bool:
        """Whether nothing of it has the very words."""
        return all(hit.score < NEARLY for hit in self.hits)


# Nearly matching rows score below a tenth (catalog.sdk.matching), and so do texts that only look alike.
NEARLY = 0.1


def search_everything(query: str, *, pemda: PemdaFacts, person: Any) -> list[Group]:
    """Groups with at least one hit: services, the person's own, then the rest by their best hit.

    What only looks alike is left out where something has the very words.
    """
    own = Group("saya", _("Milik saya"), _own(query, person, pemda) if person.is_authenticated else [])
    rest = [Group("berita", _("Berita"), _news(query))]
    taken = {hit.url for hit in own.hits}
    for manifest in active_manifests(pemda.code):
        if manifest.search:
            hits = [hit for hit in hook(manifest, "search")(query, person) if hit.url not in taken]
            rest.append(Group(manifest.slug, str(manifest.title), hits[:MOST_HITS]))
    rest.sort(key=lambda group: -max((hit.score for hit in group.hits), default=0.0))
    groups = [group for group in (Group("layanan", _("Layanan"), _services(query, pemda)), own, *rest) if group.hits]
    exact = [group for group in groups if not group.is_near]
    return exact or groups


def _scored(score: float) -> float:
    """1 stays what it is; what only looks alike falls below a tenth, as with rows."""
    return score if score == 1.0 else score / 10.5


def _services(query: str, pemda: PemdaFacts) -> list[SearchHit]:
    hits = []
    for service in list_services(pemda):
        text = f"{service.label} {service.title} {service.summary}"
        if score := score_text(query, text=text):
            hits.append(SearchHit(service.title, service.summary, service.url, "service", service.icon, _scored(score)))
    return sorted(hits, key=lambda hit: -hit.score)


def _own(query: str, person: Any, pemda: PemdaFacts) -> list[SearchHit]:
    hits = []
    for entry in history_of(person, pemda=pemda, most=MOST_OWN):
        if score := score_text(query, text=f"{entry.item.title} {entry.item.state}"):
            text = f"{entry.service} · {entry.item.state}"
            hits.append(SearchHit(entry.item.title, text, entry.item.url, "own", entry.item.icon, _scored(score)))
    return sorted(hits, key=lambda hit: -hit.score)[:MOST_HITS]


def _news(query: str) -> list[SearchHit]:
    rows = list_news().select_related(None)
    return [
        SearchHit(
            title=news.title,
            text=f"{news.summary} {news.body}",
            url=news.get_absolute_url(),
            kind="news",
            icon=NEWS_LOOKS[news.category].icon,
            score=news.search_score,
        )
        for news in rank(rows, fields=NEWS_FIELDS, query=query, most=MOST_HITS)
    ]
