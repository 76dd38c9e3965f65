"""Whatever stands in the trail has words in both languages: acts, columns, and who signs without being a person."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext, override, pgettext

from adopsi.console.vocabulary import COLUMNS, FIELDS, WORDS, field_in_words
from adopsi.console.wording import ACTS, REASONS, SIGNERS, act_in_words, reason_in_words, room_in_words, signer_in_words
from adopsi.pusat.wording import ACTS as ACTS_OF_PUSAT
from catalog.registry import all_manifests
from provisioning import upkeep
from provisioning.erasures import retention, services
from provisioning.keeping import schedule, steps_restore
from provisioning.sandboxes import services as sandboxes
from tenants.audit.services import SYSTEM

ROOT = Path(__file__).resolve().parents[4]
AN_ACT = re.compile(r"[a-z_]+\.[a-z_]*[a-z]")


def recorded_acts() -> Iterator[str]:
    """What stands behind `act=` anywhere in the product."""
    for folder in ("tenants", "catalog", "provisioning", "platform"):
        for file in (ROOT / folder).rglob("*.py"):
            if not {"tests", "migrations", "node_modules"} & set(file.parts):
                yield from _acts_in(ast.parse(file.read_text()))


def _acts_in(tree: ast.AST) -> Iterator[str]:
    given = (word.value for word in ast.walk(tree) if isinstance(word, ast.keyword) and word.arg == "act")
    for value in given:
        for part in ast.walk(value):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and AN_ACT.fullmatch(part.value):
                yield part.value


def test_every_act_has_words() -> None:
    acts = set(recorded_acts())
    assert {"role.granted", "laksa.report_filed", "news.written", "backup.exported"} <= acts
    slugs = {manifest.slug for manifest in all_manifests()}
    for act in sorted(acts - {*ACTS, *ACTS_OF_PUSAT}):
        room, _dot, rest = act.partition(".")
        assert room in slugs, f"{act}: a sentence of its own in wording.py"
        assert set(rest.split("_")) <= set(WORDS), f"{act}: words in vocabulary.py"


def test_every_column_has_indonesian_words() -> None:
    labels = settings.PER_PEMDA_LABELS | {manifest.slug for manifest in all_manifests()}
    kept = [model for model in apps.get_models() if model._meta.app_label in labels - {"audit", "sessions"}]
    nameless = [
        f"{model._meta.label_lower}.{field.name}"
        for model in kept
        for field in model._meta.concrete_fields
        if not _has_words(field)
    ]
    assert len(kept) > 30
    assert nameless == []


def _has_words(field: models.Field) -> bool:
    is_known = field.name in FIELDS or {field.name, field.name.removesuffix("_id")} & set(COLUMNS)
    return bool(is_known or isinstance(field.verbose_name, Promise) or set(field.name.split("_")) <= set(WORDS))


def test_names_are_read_in_both_languages() -> None:
    with override("id"):
        assert (field_in_words("mailed_at"), room_in_words("backup")) == ("surel dikirim pada", "Cadangan data")
        assert act_in_words("eplesiran.tickets_booked").endswith(": tiket dipesan")
    with override("en"):
        assert (field_in_words("mailed_at"), room_in_words("backup")) == ("mailed at", "Backups")
        assert act_in_words("news.written") == "News written"


def test_rules_and_programs_sign_in_the_readers_language() -> None:
    rules = {schedule.RULE, services.RULE, retention.RULE, sandboxes.RULE, SYSTEM}
    assert rules <= set(SIGNERS)
    assert {upkeep.CATCH_UP, steps_restore.UPGRADE_REASON} <= set(REASONS)
    with override("en"):
        assert not {signer_in_words(rule) for rule in rules} & rules
        assert not {reason_in_words(reason) for reason in REASONS} & set(REASONS)
        assert signer_in_words("Rina Kartika") == "Rina Kartika"
        assert reason_in_words("Ganti cara kerja") == "Ganti cara kerja"


@pytest.mark.parametrize("room", ["console", "pusat"])
def test_a_phrase_is_shown_in_the_english_of_its_room(room: str) -> None:
    """All catalogues become one: a phrase with two meanings needs a context, or one room speaks for the other."""
    file = ROOT / "platform/adopsi" / room / "locale/en/LC_MESSAGES/django.mo"
    with file.open("rb") as catalogue:
        own = GNUTranslations(catalogue)._catalog  # type: ignore[attr-defined]
    with override("en"):
        shown = {key: _shown(key) for key in own if isinstance(key, str) and key}
    assert len(shown) > 400
    assert {key: (own[key], words) for key, words in shown.items() if own[key] != words} == {}


def _shown(key: str) -> str:
    context, mark, phrase = key.partition("\x04")
    return pgettext(context, phrase) if mark else gettext(key)
