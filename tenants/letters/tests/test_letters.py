"""Letters hold every name; what no font of ours has is a box that everybody sees, never an error."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from fpdf import FPDF

from tenants.letters import letter, script
from tenants.privacy.paper import Paper

FOLDER = Path(letter.__file__).with_name("fonts")


@pytest.fixture
def texts(monkeypatch):
    """What reached the page, with the font that draws it."""
    seen: list[tuple[str, str]] = []
    whole = FPDF.multi_cell

    def note(self, *place, **options):
        # A table asks by names alone, and more than once for each cell.
        if place:
            seen.append((self.font_family, place[2]))
        return whole(self, *place, **options)

    monkeypatch.setattr(FPDF, "multi_cell", note)
    return seen


def test_common_names_stay_in_the_pages_own_font(texts):
    paper = Paper(title="Surat – “uji”", english="Letter", pemda="Kabupaten Poso", number="1")
    paper.row("Nama", "Name", "José Müller")
    assert paper.pdf().startswith(b"%PDF")
    assert texts[0] == ("helvetica", 'Surat - "uji"')
    assert texts[-1] == ("helvetica", "José Müller")


@pytest.mark.parametrize("name", ["Nguyễn Thị Łucja", "Šárka Đặng", "Ωμέγα", "Иван", "Ṣāliḥ"])
def test_names_with_other_letters_are_drawn_whole(texts, name):
    page = letter.Letter(title=name, author=name, language="en")
    page.fact("Atas nama", name)
    assert page.pdf().startswith(b"%PDF")
    assert texts[-1] == ("dejavu", name)


def test_arabic_letters_are_joined_and_stand_from_right_to_left(texts):
    Paper(title="محمد", english="", pemda="x", number="1").pdf()
    # mim initial, hah medial, mim medial, dal final; drawn backwards.
    assert texts[0] == ("dejavu", "\ufeaa\ufee4\ufea4\ufee3")


def test_lam_and_alef_are_one_letter_and_alef_ends_a_word_within_it():
    assert script.join("سلام") == "\ufeb3\ufefc\ufee1"
    assert script.join("دار") == "\ufea9\ufe8d\ufead"


def test_a_name_among_latin_words_keeps_its_place_and_brackets_open_where_they_should():
    covered = frozenset(range(0x20, 0x10000))
    assert script.drawn("Bapak محمد, Poso", covered=covered) == "Bapak \ufeaa\ufee4\ufea4\ufee3, Poso"
    assert script.drawn("دار (12)", covered=covered) == "(12) \ufead\ufe8d\ufea9"


def test_a_long_text_from_right_to_left_begins_in_its_first_line(texts):
    long = " ".join(f"سلام {number}" for number in range(10, 46))
    page = letter.Letter(title="Surat", author="Adopsi")
    page.write(long, width=60)
    lines = [line.split() for line in texts[-1][1].split("\n")]
    assert len(lines) > 3
    # Lines from the first to the last, each read from its right end.
    numbers = [word for line in lines for word in reversed(line) if word.isdecimal()]
    assert numbers == [str(number) for number in range(10, 46)]
    assert lines[0][-1] == script.drawn("سلام", covered=frozenset(range(0x10000)))


def test_a_line_that_begins_with_a_number_knows_the_words_before_it():
    shaped = script.shaped("سلام 10 سلام", covered=frozenset(range(0x10000)))
    first, second = script.turned(shaped, [shaped[: shaped.index(" ")], shaped[shaped.index("1") :]])
    assert second.endswith(" 10")
    assert first == script.drawn("سلام", covered=frozenset(range(0x10000)))


def test_a_long_cell_from_right_to_left_keeps_its_lines(monkeypatch):
    seen: list[str] = []
    whole = FPDF.multi_cell

    def note(self, *place, **options):
        seen.append(options.get("text", ""))
        return whole(self, *place, **options)

    monkeypatch.setattr(FPDF, "multi_cell", note)
    page = letter.Letter(title="Surat", author="Adopsi")
    page.table(["Nomor", "Isi"], [["1", " ".join(f"سلام {number}" for number in range(10, 60))]], [30, 30])
    # The library measures a cell before it draws it.
    lines = [text for text in seen if "10" in text][-1].split("\n")
    assert len(lines) > 2
    assert "10" in lines[0]
    assert "59" in lines[-1]


def test_what_no_font_has_is_a_visible_box(texts):
    page = letter.Letter(title="Banjir 🌊", author="Adopsi")
    page.line("Aksara ꦗꦮ dan 漢字, banjir 🌊")
    page.table(["Nama"], [["漢字"], ["Sari"]], [10])
    assert page.pdf().startswith(b"%PDF")
    assert texts[0] == ("dejavu", "Aksara □□ dan □□, banjir □")


def test_characters_that_cannot_be_seen_are_left_out():
    assert script.plain("Sa\u200bri\u202e\x07\nPoso") == "Sari\nPoso"


def test_the_fonts_are_the_recorded_ones_with_their_licence():
    for line in (FOLDER / "checksums.sha256").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest
    licence = (FOLDER / "LICENSE").read_text(encoding="utf-8")
    assert "Bitstream" in licence
    assert "Tavmjong Bah" in licence
