"""QR codes: as a picture in a page, and as the dark squares for a letter."""

from __future__ import annotations

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString

# White around the code, in squares, without which many cameras do not find it (ISO/IEC 18004).
QUIET = 4


def qr_squares(text: str) -> list[list[bool]]:
    """The rows of squares without white around them; True is dark."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text, optimize=0 if text.isupper() else 20)
    code.make(fit=True)
    return code.get_matrix()


def qr_svg(text: str, *, label: str) -> SafeString:
    """The code as an inline SVG, black on white in every colour scheme; `label` says what it is."""
    rows = qr_squares(text)
    size = len(rows) + 2 * QUIET
    dark = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    return format_html(
        '<svg viewBox="0 0 {size} {size}" role="img" aria-label="{label}" shape-rendering="crispEdges" '
        'class="block h-auto w-full rounded-xl"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        '<path fill="#000" d="{dark}"/></svg>',
        size=size,
        label=label,
        dark=dark,
    )
