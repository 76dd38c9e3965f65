"""A real HTTP server that behaves as each test wants."""

from __future__ import annotations

import contextlib
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

KINDS = ("laksa.report_created", "laksa.report_state_changed")


class Receiver:
    """What arrived, and how to answer it: a status, or a function of the handler."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answer: int | Callable[[Any], None] = 200
        self.url = ""


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """A server on this machine; private addresses are allowed for it."""
    settings.ADOPSI_WEBHOOK_ALLOW_PRIVATE = True
    state = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if callable(state.answer):
                state.answer(self)
                return
            self.send_response(state.answer)
            self.end_headers()
            self.wfile.write(b"baik")

        def log_message(self, *_args: Any) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/masuk?a=1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield state
    server.shutdown()
    server.server_close()


def drip_body(handler: Any) -> None:
    """Say 200, and talk for ever, a byte now and then."""
    handler.send_response(200)
    handler.end_headers()
    _drip(handler)


def drip_head(handler: Any) -> None:
    """Never come to the end of the status line."""
    _drip(handler)


def _drip(handler: Any) -> None:
    with contextlib.suppress(OSError):
        for _each in range(200):
            handler.wfile.write(b".")
            handler.wfile.flush()
            time.sleep(0.05)


@pytest.fixture
def endpoint(in_poso: Any, rina: Any, receiver: Receiver) -> Any:
    """Rina's webhook at the receiver."""
    from tenants.webhooks.services import add_webhook

    made, secret = add_webhook(actor=rina, name="Dasbor", url=receiver.url, kinds=KINDS, offered=KINDS)
    made.plain = secret
    return made
