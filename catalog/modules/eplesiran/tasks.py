"""Work of e-Plesiran that runs beside the web."""

from __future__ import annotations

from catalog.modules.eplesiran.demonstration.paint import paint
from catalog.sdk.records import module_task


@module_task
def draw_pictures() -> int:
    """Draw the demonstration's missing photos; running it again draws nothing."""
    return paint()
