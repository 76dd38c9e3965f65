"""Web push without a library: RFC 8291 (encryption for one browser), RFC 8188 (aes128gcm), RFC 8292 (VAPID).

Knows no database. Keys are P-256; texts of keys are URL-safe base64 without padding, as browsers write them.
"""

from __future__ import annotations

import base64
import json
import secrets
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD_SIZE = 4096
# One record holds the text, the mark of the last record and the tag (RFC 8291 §4: at most 4096 bytes in all).
LONGEST_TEXT = 3000
SALT_BYTES, SECRET_BYTES, POINT_BYTES, NUMBER_BYTES = 16, 16, 65, 32


def to_text(raw: bytes) -> str:
    """URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def to_bytes(text: str) -> bytes:
    """The bytes; raises ValueError for what is not base64."""
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)


def public_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public half as an uncompressed point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def private_key(number: bytes) -> ec.EllipticCurvePrivateKey:
    """The key with this private number of 32 bytes."""
    return ec.derive_private_key(int.from_bytes(number, "big"), CURVE)


def new_key_pair() -> tuple[str, str]:
    """A new private number and its public point, as texts."""
    key = ec.generate_private_key(CURVE)
    number = key.private_numbers().private_value.to_bytes(NUMBER_BYTES, "big")
    return to_text(number), to_text(public_bytes(key))


def check_browser_keys(*, public: str, secret: str) -> None:
    """Raise ValueError unless these are a point on the curve and a secret of 16 bytes."""
    ec.EllipticCurvePublicKey.from_encoded_point(CURVE, to_bytes(public))
    if len(to_bytes(public)) != POINT_BYTES or len(to_bytes(secret)) != SECRET_BYTES:
        raise ValueError("wrong length")


def encrypt(
    text: bytes,
    *,
    public: str,
    secret: str,
    sender: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a push message that only this browser can read; `sender` and `salt` are new for each but in tests."""
    sender, salt = sender or ec.generate_private_key(CURVE), salt or secrets.token_bytes(SALT_BYTES)
    theirs, mine = to_bytes(public), public_bytes(sender)
    shared = sender.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
    material = _derive(shared, salt=to_bytes(secret), info=b"WebPush: info\x00" + theirs + mine, length=32)
    key = _derive(material, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=16)
    nonce = _derive(material, salt=salt, info=b"Content-Encoding: nonce\x00", length=12)
    head = salt + RECORD_SIZE.to_bytes(4, "big") + bytes([len(mine)]) + mine
    # 0x02 ends the last record, which is the only one.
    return head + AESGCM(key).encrypt(nonce, text[:LONGEST_TEXT] + b"\x02", None)


def decrypt(body: bytes, *, browser: ec.EllipticCurvePrivateKey, secret: str) -> bytes:
    """What the browser does with the body; raises InvalidTag for anything that was changed."""
    salt, length = body[:SALT_BYTES], body[SALT_BYTES + 4]
    mine = body[SALT_BYTES + 5 : SALT_BYTES + 5 + length]
    shared = browser.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, mine))
    info = b"WebPush: info\x00" + public_bytes(browser) + mine
    material = _derive(shared, salt=to_bytes(secret), info=info, length=32)
    key = _derive(material, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=16)
    nonce = _derive(material, salt=salt, info=b"Content-Encoding: nonce\x00", length=12)
    return AESGCM(key).decrypt(nonce, body[SALT_BYTES + 5 + length :], None).rstrip(b"\x00")[:-1]


def _derive(material: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length=length, salt=salt, info=info).derive(material)


def vapid_header(*, endpoint: str, private: str, public: str, contact: str, expires: int) -> str:
    """The Authorization of a push message: who we are, for this push service, until `expires` (seconds since 1970)."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": expires, "sub": contact}
    signed = ".".join(
        to_text(json.dumps(part, separators=(",", ":")).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims)
    )
    signature = private_key(to_bytes(private)).sign(signed.encode(), ec.ECDSA(SHA256()))
    raw = b"".join(number.to_bytes(NUMBER_BYTES, "big") for number in decode_dss_signature(signature))
    return f"vapid t={signed}.{to_text(raw)}, k={public}"
