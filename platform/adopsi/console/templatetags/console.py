"""The console's own tags: the trail of what a page is about, and who asked for something."""

from __future__ import annotations

from django import template

from adopsi.console.trails import Trail, trail_about
from adopsi.console.wording import reason_in_words, signer_in_words

register = template.Library()
register.filter("signer", signer_in_words)
register.filter("reason", reason_in_words)


@register.inclusion_tag("console/parts/trail.html")
def trail(kind: str, key: object = "") -> dict[str, Trail]:
    """`{% trail "opd" opd.pk %}`: the last acts on the thing, with a link to all of them."""
    return {"trail": trail_about(f"{kind}:{key}")}
