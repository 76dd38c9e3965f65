"""Programs are told how much they may still ask for; each token has its own share of it."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tenants.accounts.tokens import issue_token

CATALOG = "/api/v1/catalog/"


@pytest.fixture(autouse=True)
def _full_buckets():
    cache.clear()


@pytest.fixture
def ask(in_poso, sari, client_of):
    """Asks the API with one of Sari's two tokens, through one process."""
    keys = [issue_token(person=sari, name=name, scopes=["catalog:read"], days=1)[1] for name in ("a", "b")]
    client = client_of(in_poso)
    return lambda which, path=CATALOG: client.get(path, headers={"authorization": f"Bearer {keys[which]}"})


def test_what_is_left_is_told_and_then_when_to_come_back(ask, settings):
    # Three at once, and one more after three seconds.
    settings.ADOPSI_LIMIT_PERSON = 18
    first = ask(0)
    # Until it was answered once, a token is only a claim, and shares the bucket of its address.
    assert first["RateLimit-Policy"] == '"address";q=166667;w=10'
    left = []
    for _each in range(3):
        answer = ask(0)
        assert (answer.status_code, answer["RateLimit-Policy"]) == (200, '"token";q=3;w=10')
        left.append(answer["RateLimit"])
    assert left == ['"token";r=2;t=4', '"token";r=1;t=7', '"token";r=0;t=10']
    refused = ask(0)
    assert (refused.status_code, refused["RateLimit"]) == (429, '"token";r=0;t=10')
    assert 0 < int(refused["Retry-After"]) <= 4


def test_a_token_that_runs_wild_stops_no_other_of_its_person(ask, settings):
    settings.ADOPSI_LIMIT_PERSON = 12
    assert [ask(0).status_code for _each in range(4)] == [200, 200, 200, 429]
    assert [ask(1).status_code for _each in range(3)] == [200, 200, 200]


def test_pages_for_people_say_nothing_of_it(ask, settings):
    assert "RateLimit" not in ask(0, "/luring/")
    assert "RateLimit" in ask(0, "/open311/v2/services.json")


def test_where_nobody_counts_nothing_is_told(ask, monkeypatch):
    from adopsi.edges.buckets import Buckets, Taken

    monkeypatch.setattr(Buckets, "take_counted", lambda *buckets: Taken())
    answer = ask(0)
    assert (answer.status_code, "RateLimit" in answer) == (200, False)
