"""Log-in, codes and resets are throttled, and no answer tells who has an account."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache

from tenants.accounts.models import Person
from tenants.context import inside

PASSWORD = "kata-sandi-uji"
REFUSED = "Terlalu banyak percobaan"
UNKNOWN = "tidak-dikenal@contoh.example"


@pytest.fixture(autouse=True)
def _counts():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def hashes(monkeypatch):
    """How often a password was hashed, which is what takes time."""
    counted = []
    real = MD5PasswordHasher.encode

    def encode(self, password, salt):
        counted.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return counted


def _try(client, login, password="salah-sekali", address="10.0.0.1"):
    return client.post("/akun/masuk/", {"login": login, "password": password}, REMOTE_ADDR=address)


def _plain(answer):
    """The page without what differs at every request, and without the contact that was typed in."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r"[\w.-]+@contoh\.example|\d{4}-\d{4}-\d{4}|\+?\d{10,}", "…", page)


# --- log-in -------------------------------------------------------------------------------------------


def test_sixth_failed_log_in_is_refused_from_any_address(client_of, in_poso, sari):
    for number in range(5):
        answer = _try(client_of(in_poso), sari.email, address=f"10.0.0.{number + 1}")
        assert REFUSED not in answer.content.decode()
    client = client_of(in_poso)
    sixth = _try(client, sari.email, PASSWORD, address="10.9.9.9")
    assert REFUSED in sixth.content.decode()
    assert "_auth_user_id" not in client.session


def test_both_contacts_of_an_account_share_one_count(client_of, in_poso, sari):
    sari.phone, sari.phone_verified = "+6281200001111", True
    sari.save()
    logins = [sari.email, "0812-0000-1111", sari.email.upper(), "+6281200001111", sari.email]
    for login in logins:
        _try(client_of(in_poso), login)
    assert REFUSED in _try(client_of(in_poso), "081200001111", PASSWORD).content.decode()


def test_unknown_account_is_refused_alike(client_of, in_poso, sari):
    known, unknown = client_of(in_poso), client_of(in_poso)
    for number in range(7):
        answers = _try(known, sari.email), _try(unknown, UNKNOWN, address="10.0.0.2")
        assert [answer.status_code for answer in answers] == [200, 200]
        assert _plain(answers[0]) == _plain(answers[1])
        assert (REFUSED in answers[0].content.decode()) is (number >= 5)


def test_one_account_does_not_hold_another_back(client_of, in_poso, sari, otto):
    for _ in range(6):
        _try(client_of(in_poso), otto.email)
    assert _try(client_of(in_poso), sari.email, PASSWORD).url == "/"


def test_one_pemda_does_not_hold_another_back(fresh, client_of, poso, karawang, person):
    for pemda in (poso, karawang):
        with inside(pemda):
            person("Sari")
    for _ in range(6):
        answer = _try(client_of(poso), "sari@contoh.example")
    assert REFUSED in answer.content.decode()
    assert _try(client_of(karawang), "sari@contoh.example", PASSWORD).url == "/"


def test_successes_do_not_use_the_count_up(client_of, in_poso, sari):
    for _ in range(8):
        assert _try(client_of(in_poso), sari.email, PASSWORD).url == "/"


# --- codes and resets ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "allowed"), [("/akun/masuk/kode/", 3), ("/akun/sandi/lupa/", 5)], ids=["code", "reset"]
)
@pytest.mark.parametrize("contact", ["sari@contoh.example", UNKNOWN])
def test_requests_for_codes_are_limited(client_of, in_poso, sari, mailoutbox, path, allowed, contact):
    for _ in range(allowed):
        assert client_of(in_poso).post(path, {"contact": contact}).status_code == 302
    answer = client_of(in_poso).post(path, {"contact": contact}, REMOTE_ADDR="10.9.9.9")
    assert answer.status_code in {200, 429}
    assert "Terlalu banyak" in answer.content.decode()
    assert len(mailoutbox) == allowed


@pytest.mark.parametrize("contact", ["sari@contoh.example", "0812-0000-1111"])
def test_code_can_be_guessed_three_times(client_of, in_poso, sari, mailoutbox, contact):
    sari.phone, sari.phone_verified = "+6281200001111", True
    sari.save()
    client = client_of(in_poso)
    client.post("/akun/masuk/kode/", {"contact": contact})
    code = re.search(r"\b\d{6}\b", mailoutbox[0].body)[0]
    for _ in range(3):
        client.post("/akun/masuk/kode/isi/", {"code": "xxxxxx"})
    client.post("/akun/masuk/kode/isi/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_reset_code_can_be_guessed_three_times(client_of, in_poso, sari, mailoutbox):
    client = client_of(in_poso)
    client.post("/akun/sandi/lupa/", {"contact": sari.email})
    code = re.search(r"\b\d{6}\b", mailoutbox[0].body)[0]
    for _ in range(3):
        client.post("/akun/sandi/lupa/kode/", {"code": "xxxxxx"})
    client.post("/akun/sandi/lupa/kode/", {"code": code})
    client.post("/akun/sandi/lupa/baru/", {"password1": "sandi-baru-panjang"})
    sari.refresh_from_db()
    assert sari.check_password(PASSWORD)


# --- nobody learns who has an account -----------------------------------------------------------------


@pytest.fixture
def kinds_of_account(person):
    """Addresses by what stands behind them."""
    person("Sari")
    Person.objects.create_user(name="Undangan", email="undangan@contoh.example", kind="petugas")
    closed = person("Tutup")
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    return {
        "open": "sari@contoh.example",
        "without a password": "undangan@contoh.example",
        "closed": "tutup@contoh.example",
        "none": UNKNOWN,
    }


def test_wrong_password_says_and_takes_the_same(client_of, in_poso, kinds_of_account, hashes):
    pages, work = set(), set()
    for login in kinds_of_account.values():
        hashes.clear()
        answer = _try(client_of(in_poso), login)
        assert answer.status_code == 200
        pages.add(_plain(answer))
        work.add(len(hashes))
    assert len(pages) == 1
    assert work == {1}


@pytest.mark.parametrize(
    ("path", "next_path"),
    [("/akun/masuk/kode/", "/akun/masuk/kode/isi/"), ("/akun/sandi/lupa/", "/akun/sandi/lupa/kode/")],
    ids=["code", "reset"],
)
def test_asking_for_a_code_says_the_same(client_of, in_poso, kinds_of_account, mailoutbox, path, next_path):
    pages = set()
    for contact in kinds_of_account.values():
        client = client_of(in_poso)
        assert client.post(path, {"contact": contact}).url == next_path
        pages.add(_plain(client.get(next_path)))
        pages.add("wrong " + _plain(client.post(next_path, {"code": "000000"})))
    assert len(pages) == 2
    assert len(mailoutbox) == len(kinds_of_account)


def test_signing_up_says_and_takes_the_same(client_of, in_poso, kinds_of_account, hashes, mailoutbox):
    answers, work = set(), set()
    for contact in kinds_of_account.values():
        hashes.clear()
        client = client_of(in_poso)
        form = {"name": "Dewi", "contact": contact, "password1": "rahasia-panjang"}
        answer = client.post("/akun/daftar/", form)
        answers.add((answer.status_code, answer.url, _plain(client.get(answer.url))))
        work.add(len(hashes))
    assert len(answers) == 1
    assert work == {1}
    assert len(mailoutbox) == len(kinds_of_account)
