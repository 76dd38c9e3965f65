"""The flood: connections that ask for pages of one host without a pause, each from an address of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys

from tests.benchmarks.load import _answer


async def main(port: int, host: str, connections: int) -> tuple[int, int]:
    """Ask until a signal comes; how many answers, and how many of them said "not now"."""
    counts = [0, 0]
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    floods = [asyncio.create_task(_one(port, host, number, counts)) for number in range(connections)]
    await stop.wait()
    for each in floods:
        each.cancel()
    await asyncio.gather(*floods, return_exceptions=True)
    return counts[0], counts[1]


async def _one(port: int, host: str, number: int, counts: list[int]) -> None:
    while True:
        with contextlib.suppress(OSError, EOFError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            head = f"GET /layanan/ HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: 198.51.100.{number}\r\n\r\n".encode()
            with contextlib.closing(writer):
                while True:
                    writer.write(head)
                    status, _size = await _answer(reader)
                    counts[0] += 1
                    counts[1] += status in {429, 503}


if __name__ == "__main__":
    # In life the flood is computed on other machines: here it yields the processor to the servers, and still knocks
    # a thousand times a second.
    os.nice(10)
    answers, turned_away = asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
    sys.stdout.write(f"{answers} {turned_away}\n")
