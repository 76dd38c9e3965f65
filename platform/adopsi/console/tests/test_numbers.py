"""Numbers above 999 stand with the separators of the reader's language, on every list and in every trail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from adopsi.console.wording import changes_in_words

ROOT = Path(__file__).resolve().parents[4]
COUNTED = "{% load i18n moments %}{% blocktrans trimmed count counter=total with shown=total|number %}"
WORDS = "{{ shown }} catatan{% plural %}{{ shown }} catatan{% endblocktrans %}"


def test_no_list_tells_its_length_without_separators():
    bare = re.compile(r"count counter=page\.paginator\.count(?! with)")
    templates = [file for room in ("platform", "catalog", "tenants") for file in (ROOT / room).rglob("*.html")]
    assert len(templates) > 100
    assert [file.name for file in templates if bare.search(file.read_text())] == []


@pytest.mark.parametrize(("language", "said"), [("id", "12.345 catatan"), ("en", "12,345 entries")])
def test_how_many_there_are_in_both_languages(language, said):
    with translation.override(language):
        assert Template(COUNTED + WORDS).render(Context({"total": 12345})) == said


def test_a_trail_tells_moments_and_names_in_words():
    facts = {"until": "2026-11-23T22:19:43.385396+00:00", "hours": 24, "write": False, "access": "7a3e"}
    with translation.override("id"), timezone.override("Asia/Makassar"):
        assert changes_in_words(facts) == [
            ("Sampai", "24 November 2026 06.19 WITA"),
            ("Lama (jam)", "24"),
            ("Boleh mengubah", "tidak"),
            ("Nomor akses", "7a3e"),
        ]
    with translation.override("en"), timezone.override("Asia/Makassar"):
        assert changes_in_words(facts)[0] == ("Until", "24 November 2026 06:19 WITA")
