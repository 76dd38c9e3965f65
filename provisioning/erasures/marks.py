"""Telling the two people of an erasure apart.

A key holds what is known of who signed: an account of the pages, such as `72.02:17` or `pusat:3`, and on the command
line also the account of the machine, as `pusat:3/cli:1001`. Keys are compared, never shown.
"""

from __future__ import annotations

BETWEEN = "/"


def key_with(*marks: str) -> str:
    """The key of somebody known by all of these marks."""
    return BETWEEN.join(marks)


def is_one_person(one: str, other: str) -> bool:
    """Whether two keys have a mark in common; one machine account cannot be two people under two names either."""
    return not set(one.split(BETWEEN)).isdisjoint(other.split(BETWEEN))
