"""What screens show instead of a sealed value: enough to recognise it by who knows it, not enough to use it."""

from __future__ import annotations

DOT = "•"
SHOWN = 4


def mask_phone(number: str | None) -> str:
    """`+6281234561234` as 0812-••••-1234; a short one as dots alone."""
    if not number:
        return ""
    national = f"0{number[3:]}" if number.startswith("+62") else number
    if len(national) < 3 * SHOWN - 2:
        return DOT * len(national)
    return f"{national[:SHOWN]}-{DOT * SHOWN}-{national[-SHOWN:]}"


def mask_number(number: str | None) -> str:
    """NIK, KK or NIP with its first and last four digits: 7202••••••••9001."""
    if not number:
        return ""
    if len(number) < 3 * SHOWN:
        return DOT * len(number)
    return number[:SHOWN] + DOT * (len(number) - 2 * SHOWN) + number[-SHOWN:]


def mask_text(text: str | None) -> str:
    """Dots, as many for every text."""
    return DOT * SHOWN if text else ""
