"""Finding reports by words: all of them in any order, and by a title that was typed nearly so."""

from __future__ import annotations

import pytest

NEARLY = "Ini yang ejaannya mirip"


@pytest.fixture
def lamp(file_report, bring):
    """A published report."""
    return bring(file_report(title="Lampu jalan padam", description="Di depan pasar."), "diverifikasi")


def found(client, query, *, path="/laksa/"):
    page = client.get(path, {"q": query}).content.decode()
    return "Lampu jalan padam" in page, NEARLY in page


@pytest.mark.parametrize("query", ["lampu padam", "PASAR lampu", "jalan", "padam pasar lampu"])
def test_all_words_in_any_order(lamp, client_of, in_poso, query):
    assert found(client_of(in_poso), query) == (True, False)


@pytest.mark.parametrize("query", ["jaaln", "lmapu", "lampu jaaln", "lampuu", "jaln padam"])
def test_a_slip_of_the_fingers_is_forgiven_and_said(lamp, client_of, in_poso, wulan, query):
    assert found(client_of(in_poso), query) == (True, True)
    assert found(client_of(in_poso, wulan), query, path="/konsol/m/laksa/") == (True, True)


@pytest.mark.parametrize("query", ["sampah", "jxxxn", "lam%pu", "zz", "( ["])
def test_other_words_find_nothing(lamp, client_of, in_poso, query):
    assert found(client_of(in_poso), query) == (False, False)


def test_a_slip_shows_no_more_than_the_words_would(file_report, sari, wulan, client_of, in_poso):
    file_report(title="Lampu jalan padam", is_confidential=True)
    assert found(client_of(in_poso), "jaaln") == (False, False)
    assert found(client_of(in_poso, wulan), "jaaln", path="/konsol/m/laksa/") == (True, True)
    assert found(client_of(in_poso, sari), "jaaln", path="/laksa/saya/") == (True, True)
