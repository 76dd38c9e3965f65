"""The key that signs letters: made once, kept in a file that only its owner can read, and never in the database.

The certificate is self-made, so the signature is one that UU ITE calls not certified: it shows that the letter came
from this installation and was not changed since. Only the provisioner reads the key.
"""

from __future__ import annotations

import contextlib
import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils import timezone
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from provisioning.erasures.selectors import SIGNER

KEY_BITS = 3072
VALID_FOR = timedelta(days=3650)
FIELD = "Adopsi"


def sign_pdf(data: bytes, *, reason: str, location: str) -> bytes:
    """The PDF with a PAdES signature over all of it."""
    pem = _kept_key()
    (certificate,) = load_certs_from_pemder_data(pem)
    signer = signers.SimpleSigner(
        signing_cert=certificate,
        signing_key=load_private_key_from_pemder_data(_key_part(pem), passphrase=None),
        cert_registry=SimpleCertificateStore(),
    )
    facts = signers.PdfSignatureMetadata(
        field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", reason=reason, location=location
    )
    signed = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(data)), facts, signer=signer)
    return bytes(signed.getvalue())


def _key_part(pem: bytes) -> bytes:
    return pem[: pem.index(b"-----BEGIN CERTIFICATE-----")]


def _kept_key() -> bytes:
    path = settings.ADOPSI_SIGNING_KEY
    if not path.exists():
        _make(path)
    pem, public = path.read_bytes(), settings.MEDIA_ROOT / SIGNER
    certificate = pem[pem.index(b"-----BEGIN CERTIFICATE-----") :]
    if not public.exists() or public.read_bytes() != certificate:
        public.parent.mkdir(parents=True, exist_ok=True)
        public.write_bytes(certificate)
    return bytes(pem)


def _make(path: Path) -> None:
    """Make key and certificate; where two processes do so at once, the first one's file stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
        target.write(plain + _certificate(key).public_bytes(serialization.Encoding.PEM))
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _certificate(key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Adopsi"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Adopsi {settings.ADOPSI_BASE_DOMAIN}"[:64]),
        ]
    )
    now = timezone.now()
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    draft = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    draft = draft.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(minutes=5))
    draft = draft.not_valid_after(now + VALID_FOR).add_extension(usage, critical=True)
    draft = draft.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return draft.sign(key, hashes.SHA256())
