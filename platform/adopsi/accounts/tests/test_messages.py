"""Messages that leave: mail, text messages, and what happens when they cannot."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from adopsi.accounts.errors import MessageNotSent
from adopsi.accounts.phone import for_reading, to_e164
from adopsi.accounts.sms import send_sms


@pytest.fixture
def gateway():
    """A text message gateway on this machine; gives its address and what it received."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.headers["Authorization"], json.loads(body)))
            self.send_response(202)
            self.end_headers()

        def log_message(self, *arguments):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sms", received
    server.shutdown()
    server.server_close()


def test_text_message_through_a_gateway(settings, gateway):
    settings.ADOPSI_SMS_PROVIDER, settings.ADOPSI_SMS_TOKEN = "http", "rahasia"
    settings.ADOPSI_SMS_URL, received = gateway
    send_sms(phone="+6281234567890", text="kode Anda 123456", sender="Kabupaten Poso <a@b.id>")
    assert received == [("Bearer rahasia", {"to": "+6281234567890", "text": "kode Anda 123456"})]


def test_silent_gateway_is_a_refusal(settings):
    settings.ADOPSI_SMS_PROVIDER, settings.ADOPSI_SMS_URL = "http", "http://127.0.0.1:9/sms"
    with pytest.raises(MessageNotSent):
        send_sms(phone="+6281234567890", text="kode", sender="a@b.id")


def test_page_says_that_a_mail_could_not_leave(settings, visitor, sari):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = visitor.post("/akun/masuk/kode/", {"contact": sari.email})
    assert answer.status_code == 503
    assert "Pesan belum dapat dikirim" in answer.content.decode()


@pytest.mark.parametrize(
    "text", ["0812-3456-7890", "+62 812 3456 7890", "6281234567890", "(0812) 3456 7890", "81234567890"]
)
def test_common_ways_of_writing_a_number(text):
    assert to_e164(text) == "+6281234567890"


@pytest.mark.parametrize("text", ["", "sari@contoh.id", "0812", "+14155552671", "021-5551234", "tidak ada"])
def test_what_is_no_mobile_number(text):
    assert to_e164(text) == ""


def test_number_for_reading():
    assert for_reading("+6281234567890") == "0812-3456-7890"
    assert for_reading("sari@contoh.id") == "sari@contoh.id"
