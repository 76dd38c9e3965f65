"""A Pemda's WSGI face on a real port, for clients that open connections of their own."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.wsgi import get_wsgi_application
from django.db import connections


class _Threads(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


class _Silent(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """Nothing."""


@contextmanager
def live(pemda: Any) -> Iterator[str]:
    """The address of the Pemda's host on this machine; names need not be resolved."""
    application = get_wsgi_application()

    def face(environ: dict[str, Any], start_response: Any) -> Any:
        environ["HTTP_HOST"] = f"{pemda.primary_host}:8000"
        return application(environ, start_response)

    server = make_server("127.0.0.1", 0, face, server_class=_Threads, handler_class=_Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
