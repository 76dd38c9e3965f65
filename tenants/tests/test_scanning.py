"""The scanner: a server that answers as clamd does; what it has not seen is not served."""

import io
import os
import socketserver
import struct
import tempfile
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tenants.attachments import scanning
from tenants.attachments.content import EICAR
from tenants.attachments.errors import InfectedFile
from tenants.attachments.models import Attachment
from tenants.attachments.services import store_document, store_image
from tenants.audit.models import Entry

# What only the scanner knows: our own look at the content would not find it.
KNOWN_TO_CLAMD = {EICAR: "Win.Test.EICAR_HDB-1", b"VIRUS-UJI-ADOPSI": "Adopsi.Uji-1"}
LIMIT = 512 * 1024
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nISI\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Clamd(socketserver.StreamRequestHandler):
    """zINSTREAM, chunks, a length of zero; then `stream: OK`, `stream: … FOUND`, or the size limit's error."""

    def handle(self):
        if self._command() != b"zINSTREAM":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        data = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
            if len(data) > self.server.limit:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.seen.append(data)
        found = next((name for sign, name in KNOWN_TO_CLAMD.items() if sign in data), "")
        self.wfile.write(f"stream: {found} FOUND\0".encode() if found else b"stream: OK\0")

    def _command(self):
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        return command[:-1]


def _served(server):
    server.seen, server.limit = [], LIMIT
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, settings):
    # The path of a socket has at most 107 signs, so it stands in no folder of pytest's.
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:
        if request.param == "tcp":
            server = _served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd))
            settings.ADOPSI_CLAMAV = f"127.0.0.1:{server.server_address[1]}"
        else:
            settings.ADOPSI_CLAMAV = os.path.join(folder, "s")
            server = _served(socketserver.ThreadingUnixStreamServer(settings.ADOPSI_CLAMAV, Clamd))
        yield server
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def photo(tail=b""):
    buffer = io.BytesIO()
    Image.new("RGB", (300, 200), "#0f766e").save(buffer, "JPEG")
    return SimpleUploadedFile("foto.jpg", buffer.getvalue() + tail, "image/jpeg")


def keep(file, actor, store=store_image, visibility="public"):
    return store(upload=file, purpose="uji", visibility=visibility, actor=actor)


def paper(inside=b""):
    return SimpleUploadedFile("surat.pdf", PDF.replace(b"ISI", inside), "application/pdf")


def test_the_client_speaks_the_protocol(clamd):
    assert scanning.scan(b"halo").is_clean
    assert scanning.scan(EICAR).finding == "Win.Test.EICAR_HDB-1"
    # Chunked, and whole on the other side.
    body = bytes(range(256)) * 900
    assert scanning.scan(body).is_clean
    assert clamd.seen[-1] == body


def test_a_file_that_clamd_will_not_read_has_no_verdict(clamd):
    with pytest.raises(scanning.ScannerUnreachable, match="size limit"):
        scanning.scan(b"\0" * (LIMIT + 1))


@pytest.mark.parametrize("clamd", ["unix"], indirect=True)
def test_why_clamd_hung_up_in_the_middle_of_a_file_is_read_and_not_lost(clamd):
    # Far more than the socket takes while nobody reads: the pipe breaks under whoever still writes.
    with pytest.raises(scanning.ScannerUnreachable, match="size limit"):
        scanning.scan(b"\0" * (16 * LIMIT))


def test_a_clean_photo_is_served(in_poso, sari, client_of, clamd):
    kept = keep(photo(), sari)
    assert kept.scan == Attachment.Scan.CLEAN
    assert client_of(in_poso).get(kept.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("make", [lambda: photo(b"VIRUS-UJI-ADOPSI"), lambda: paper(b"VIRUS-UJI-ADOPSI")])
def test_what_clamd_knows_is_refused_and_nothing_is_stored(in_poso, sari, clamd, media, make):
    with pytest.raises(InfectedFile) as caught:
        keep(make(), sari, store_document)
    assert "virus" in str(caught.value.message)
    assert Attachment.objects.count() == 0
    assert not [file for file in media.rglob("*") if file.is_file()]


def test_without_a_scanner_files_are_served_unscanned(in_poso, sari, client_of, settings):
    settings.ADOPSI_CLAMAV = ""
    kept = keep(photo(), sari)
    assert kept.scan == Attachment.Scan.NONE
    assert client_of(in_poso).get(kept.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/tidak/ada/clamd.sock", "bukan-alamat"])
def test_while_the_scanner_is_away_the_file_waits_and_nobody_opens_it(
    in_poso, sari, rina, client_of, settings, address
):
    settings.ADOPSI_CLAMAV = address
    kept = keep(photo(), sari)
    assert kept.scan == Attachment.Scan.WAITING
    for client in (client_of(in_poso), client_of(in_poso, sari), client_of(in_poso, rina)):
        assert client.get(kept.get_absolute_url()).status_code == 404
        assert client.get(kept.thumbnail_url).status_code == 404
    assert scanning.scan_waiting() == 0
    assert Attachment.objects.get().scan == Attachment.Scan.WAITING


def test_when_it_is_back_the_clean_are_served_and_the_others_never(in_poso, sari, client_of, settings, clamd):
    address, settings.ADOPSI_CLAMAV = settings.ADOPSI_CLAMAV, "127.0.0.1:1"
    good = keep(photo(), sari)
    bad = keep(paper(b"VIRUS-UJI-ADOPSI"), sari, store_document)
    settings.ADOPSI_CLAMAV = address
    assert scanning.scan_waiting() == 2
    assert scanning.scan_waiting() == 0
    states = dict(Attachment.objects.values_list("pk", "scan"))
    assert states == {good.pk: Attachment.Scan.CLEAN, bad.pk: Attachment.Scan.INFECTED}
    assert client_of(in_poso).get(good.get_absolute_url()).status_code == 200
    assert client_of(in_poso, sari).get(bad.get_absolute_url()).status_code == 404
    assert Entry.objects.get(act="upload.infected").changes == {"finding": "Adopsi.Uji-1"}
