"""Web push by the letter: the vectors of the RFCs."""

from __future__ import annotations

import json

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from tenants.notifications import webpush

# RFC 8291, appendix A.
TEXT = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
BROWSER_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
    "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
# RFC 8292, section 2.4.
VAPID = (
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3"
    "NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0"
)


def test_encryption_gives_the_bytes_of_rfc_8291():
    made = webpush.encrypt(
        TEXT,
        public=BROWSER_PUBLIC,
        secret=SECRET,
        sender=webpush.private_key(webpush.to_bytes(SENDER)),
        salt=webpush.to_bytes(SALT),
    )
    assert webpush.to_text(made) == BODY


def test_the_browser_of_rfc_8291_reads_it():
    browser = webpush.private_key(webpush.to_bytes(BROWSER))
    assert webpush.to_text(webpush.public_bytes(browser)) == BROWSER_PUBLIC
    assert webpush.decrypt(webpush.to_bytes(BODY), browser=browser, secret=SECRET) == TEXT


def test_each_message_is_sealed_anew_and_a_changed_one_is_refused():
    first, second = (webpush.encrypt(TEXT, public=BROWSER_PUBLIC, secret=SECRET) for _turn in range(2))
    assert first != second
    browser = webpush.private_key(webpush.to_bytes(BROWSER))
    with pytest.raises(InvalidTag):
        webpush.decrypt(first[:-1] + bytes([first[-1] ^ 1]), browser=browser, secret=SECRET)


def test_vapid_says_what_rfc_8292_says_and_its_signature_holds():
    private, public = webpush.new_key_pair()
    header = webpush.vapid_header(
        endpoint="https://push.example.net/p/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
        private=private,
        public=public,
        contact="mailto:push@example.com",
        expires=1453523768,
    )
    token, key = header.removeprefix("vapid t=").split(", k=")
    signed, _dot, signature = token.rpartition(".")
    assert (signed, key) == (VAPID, public)
    assert json.loads(webpush.to_bytes(signed.split(".")[1]))["aud"] == "https://push.example.net"
    raw = webpush.to_bytes(signature)
    numbers = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    point = ec.EllipticCurvePublicKey.from_encoded_point(webpush.CURVE, webpush.to_bytes(public))
    point.verify(numbers, signed.encode(), ec.ECDSA(SHA256()))


@pytest.mark.parametrize(
    ("public", "secret"),
    [("", SECRET), (BROWSER_PUBLIC, "kurang"), (BROWSER_PUBLIC[:-4] + "AAAA", SECRET), ("bukan base64!", SECRET)],
)
def test_keys_that_are_none_are_refused(public, secret):
    with pytest.raises(ValueError):
        webpush.check_browser_keys(public=public, secret=secret)
