"""Cursor paging over lists that are not tables: the shelf lives in code, not in the database."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from catalog.sdk.api import CursorPaging

PAGING = [
    OpenApiParameter("cursor", str, description="From `next` or `previous`."),
    OpenApiParameter("page_size", int, description="1 to 100, 25 by default."),
]


class ListCursor(CursorPaging):
    """Pages of a list ordered by a unique text; the cursor is the last text seen, so that growth shifts nothing."""

    def paginate_list(self, rows: Sequence[Any], request: Request, *, key: Callable[[Any], str]) -> list[Any]:
        """The rows of the page which the request's cursor asks for."""
        size = self.get_page_size(request) or len(rows) or 1
        after, reverse = self._position(request)
        ordered = sorted(rows, key=key, reverse=reverse)
        rest = [row for row in ordered if not after or (key(row) < after if reverse else key(row) > after)]
        page, more = rest[:size], len(rest) > size
        if reverse:
            page = page[::-1]
        self._link(request, page, key, has_next=more or reverse, has_previous=(more if reverse else bool(after)))
        return page

    def _position(self, request: Request) -> tuple[str, bool]:
        cursor = request.query_params.get(self.cursor_query_param, "")
        if not cursor:
            return "", False
        try:
            direction, _colon, after = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError, UnicodeEncodeError):
            raise NotFound(self.invalid_cursor_message) from None
        if direction not in ("n", "p"):
            raise NotFound(self.invalid_cursor_message)
        return after, direction == "p"

    def _link(
        self, request: Request, page: list[Any], key: Callable[[Any], str], *, has_next: bool, has_previous: bool
    ) -> None:
        base = remove_query_param(request.build_absolute_uri(), self.cursor_query_param)

        def link(direction: str, row: Any) -> str:
            cursor = base64.urlsafe_b64encode(f"{direction}:{key(row)}".encode()).decode()
            return replace_query_param(base, self.cursor_query_param, cursor)

        self.next_link = link("n", page[-1]) if page and has_next else None
        self.previous_link = link("p", page[0]) if page and has_previous else None

    def get_paginated_response(self, data: Any) -> Response:
        """The same shape as every other list of the API."""
        return Response({"next": self.next_link, "previous": self.previous_link, "results": data})


class BySlug(CursorPaging):
    """Rows of a table by their slug."""

    ordering = "slug"
