"""An activation that fails leaves nobody anywhere: whatever breaks, at whichever line, no other Pemda's rows are read.

The six thousand threaded switches without faults are in `tests/test_context.py`.
"""

from __future__ import annotations

import asyncio
import linecache
import sys
from contextlib import suppress
from types import FrameType
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.db.utils import OperationalError

from tenants import context
from tenants.accounts.models import Person
from tenants.backend import base, pool
from tenants.backend.base import POOL
from tenants.context import at_pusat, inside
from tenants.errors import NoPemdaActive

WATCHED = {module.__file__ for module in (context, base, pool)}


class Injected(BaseException):
    """What no handler of the house expects; a task's time limit comes like this, between any two lines."""


class Breaker:
    """Raises at the n-th line that runs in the door, the backend or the pool."""

    def __init__(self, at: int) -> None:
        self.left, self.where = at, ""

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_filename not in WATCHED:
            return None
        if event == "line" and self._can_break(frame):
            self.left -= 1
            if self.left == 0:
                self.where = f"{frame.f_code.co_qualname}:{frame.f_lineno}"
                raise Injected(self.where)
        return self

    @staticmethod
    def _can_break(frame: FrameType) -> bool:
        """Not in finalisers and exits, and not where a `with` lets go of its lock: no signal comes there either."""
        if frame.f_code.co_name in {"__exit__", "_leave", "__del__"}:
            return False
        return not linecache.getline(frame.f_code.co_filename, frame.f_lineno).lstrip().startswith("with ")


@pytest.fixture
def named(poso, karawang):
    """One person in each, named after the Pemda, and an empty pool at the end."""
    for pemda in (poso, karawang):
        with inside(pemda):
            Person.objects.create(name=f"Uji {pemda.code}", email=f"uji@{pemda.code}.example")
    yield poso, karawang
    connections["default"].close()
    POOL.clear()
    for pemda in (poso, karawang):
        with inside(pemda), connections["default"].cursor() as cursor:
            # The ORM would look for what modules hang on a person, in a Pemda without them too.
            cursor.execute("DELETE FROM accounts_person WHERE name LIKE 'Uji %'")


def names() -> set[str]:
    return set(Person.objects.filter(name__startswith="Uji ").values_list("name", flat=True))


def assert_each_reads_its_own(poso, karawang, where: str) -> None:
    with pytest.raises(NoPemdaActive):
        names()
    for pemda in (karawang, poso, karawang, poso):
        with inside(pemda):
            assert names() == {f"Uji {pemda.code}"}, where


def settle(poso, karawang, *, is_warm: bool) -> None:
    """The thread rests at Poso's connection; the pool has Karawang's, or nothing."""
    connections["default"].close()
    POOL.clear()
    for pemda in (karawang, poso) if is_warm else (poso,):
        with inside(pemda):
            names()


@pytest.mark.parametrize("is_warm", [True, False], ids=["pooled", "new connection"])
def test_a_switch_broken_at_any_line_fails_closed(named, is_warm):
    poso, karawang = named
    broken = set()
    for at in range(1, 1_000):
        settle(poso, karawang, is_warm=is_warm)
        breaker, read = Breaker(at), None
        before = sys.gettrace()
        sys.settrace(breaker)
        try:
            with suppress(Injected), inside(karawang):
                read = names()
        finally:
            sys.settrace(before)
        assert read in (None, {f"Uji {karawang.code}"}), breaker.where
        if not breaker.where:
            break
        broken.add(breaker.where)
        assert_each_reads_its_own(poso, karawang, breaker.where)
    else:
        pytest.fail("never came to the end")
    assert len(broken) > 25
    assert any("switch_to" in where for where in broken)


def refuse(*_arguments: Any, **_options: Any) -> None:
    raise OperationalError("injected")


def time_out(*_arguments: Any, **_options: Any) -> None:
    raise TimeoutError("injected")


@pytest.mark.parametrize(
    ("place", "name", "fault"),
    [
        (base.DatabaseWrapper, "get_new_connection", refuse),
        (base.DatabaseWrapper, "get_new_connection", time_out),
        (base.DatabaseWrapper, "init_connection_state", refuse),
        (base.DatabaseWrapper, "get_connection_params", refuse),
        (base.DatabaseWrapper, "_resume", refuse),
        (base.DatabaseWrapper, "_park", refuse),
        (base.DatabaseWrapper, "validate_thread_sharing", refuse),
        (base.DatabaseWrapper, "_neutral", refuse),
        (base, "is_dead", refuse),
        (pool.Pool, "take", refuse),
        (pool.Pool, "park", refuse),
        (pool.Parked, "is_usable", time_out),
        (base, "password_of", refuse),
    ],
)
@pytest.mark.parametrize("is_warm", [True, False], ids=["pooled", "new connection"])
def test_a_part_that_fails_lets_nobody_in(named, monkeypatch, place, name, fault, is_warm):
    poso, karawang = named
    settle(poso, karawang, is_warm=is_warm)
    with monkeypatch.context() as patch:
        patch.setattr(place, name, fault)
        for pemda in (karawang, poso, karawang):
            with suppress(OperationalError, TimeoutError), inside(pemda):
                assert names() == {f"Uji {pemda.code}"}
        with pytest.raises(NoPemdaActive):
            names()
    assert_each_reads_its_own(poso, karawang, name)


def test_a_connection_that_turns_out_to_be_anothers_is_refused(named, monkeypatch):
    poso, karawang = named
    settle(poso, karawang, is_warm=False)
    made = base.DatabaseWrapper.get_connection_params
    own = poso.schema_name

    def of_poso(self: Any) -> dict[str, Any]:
        return {**made(self), "user": own, "password": base.password_of(own)}

    with monkeypatch.context() as patch:
        patch.setattr(base.DatabaseWrapper, "get_connection_params", of_poso)
        with inside(karawang), pytest.raises(OperationalError, match=f"connected as {own}"):
            names()
    assert_each_reads_its_own(poso, karawang, "login")


def test_six_hundred_asynchronous_visitors_read_their_own_or_nothing(named):
    pair = named

    async def properly(pemda: Any) -> set[str]:
        """A whole visit in one thread, as the house's own tasks do it."""
        return await sync_to_async(read_inside, thread_sensitive=False)(pemda)

    async def carelessly(pemda: Any) -> set[str] | None:
        """A place held across awaits, while others come and go on the same thread."""
        with suppress(NoPemdaActive), inside(pemda):
            await asyncio.sleep(0)
            return await sync_to_async(names)()
        return None

    async def everybody() -> list[set[str] | None]:
        gate = asyncio.Semaphore(20)

        async def one(number: int) -> set[str] | None:
            async with gate:
                return await (properly, carelessly)[number % 3 == 0](pair[number % 2])

        return await asyncio.gather(*(one(number) for number in range(600)))

    found = asyncio.run(everybody())
    for number, read in enumerate(found):
        own = {f"Uji {pair[number % 2].code}"}
        assert read in ([own, None] if number % 3 == 0 else [own])
    assert_each_reads_its_own(*pair, "asynchronous")


def read_inside(pemda: Any) -> set[str]:
    try:
        with inside(pemda):
            return names()
    finally:
        connections["default"].close()


def test_pusat_is_left_closed_too(named, monkeypatch):
    poso, karawang = named
    settle(poso, karawang, is_warm=True)
    with monkeypatch.context() as patch:
        patch.setattr(pool.Pool, "take", refuse)
        with pytest.raises(OperationalError), at_pusat():
            pass
    assert_each_reads_its_own(poso, karawang, "pusat")
