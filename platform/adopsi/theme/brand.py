"""A Pemda's colours as a stylesheet of CSS variables, and the refusal of colours nobody could read."""

import colorsys
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

AA_TEXT = 4.5
# Coloured text on a dark ground is tiring at the bare minimum.
DARK_RATIO = 7.5
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_WHITE, _BLACK = "#ffffff", "#000000"
_DARK_SURFACE = "#1f2a2c"  # the panels of the dark theme, --color-base-100 of kota-gelap
_LIGHT_SURFACE = "#eff4f3"  # the page's ground in the light theme, darker than its white panels


@dataclass(frozen=True, slots=True)
class Brand:
    """The colours (`#rrggbb`) and the address of the coat of arms a Pemda shows."""

    primary: str
    secondary: str
    logo_url: str | None = None


def _channels(colour: str) -> tuple[int, int, int]:
    if not _HEX.fullmatch(colour):
        raise ValueError(f"not a #rrggbb colour: {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = []
    for channel in _channels(colour):
        part = channel / 255
        linear.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_ratio(first: str, second: str) -> float:
    """WCAG's contrast of two `#rrggbb` colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with the given share (0 to 1) of `other` mixed in, in sRGB."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(mine + (theirs - mine) * share):02x}" for mine, theirs in pairs)


def light_variant(colour: str, surface: str, ratio: float) -> str:
    """The same hue, as much lighter as it takes to stand `ratio`:1 against a dark surface."""
    red, green, blue = (channel / 255 for channel in _channels(colour))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    for step in range(101):
        lighter = lightness + (1 - lightness) * step / 100
        parts = colorsys.hls_to_rgb(hue, lighter, min(saturation, 0.8))
        candidate = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
        if contrast_ratio(candidate, surface) >= ratio:
            return candidate
    return _WHITE


def check_brand(brand: Brand) -> list[str]:
    """What is wrong with these colours, in words for the admin; empty when they can be used."""
    problems = []
    for label, colour in ((_("Warna utama"), brand.primary), (_("Warna kedua"), brand.secondary)):
        if not _HEX.fullmatch(colour):
            problems.append(_("%(label)s harus berupa kode warna seperti #0f766e.") % {"label": label})
            continue
        worst = min(contrast_ratio(colour, _WHITE), contrast_ratio(colour, _LIGHT_SURFACE))
        if worst < AA_TEXT:
            problems.append(
                _("%(label)s terlalu terang: kontrasnya %(ratio)s:1, paling sedikit 4,5:1 agar tulisan terbaca.")
                % {"label": label, "ratio": f"{worst:.1f}".replace(".", ",")}
            )
    return problems


def _variables(primary: str, primary_content: str, secondary: str, secondary_content: str) -> str:
    return (
        f"--color-primary:{primary};--color-primary-content:{primary_content};"
        f"--color-secondary:{secondary};--color-secondary-content:{secondary_content}"
    )


def _dark_pair(colour: str) -> tuple[str, str]:
    light = light_variant(colour, _DARK_SURFACE, DARK_RATIO)
    return light, mix(colour, _BLACK, 0.65)


def stylesheet(brand: Brand) -> str:
    """The CSS of a Pemda's look, for light and dark; raises ValueError for what is not a `#rrggbb` colour."""
    light = _variables(brand.primary, _WHITE, brand.secondary, _WHITE)
    dark = _variables(*_dark_pair(brand.primary), *_dark_pair(brand.secondary))
    return (
        f":root{{--brand-1:{brand.primary.lower()};--brand-2:{brand.secondary.lower()}}}\n"
        f":root,[data-theme=kota]{{{light}}}\n"
        f"[data-theme=kota-gelap]{{{dark}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme]){{{dark}}}}}\n"
    )
