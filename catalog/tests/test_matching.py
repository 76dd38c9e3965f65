"""Words spelt nearly so, as fingers slip on a phone: alike in texts and in the database's rows."""

from __future__ import annotations

import time

import pytest

from catalog.sdk.matching import LONGEST, is_near, nearly_matching, score_text

MEANT = [
    ("bangu", "bangku"),
    ("tman", "taman"),
    ("smpah", "sampah"),
    ("kelurhan", "kelurahan"),
    ("kelrhan", "kelurahan"),
    ("tamman", "taman"),
    ("lampuu", "lampu"),
    ("sampiah", "sampah"),
    ("jaaln", "jalan"),
    ("jalsn", "jalan"),
    ("imunisassi", "imunisasi"),
    ("kkelurahhan", "kelurahan"),
]
# Words of their own: two letters differ, or the first or the last one does, which fingers seldom get wrong.
OTHERS = [
    ("taman", "tambal"),
    ("jalan", "jalur"),
    ("bangku", "bangun"),
    ("taman", "aman"),
    ("sampah", "sampel"),
    ("pasar", "besar"),
    ("jembatan", "jabatan"),
    ("kelurahan", "keluarga"),
]
MANY, MOST_SECONDS = 10_000, 1.5


def rows_near(query, rows):
    return set(nearly_matching(rows, fields={"name": "A"}, query=query).values_list("name", flat=True))


@pytest.fixture
def opds(in_poso):
    """Makes OPD by their names, the only rows there are to search."""
    from tenants.organisation.models import Opd

    def make(*names):
        made = [Opd(code=f"uji-{number}", name=name) for number, name in enumerate(names)]
        Opd.objects.bulk_create(made)
        return Opd.objects.filter(code__startswith="uji-")

    return make


def test_a_slip_finds_the_word_that_was_meant(opds):
    rows = opds(*{meant for _typed, meant in MEANT})
    for typed, meant in MEANT:
        assert is_near(typed, meant), typed
        assert score_text(typed, text=f"Rumah {meant} kota") > 0, typed
        assert rows_near(typed, rows) == {meant}, typed


def test_another_word_is_not_found(opds):
    rows = opds(*{other for _typed, other in OTHERS})
    for typed, other in OTHERS:
        assert not is_near(typed, other), typed
        assert score_text(typed, text=other) == 0, typed
        assert rows_near(typed, rows) == set(), typed


def test_what_is_no_word_finds_nothing_and_breaks_nothing(opds):
    rows = opds("taman")
    for typed in ["tmn", "t.man", "____", "(((((", "مرحبا بكم", "😀😀😀😀", "a" * (LONGEST + 1), "x" * 5000]:
        assert rows_near(typed, rows) == set(), typed


def test_ten_thousand_rows_are_looked_through_quickly(opds):
    rows = opds(*(f"Lampu jalan padam di depan pasar nomor {number}" for number in range(MANY)), "Bangku kelurahan")
    started = time.perf_counter()
    assert rows_near("bangu kelurhan", rows) == {"Bangku kelurahan"}
    seconds = time.perf_counter() - started
    assert seconds < MOST_SECONDS, f"{seconds:.2f} s"
