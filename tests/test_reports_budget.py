"""How many queries the pages with many reports take: not more with 400 reports than with 150, and no more than these."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tenants.context import inside
from tests.benchmarks.report_pages import ADMIN, GUEST, OFFICER, PAGES, addresses, count_queries
from tests.benchmarks.reports import fill_reports

# Queries of the Pemda and of the shared tables together, sessions and roles included.
BUDGET = dict.fromkeys((name for name, _who, _path in PAGES), 30)


@pytest.fixture
def clients(in_poso, client_of, person, give):
    officer = person("Wulan", kind="petugas")
    give(officer, "laksa.verifikator")
    people = {GUEST: None, OFFICER: officer, ADMIN: person("Rina", kind="admin_ti")}
    return {who: client_of(in_poso, one) for who, one in people.items()}


def _counts(pemda, clients):
    found = {}
    for (name, who, _path), address in zip(PAGES, addresses(pemda).values(), strict=True):
        found[name] = count_queries(lambda who=who, address=address: _ask(pemda, clients[who], address))
    return found


def _ask(pemda, client, address):
    with inside(pemda):
        cache.clear()
    assert client.get(address).status_code == 200, address


def test_queries_do_not_grow_with_reports_and_keep_their_budget(in_poso, clients):
    fill_reports(150)
    _counts(in_poso, clients)
    few = _counts(in_poso, clients)
    fill_reports(250, seed=2)
    many = _counts(in_poso, clients)
    assert {name: (few[name], many[name]) for name in many if many[name] > few[name]} == {}
    assert {name: many[name] for name in many if many[name] > BUDGET[name]} == {}
