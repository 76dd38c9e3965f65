"""The only door into a Pemda: `inside(pemda)`, and `at_pusat()` for the Tangerang team's own tables.

The active place is a context variable, so threads and tasks never see each other's; the database login of
the `default` connection follows it. With neither active, queries on `default` raise `NoPemdaActive`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from django.db import connections

from tenants.errors import NoPemdaActive

if TYPE_CHECKING:
    from tenants.backend.base import DatabaseWrapper

PUBLIC_SCHEMA = "public"


class HasSchema(Protocol):
    """Anything that names a Pemda: the model `Pemda` or the cached `PemdaFacts`."""

    @property
    def code(self) -> str: ...
    @property
    def schema_name(self) -> str: ...
    @property
    def is_sandbox(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where queries on `default` go: a schema, and the Pemda it belongs to (None at pusat)."""

    schema_name: str
    pemda: HasSchema | None


# Set by the middleware for the length of a request, so that its log lines and audit entries can be found together.
request_id: ContextVar[str] = ContextVar("adopsi_request_id", default="")
_owner_writes: ContextVar[bool] = ContextVar("adopsi_owner_writes", default=False)
_active: ContextVar[Place | None] = ContextVar("adopsi_place", default=None)


def current_place() -> Place | None:
    """The active place, or None."""
    return _active.get()


def current_pemda() -> HasSchema:
    """The active Pemda; raises `NoPemdaActive` outside of one."""
    place = _active.get()
    if place is None or place.pemda is None:
        raise NoPemdaActive("No Pemda is active: use tenants.context.inside(pemda)")
    return place.pemda


def inside(pemda: HasSchema) -> AbstractContextManager[HasSchema]:
    """Run the block with the Pemda's own database login; refused inside a transaction of another place."""
    return _Entered(Place(pemda.schema_name, pemda), pemda)


def at_pusat() -> AbstractContextManager[None]:
    """Run the block on the Tangerang team's own accounts, sessions and audit in the public schema."""
    return _Entered(Place(PUBLIC_SCHEMA, None), None)


Result = TypeVar("Result")


class _Entered(AbstractContextManager[Result]):
    """A place for the length of a block; a class, for a generator costs every request twice as much."""

    __slots__ = ("_before", "_connection", "_place", "_result")

    def __init__(self, place: Place, result: Result) -> None:
        self._place, self._result = place, result

    def __enter__(self) -> Result:
        self._connection = cast("DatabaseWrapper", connections["default"])
        self._before = _active.get()
        self._connection.switch_to(self._place.schema_name)
        try:
            _active.set(self._place)
            return self._result
        except BaseException:
            # A time limit may strike here, where no `with` would call `__exit__`.
            self._leave()
            raise

    def __exit__(self, *error: object) -> None:
        self._leave()

    def _leave(self) -> None:
        _active.set(self._before)
        self._connection.switch_to(self._before.schema_name if self._before else None)


@contextmanager
def owner_writes() -> Iterator[None]:
    """Send ORM work on a Pemda's tables to the owner's open transaction: provisioning alone, for default data."""
    token = _owner_writes.set(True)
    try:
        yield
    finally:
        _owner_writes.reset(token)


def is_owner_writing() -> bool:
    """Whether `owner_writes` is active."""
    return _owner_writes.get()
