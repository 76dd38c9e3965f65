"""Telling programs how much they may still ask for, in the fields of draft-ietf-httpapi-ratelimit-headers-10.

`RateLimit-Policy: "token";q=150;w=10` is the rule, `RateLimit: "token";r=148;t=1` what is left of it, and after how
many seconds the bucket is full again. The older trio of X-RateLimit-… is not sent: its units differ from house to house.
"""

from __future__ import annotations

import math
from typing import TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from adopsi.edges.buckets import Bucket, Taken

PROGRAMS = ("/api/", "/open311/")
WINDOW_SECONDS = 10
Answer = TypeVar("Answer", bound=HttpResponseBase)


def is_for_programs(request: HttpRequest) -> bool:
    """Whether the address is one that programs ask."""
    return request.path_info.startswith(PROGRAMS)


def tell_limit(request: HttpRequest, response: Answer, own: Bucket, taken: Taken) -> Answer:
    """The answer with the fields, where a program asked and somebody counted."""
    if taken.left is None or own.per_minute <= 0 or not is_for_programs(request):
        return response
    name = own.key.split(":rate:")[1].partition(":")[0]
    left = min(taken.left, own.holds)
    full = math.ceil((own.holds - left) * WINDOW_SECONDS / own.holds)
    response["RateLimit-Policy"] = f'"{name}";q={own.holds};w={WINDOW_SECONDS}'
    response["RateLimit"] = f'"{name}";r={left};t={full}'
    return response
