"""A Pemda's colours: what is refused, and that what is accepted can be read in both themes."""

import colorsys
import re

import pytest

from adopsi.theme.brand import Brand, check_brand, contrast_ratio, stylesheet

HUES = [f"#{''.join(f'{round(part * 255):02x}' for part in colorsys.hls_to_rgb(n / 24, 0.25, 0.9))}" for n in range(24)]
READABLE = ["#0f766e", "#155e75", "#000000", "#1d4ed8", "#9f1239", "#14532d", "#4a044e", *HUES]


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.478),
        ("#0f766e", "#0f766e", 1.0),
        ("#ffffff", "#000000", 21),
    ],
)
def test_contrast_is_wcags(first: str, second: str, ratio: float) -> None:
    assert contrast_ratio(first, second) == pytest.approx(ratio, abs=0.01)


def test_the_default_look_has_no_problems() -> None:
    assert check_brand(Brand("#0f766e", "#155e75")) == []


def test_a_pale_colour_is_refused_with_its_contrast() -> None:
    assert check_brand(Brand("#facc15", "#155e75")) == [
        "Warna utama terlalu terang: kontrasnya 1,4:1, paling sedikit 4,5:1 agar tulisan terbaca."
    ]


@pytest.mark.parametrize("text", ["red", "#fff", "#0f766e;}body{display:none", "", "#0f766g", "#0f766e\n"])
def test_what_is_no_colour_is_refused_and_never_written(text: str) -> None:
    brand = Brand("#0f766e", text)
    assert check_brand(brand) == ["Warna kedua harus berupa kode warna seperti #0f766e."]
    with pytest.raises(ValueError, match="not a #rrggbb colour"):
        stylesheet(brand)


@pytest.mark.parametrize("colour", [colour for colour in READABLE if not check_brand(Brand(colour, colour))])
def test_every_accepted_colour_reads_in_light_and_dark(colour: str) -> None:
    rules = stylesheet(Brand(colour, "#155e75")).splitlines()
    for line, surfaces in ((rules[1], ["#ffffff", "#eff4f3"]), (rules[2], ["#1f2a2c", "#121c1e"])):
        primary = re.search(r"--color-primary:(#\w{6})", line)[1]
        content = re.search(r"--color-primary-content:(#\w{6})", line)[1]
        assert contrast_ratio(primary, content) >= 4.5
        assert all(contrast_ratio(primary, surface) >= 4.5 for surface in surfaces)


def test_the_stylesheet_serves_the_toggle_and_the_system_setting() -> None:
    sheet = stylesheet(Brand("#0F766E", "#155E75", "/media/lambang.png"))
    assert sheet.startswith(":root{--brand-1:#0f766e;--brand-2:#155e75}")
    dark = re.search(r"\[data-theme=kota-gelap\]\{(.*?)\}", sheet)[1]
    assert f"@media (prefers-color-scheme:dark){{:root:not([data-theme]){{{dark}}}}}" in sheet
