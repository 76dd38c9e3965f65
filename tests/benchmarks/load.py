"""A small load generator: so many visitors at once, each on one connection, one page after the other."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Visit:
    """How long each page took, in seconds, and what went wrong."""

    times: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    bytes: int = 0


async def visit(
    port: int, hosts: Sequence[str], *, pages: int, visitors: int = 50, think_seconds: float = 0.0, path: str = "/"
) -> Visit:
    """Load `pages` pages in all, hosts taken in turn."""
    result = Visit()
    turn = itertools.islice(itertools.cycle(hosts), pages)
    await asyncio.gather(*(_visitor(port, turn, result, think_seconds, path) for _ in range(visitors)))
    return result


async def _visitor(port: int, turn: itertools.islice[str], result: Visit, think_seconds: float, path: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    if think_seconds:
        await asyncio.sleep(random.uniform(0, think_seconds))
    for host in turn:
        started = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\n\r\n".encode())
        status, size = await _answer(reader)
        result.times.append(time.perf_counter() - started)
        result.bytes += size
        if status != 200:
            result.faults.append(f"{host}: {status}")
        if think_seconds:
            await asyncio.sleep(random.uniform(0.5, 1.5) * think_seconds)
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    if headers.get("transfer-encoding") == "chunked":
        size = 0
        while length := int(await reader.readline(), 16):
            size += len(await reader.readexactly(length + 2)) - 2
        await reader.readexactly(2)
        return int(lines[0].split()[1]), size
    return int(lines[0].split()[1]), len(await reader.readexactly(int(headers.get("content-length", "0"))))
