"""Who acts, handed to the database with the first write of each transaction.

The trigger `adopsi_audit` reads it from `adopsi.who`, which a plain SET LOCAL in the same message gives: reading sends
nothing more, writing no message more, and nothing outlives the transaction, so a pooler may stand between.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from tenants.context import request_id

SETTING = "adopsi.who"
WRITES = re.compile(r"\b(?:insert|update|delete|merge|truncate|call|do|copy)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person by key and name, or a program by name; `kind` is a person's kind, or `sistem`."""

    name: str
    kind: str
    id: int | None = None


VISITOR = "tamu"
SYSTEM = Actor(name="Sistem", kind="sistem")
_is_asked: ContextVar[bool] = ContextVar("adopsi_acting_is_asked", default=False)
_acting: ContextVar[Callable[[], Actor]] = ContextVar("adopsi_acting", default=lambda: SYSTEM)


def may_write(sql: str) -> bool:
    """Whether the text may write a row. A lone SELECT may not, and looking through it would cost 2 % of a request."""
    if sql.startswith("SELECT ") and ";" not in sql:
        return False
    return WRITES.search(sql) is not None


def acting(find: Callable[[], Actor]) -> AbstractContextManager[None]:
    """Within the block `find` says who acts; it is asked when something is first written, never before."""
    return _Acting(find)


class _Acting(AbstractContextManager[None]):
    """A class, for a generator costs every request twice as much."""

    __slots__ = ("_find", "_token")

    def __init__(self, find: Callable[[], Actor]) -> None:
        self._find = find

    def __enter__(self) -> None:
        self._token = _acting.set(self._find)

    def __exit__(self, *error: object) -> None:
        _acting.reset(self._token)


def acting_as(name: str) -> Any:
    """Within the block a program of this name acts."""
    actor = Actor(name=name, kind="sistem")
    return acting(lambda: actor)


def person_of(user: Any) -> Actor:
    """The actor behind a request's user; a visitor without an account has neither key nor name."""
    if getattr(user, "is_authenticated", False):
        return Actor(name=user.name, kind=user.kind, id=user.pk)
    return Actor(name="", kind=VISITOR)


def announcement() -> str:
    """The statement that tells the trigger who acts now, without a semicolon; empty while that is being found out."""
    if _is_asked.get():
        return ""
    token = _is_asked.set(True)
    try:
        # To know the person may take a query, or end a stale session.
        actor = _acting.get()()
    finally:
        _is_asked.reset(token)
    facts = {"i": actor.id, "n": actor.name[:120], "k": actor.kind, "r": request_id.get()}
    text = json.dumps({name: value for name, value in facts.items() if value}, separators=(",", ":"))
    # Escaped JSON has neither backslashes nor quotes that end a standard string, once quotes are doubled.
    return f"SET LOCAL {SETTING} = '{text.replace(chr(39), chr(39) * 2)}'"
