"""What is committed is what the build makes, and it stays small."""

import gzip
import re
from pathlib import Path

import pytest

from adopsi.theme import build
from adopsi.theme.build import ICONS, ROOT, STYLESHEET, THEME
from adopsi.theme.font_subset import RANGES, letters, text_font


def test_committed_files_are_fresh() -> None:
    assert build.stale_files() == []


def test_lucide_has_every_icon_in_use() -> None:
    assert build.unknown_icons(build.icons_in_use()) == []


def test_a_missing_icon_is_named_with_its_neighbours() -> None:
    assert [text.split(",")[0] for text in build.unknown_icons({"bell", "bellring"})] == ["bellring (perhaps bell-ring"]


def _compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_a_citizens_page_without_a_map_leaves_room_under_60_kb() -> None:
    script = THEME / "static/theme/app.js"
    assert _compressed(script) < 4_000
    # 26 KB are left for the page itself, with the icons drawn into it.
    assert _compressed(STYLESHEET) + _compressed(script) + text_font().stat().st_size < 34_000


def test_the_cut_font_and_the_whole_one_share_the_letters_without_a_gap() -> None:
    source = (THEME / "styles/app.css").read_text(encoding="utf-8")
    others, text = (letters(ranges) for ranges in re.findall(r"unicode-range: ([^;]*);", source))
    assert text == letters(RANGES)
    assert not others & text
    assert set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) <= others | text


def test_no_text_of_ours_makes_a_browser_fetch_the_whole_font() -> None:
    source = (THEME / "styles/app.css").read_text(encoding="utf-8")
    others = letters(re.findall(r"unicode-range: ([^;]*);", source)[0])
    faces = [path for room in ("platform", "catalog", "tenants") for path in (ROOT / room).rglob("*.html")]
    written = {path.name: {each for each in path.read_text(encoding="utf-8") if ord(each) in others} for path in faces}
    assert {name: found for name, found in written.items() if found} == {}


def test_the_map_brings_at_most_70_kb_more() -> None:
    parts = ["vendor/leaflet-1.9.4/leaflet.js", "vendor/leaflet-1.9.4/leaflet.css", "theme/map.js"]
    parts += [
        f"vendor/leaflet.markercluster-1.5.3/{name}" for name in ("leaflet.markercluster.js", "MarkerCluster.css")
    ]
    assert sum(_compressed(THEME / "static" / part) for part in parts) < 70_000


@pytest.mark.parametrize("name", sorted(path.name for path in (THEME / "static/theme").glob("*.js")))
def test_scripts_of_ours_evaluate_nothing_and_write_no_markup(name: str) -> None:
    text = (THEME / "static/theme" / name).read_text(encoding="utf-8")
    assert [
        word
        for word in ("eval(", "new Function", "insertAdjacentHTML", "document.write", "innerHTML =")
        if word in text
    ] == []


def test_the_icon_set_is_in_the_order_of_names() -> None:
    names = [line.split('"')[1] for line in ICONS.read_text(encoding="utf-8").splitlines() if line.startswith('"')]
    assert names == sorted(names)
    assert "bell" in names
