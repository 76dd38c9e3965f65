"""The two formats: JSON, and XML whose lists have an element for each item."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree  # nosec B405 - only written here, never read

from rest_framework import renderers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request

ITEM_OF = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
# What XML 1.0 cannot hold, however it is written.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class JsonRenderer(renderers.JSONRenderer):
    """`.json`."""

    charset = "utf-8"


class XmlRenderer(renderers.BaseRenderer):
    """`.xml`; the view names the outermost element."""

    media_type, format, charset = "text/xml", "xml", "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """The document."""
        context = renderer_context or {}
        root = "errors" if context["response"].exception else context["view"].root
        return ElementTree.tostring(_element(root, data), encoding="utf-8", xml_declaration=True)


def _element(name: str, value: Any) -> ElementTree.Element:
    element = ElementTree.Element(name)
    if isinstance(value, dict):
        element.extend(_element(key, each) for key, each in value.items())
    elif isinstance(value, list):
        element.extend(_element(ITEM_OF[name], each) for each in value)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = FORBIDDEN.sub("", str(value))
    return element


class ByEnding(DefaultContentNegotiation):
    """The ending of the address decides, as the specification says, whatever `Accept` holds."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[renderers.BaseRenderer, str]:
        """The renderer of the ending; JSON for an unknown one, which the view then refuses."""
        found = next((each for each in renderers if each.format == format_suffix), renderers[0])
        return found, found.media_type
