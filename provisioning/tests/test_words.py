"""One journal, two languages: what a run wrote is read in the reader's own."""

from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from catalog.manifest import Text
from catalog.registry import all_manifests
from provisioning import words
from provisioning.errors import DependentsActive, PemdaNotOpen, UndoWindowPassed
from provisioning.models import Run
from provisioning.services import request_enable, request_park, request_upgrade

SLUG = next(manifest.slug for manifest in all_manifests() if not manifest.requires)
PEMDA = {"pemda_code": "32.15", "requested_by": "tests"}


def told(run, language):
    """The run as somebody of this language reads it."""
    with translation.override(language):
        return {step.name: step.detail_in_words for step in run.steps.all()}, run.error_in_words


def test_the_same_run_is_read_in_english_and_in_indonesian(fresh, do):
    run = do(request_enable(slug=SLUG, **PEMDA))
    title = next(manifest.title for manifest in all_manifests() if manifest.slug == SLUG)
    (indonesian, _error), (english, _none) = told(run, "id"), told(run, "en")
    assert (indonesian["check"], english["check"]) == (title.id, title.en)
    assert indonesian["tables"].endswith(" tabel")
    assert english["tables"].endswith(" tables")
    parked = do(request_park(slug=SLUG, **PEMDA))
    assert (told(parked, "id")[0]["rights"][:8], told(parked, "en")[0]["rights"][:8]) == ("Disimpan", "Kept for")


def test_the_same_refusal_is_read_in_english_and_in_indonesian(fresh, do, monkeypatch):
    run = do(request_enable(slug=SLUG, **PEMDA))
    Run.objects.filter(pk=run.pk).update(undo_until=datetime(2020, 1, 2, 3, 4, tzinfo=UTC))
    from provisioning import services

    monkeypatch.setattr(services, "_accepted", lambda plan, token, operation: plan)
    undo = do(services.request_undo(run=Run.objects.get(pk=run.pk), requested_by="tests"))
    assert (undo.state, undo.error_code) == (Run.State.FAILED, "undo_window_passed")
    assert told(undo, "id")[1].startswith("Batas waktu untuk mengurungkan sudah lewat (2 Januari 2020 10.04 WIB")
    assert told(undo, "en")[1].startswith("The time for undoing")
    assert "2 January 2020 10:04 WIB" in told(undo, "en")[1]


def test_an_unforeseen_error_is_read_in_both(fresh, do, monkeypatch):
    from provisioning import steps_pemda

    monkeypatch.setattr(steps_pemda.rules, "refuse_ahead", lambda *facts: 1 / 0)
    run = do(request_upgrade(slug="inti", **PEMDA))
    assert (run.state, run.error_code) == (Run.State.FAILED, "unexpected")
    assert "Terjadi kesalahan tak terduga" in told(run, "id")[1]
    assert "unexpected" in told(run, "en")[1].lower()
    assert str(run.pk)[:8] in told(run, "en")[1]


@pytest.mark.parametrize(
    ("said", "indonesian", "english"),
    [
        ("7202 → 1.0.0", "7202 → 1.0.0", "7202 → 1.0.0"),
        ("", "", ""),
        (gettext_lazy("Selesai"), "Selesai", "Done"),
        (words.gettext("Tidak diminta"), "Tidak diminta", "Not asked for"),
        (words.ngettext("%(count)s langkah", "%(count)s langkah", 1) % {"count": 1}, "1 langkah", "1 step"),
        (words.ngettext("%(count)s langkah", "%(count)s langkah", 2) % {"count": 2}, "2 langkah", "2 steps"),
        (words.names([Text("Satu", "One"), Text("Dua", "Two")]), "Satu, Dua", "One, Two"),
        (PemdaNotOpen().message, str(PemdaNotOpen.message), None),
        (
            words.names([words.gettext("Tidak ada"), 'kutip "dan" 5%']),
            'Tidak ada, kutip "dan" 5%',
            'None, kutip "dan" 5%',
        ),
    ],
)
def test_what_is_kept_is_read_again(said, indonesian, english):
    kept = words.kept(said)
    with translation.override("id"):
        assert words.read(kept) == indonesian
    with translation.override("en"):
        assert english is None or words.read(kept) == english


def test_a_refusal_is_kept_the_same_whatever_the_workers_language():
    def refusals():
        yield DependentsActive([Text("Laporan", "Reports")]).message
        yield UndoWindowPassed(datetime(2020, 1, 2, tzinfo=UTC)).message
        yield PemdaNotOpen().message

    with translation.override("id"):
        first = [words.kept(each) for each in refusals()]
    with translation.override("en"):
        assert [words.kept(each) for each in refusals()] == first


@pytest.mark.parametrize("text", ["Diska penuh.", '["', '["%(x)s", {}]', '["%(x)s", 3]', "100% penuh"])
def test_what_older_releases_wrote_is_shown_as_it_is(text):
    assert words.read(text) == text or text == '["%(x)s", {}]'
