"""The second factor: who must have one, what is closed without it, codes that count once, secrets at rest, resets."""

from __future__ import annotations

import base64
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connections

from adopsi.accounts.one_time import code_at, counter_now
from adopsi.cli.main import main as adopsi
from tenants.audit.models import Entry
from tenants.context import at_pusat, inside
from tenants.errors import NotAllowed
from tenants.identity.errors import NothingToReset, OwnReset, ReasonMissing
from tenants.identity.resets import reset_second_factor
from tenants.notifications.models import Notification

PASSWORD = "kata-sandi-uji"
SECRET = base64.b32encode(b"rahasia untuk ujian!").decode()


@pytest.fixture(autouse=True)
def _counts():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def enrol():
    """Gives the person an authenticator app with SECRET; call it inside their place."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    def make(person):
        app = TOTP.activate(person, SECRET).instance
        RecoveryCodes.activate(person)
        return app

    return make


@pytest.fixture
def steady(monkeypatch):
    """Half a minute that does not end while the test runs."""
    now = (int(time.time()) // 30) * 30 + 5
    monkeypatch.setattr(time, "time", lambda: float(now))


def _code(step=0):
    return code_at(SECRET, counter_now() + step)


def _log_in(client, person, **fields):
    return client.post("/akun/masuk/", {"login": person.email, "password": PASSWORD, **fields})


# --- without one, nothing opens -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["petugas", "admin_ti"])
@pytest.mark.parametrize("path", ["/konsol/", "/konsol/orang/", "/akun/", "/akun/data-saya.json", "/", "/notifikasi/"])
def test_officers_open_nothing_before_they_enrol(client_of, in_poso, person, kind, path):
    client = client_of(in_poso, person("Baru", kind=kind), second_factor=False)
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.url.startswith("/akun/verifikasi/?next=")


def test_acts_are_held_back_too(client_of, in_poso, rina, sari):
    client = client_of(in_poso, rina, second_factor=False)
    answer = client.post(f"/konsol/orang/{sari.pk}/tutup/")
    assert answer.url == "/akun/verifikasi/"
    sari.refresh_from_db()
    assert sari.is_active


def test_team_opens_nothing_before_it_enrols(client_of, tiara):
    client = client_of(None, tiara, second_factor=False)
    assert client.get("/armada/").url.startswith("/akun/verifikasi/")
    assert client.get("/akun/verifikasi/").status_code == 200


def test_session_at_the_api_is_refused_with_its_envelope(client_of, in_poso, rina):
    answer = client_of(in_poso, rina, second_factor=False).get("/api/v1/activations/")
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "second_factor_required"


def test_fragment_of_a_page_sends_the_whole_page_away(client_of, in_poso, rina):
    client = client_of(in_poso, rina, second_factor=False)
    answer = client.get("/konsol/", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/akun/verifikasi/")


def test_citizens_need_none(client_of, in_poso, sari):
    assert client_of(in_poso, sari).get("/akun/").status_code == 200


def test_a_place_without_people_can_do_without(settings, client_of, in_poso, rina):
    settings.ADOPSI_REQUIRE_MFA = False
    assert client_of(in_poso, rina, second_factor=False).get("/konsol/").status_code == 200


def test_records_of_another_person_do_not_count(client_of, in_poso, rina, budi):
    """What somebody else showed in this browser before is as good as nothing."""
    client = client_of(in_poso, budi)
    shown = {key: value for key, value in client.session.items() if key.startswith("account_authentication")}
    assert len(shown) == 2
    client.force_login(rina)
    session = client.session
    session.update(shown)
    session.save()
    assert client.get("/konsol/").url.startswith("/akun/verifikasi/")


# --- enrolling ----------------------------------------------------------------------------------------


def test_officer_enrols_an_app_and_can_work(client_of, in_poso, budi, mailoutbox):
    client = client_of(in_poso)
    assert _log_in(client, budi).url == "/konsol/"
    assert client.get("/konsol/").url.startswith("/akun/verifikasi/")
    assert "Akun petugas harus memakainya" in client.get("/akun/verifikasi/").content.decode()
    page = client.get("/akun/verifikasi/aplikasi/").content.decode()
    secret = re.search(r"data-totp-secret>([A-Z2-7]+)<", page)[1]
    wrong = client.post("/akun/verifikasi/aplikasi/", {"code": "000000"})
    assert "Kode tidak cocok" in wrong.content.decode()
    done = client.post("/akun/verifikasi/aplikasi/", {"code": code_at(secret, counter_now())})
    assert done.url == "/akun/verifikasi/kode/"
    assert client.get("/konsol/").status_code == 200
    assert Entry.objects.filter(act="account.factor_added", actor_id=budi.pk).exists()


def test_code_that_enrolled_does_not_log_in_again(client_of, in_poso, budi, steady):
    client = client_of(in_poso)
    _log_in(client, budi)
    page = client.get("/akun/verifikasi/aplikasi/").content.decode()
    secret = re.search(r"data-totp-secret>([A-Z2-7]+)<", page)[1]
    code = code_at(secret, counter_now())
    client.post("/akun/verifikasi/aplikasi/", {"code": code})
    thief = client_of(in_poso)
    _log_in(thief, budi)
    assert "Kode tidak cocok" in thief.post("/akun/masuk/verifikasi/", {"code": code}).content.decode()


def test_old_session_cannot_add_a_factor_to_an_account_that_has_one(client_of, in_poso, budi, enrol):
    """Whoever has an open session and the password, but not the telephone, gets no factor of their own."""
    client = client_of(in_poso, budi, second_factor=False)
    enrol(budi)
    for path in ("/akun/verifikasi/aplikasi/", "/akun/verifikasi/kunci-sandi/tambah/", "/akun/verifikasi/kode/"):
        assert client.get(path).url.startswith("/akun/verifikasi/pastikan/")
    assert client.get("/akun/verifikasi/pastikan/").status_code == 200
    assert client.post("/akun/verifikasi/pastikan/", {"code": _code()}).status_code == 302
    assert client.get("/konsol/").status_code == 200


# --- logging in ---------------------------------------------------------------------------------------


def test_password_alone_is_half_a_log_in(client_of, in_poso, budi, enrol):
    enrol(budi)
    client = client_of(in_poso)
    assert _log_in(client, budi).url == "/akun/masuk/verifikasi/"
    assert "_auth_user_id" not in client.session
    assert client.get("/konsol/").url.startswith("/akun/masuk/")
    assert client.post("/akun/masuk/verifikasi/", {"code": _code()}).url == "/konsol/"
    assert client.get("/konsol/").status_code == 200


def test_code_by_mail_is_half_a_log_in_too(client_of, in_poso, budi, enrol, mailoutbox):
    enrol(budi)
    client = client_of(in_poso)
    client.post("/akun/masuk/kode/", {"contact": budi.email})
    code = re.search(r"\b\d{6}\b", mailoutbox[0].body)[0]
    assert client.post("/akun/masuk/kode/isi/", {"code": code}).url == "/akun/masuk/verifikasi/"


@pytest.mark.usefixtures("steady")
@pytest.mark.parametrize("flushed", [False, True])
def test_code_counts_once_even_after_the_cache_is_gone(client_of, in_poso, budi, enrol, flushed):
    enrol(budi)
    first, second = client_of(in_poso), client_of(in_poso)
    for client in (first, second):
        _log_in(client, budi)
    assert first.post("/akun/masuk/verifikasi/", {"code": _code()}).url == "/konsol/"
    if flushed:
        cache.clear()
    refused = second.post("/akun/masuk/verifikasi/", {"code": _code()})
    assert "Kode tidak cocok, sudah dipakai" in refused.content.decode()
    assert "_auth_user_id" not in second.session


@pytest.mark.usefixtures("steady")
def test_earlier_code_is_spent_with_the_later_one(client_of, in_poso, budi, enrol):
    enrol(budi)
    first, second = client_of(in_poso), client_of(in_poso)
    for client in (first, second):
        _log_in(client, budi)
    assert first.post("/akun/masuk/verifikasi/", {"code": _code(1)}).url == "/konsol/"
    second.post("/akun/masuk/verifikasi/", {"code": _code(0)})
    assert "_auth_user_id" not in second.session


@pytest.mark.usefixtures("steady")
@pytest.mark.parametrize("step", [-3, -2, 2, 3])
def test_code_outside_of_its_window_is_refused(client_of, in_poso, budi, enrol, step):
    enrol(budi)
    client = client_of(in_poso)
    _log_in(client, budi)
    client.post("/akun/masuk/verifikasi/", {"code": _code(step)})
    assert "_auth_user_id" not in client.session


def test_recovery_code_counts_once(client_of, in_poso, budi, enrol):
    enrol(budi)
    codes = Authenticator.objects.get(user=budi, type="recovery_codes").wrap().get_unused_codes()
    first, second = client_of(in_poso), client_of(in_poso)
    for client in (first, second):
        _log_in(client, budi)
    assert first.post("/akun/masuk/verifikasi/", {"code": codes[0]}).url == "/konsol/"
    second.post("/akun/masuk/verifikasi/", {"code": codes[0]})
    assert "_auth_user_id" not in second.session


def test_sixth_code_is_refused_even_when_it_fits(client_of, in_poso, budi, enrol):
    enrol(budi)
    client = client_of(in_poso)
    _log_in(client, budi)
    for _ in range(5):
        client.post("/akun/masuk/verifikasi/", {"code": "000000"})
    late = client.post("/akun/masuk/verifikasi/", {"code": _code()})
    assert "Terlalu banyak percobaan" in late.content.decode()
    assert "_auth_user_id" not in client.session


# --- recovery codes -----------------------------------------------------------------------------------


def test_recovery_codes_are_shown_downloaded_and_made_anew(client_of, in_poso, budi, enrol):
    enrol(budi)
    client = client_of(in_poso, budi)
    held = Authenticator.objects.get(user=budi, type="recovery_codes").wrap().get_unused_codes()
    page = client.get("/akun/verifikasi/kode/").content.decode()
    assert all(code in page for code in held)
    file = client.get("/akun/verifikasi/kode/unduh/")
    assert "kode-pemulihan.txt" in file["Content-Disposition"]
    assert all(code in file.content.decode() for code in held)
    assert "no-store" in file["Cache-Control"]
    assert client.post("/akun/verifikasi/kode/baru/").url == "/akun/verifikasi/kode/"
    fresh = Authenticator.objects.get(user=budi, type="recovery_codes").wrap().get_unused_codes()
    assert len(fresh) == 10
    assert not set(fresh) & set(held)
    assert Entry.objects.filter(act="account.recovery_codes_made").exists()


def test_codes_ask_for_proof_when_the_log_in_is_old(client_of, in_poso, budi, enrol):
    enrol(budi)
    client = client_of(in_poso, budi)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time() - 3600}]
    session.save()
    for path in ("/akun/verifikasi/kode/", "/akun/verifikasi/kode/unduh/"):
        assert client.get(path).url.startswith("/akun/pastikan/")


@pytest.mark.parametrize("kind", ["petugas", "warga"])
def test_last_factor_of_an_officer_stays(client_of, in_poso, person, enrol, kind):
    someone = person("Dian", kind=kind)
    enrol(someone)
    client = client_of(in_poso, someone)
    client.post("/akun/verifikasi/aplikasi/lepas/")
    kept = Authenticator.objects.filter(user=someone, type="totp").exists()
    assert kept is (kind == "petugas")


# --- secrets at rest ----------------------------------------------------------------------------------


def test_secret_is_sealed_in_the_database(in_poso, budi, enrol):
    app = enrol(budi)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE user_id = %s", [budi.pk])
        stored = " ".join(row[0] for row in cursor.fetchall())
    assert SECRET not in stored
    assert app.wrap().validate_code(_code())


def test_secret_of_one_place_does_not_open_in_another(fresh, poso, karawang, person, enrol):
    from allauth.mfa.utils import decrypt

    from tenants.vault.errors import SealBroken

    with inside(poso):
        sealed = enrol(person("Budi", kind="petugas")).data["secret"]
        assert decrypt(sealed) == SECRET
    for place in (inside(karawang), at_pusat()):
        with place, pytest.raises(SealBroken):
            decrypt(sealed)


# --- the supervised reset -----------------------------------------------------------------------------


def test_admin_resets_a_lost_factor(client_of, in_poso, rina, budi, enrol):
    enrol(budi)
    working = client_of(in_poso, budi)
    assert working.get("/konsol/").status_code == 200
    answer = client_of(in_poso, rina).post(
        f"/konsol/orang/{budi.pk}/verifikasi/setel-ulang/", {"reason": "ponsel hilang, bertemu di kantor"}
    )
    assert answer.url == f"/konsol/orang/{budi.pk}/"
    assert not Authenticator.objects.filter(user=budi).exists()
    assert working.get("/konsol/").url.startswith("/akun/masuk/")
    entry = Entry.objects.get(act="account.factor_reset")
    assert (entry.actor_id, entry.subject_id) == (rina.pk, str(budi.pk))
    assert entry.changes["reason"] == "ponsel hilang, bertemu di kantor"
    note = Notification.objects.get(person=budi, kind="inti.verifikasi")
    assert "Rina" in note.body
    assert "ponsel hilang" in note.body


def test_reset_tells_the_person_by_mail(fresh, poso, person, enrol, monkeypatch):
    from tenants.notifications import services

    sent = []
    monkeypatch.setattr(services.mail_notification, "delay", lambda **facts: sent.append(facts))
    with inside(poso):
        rina, budi = person("Rina", kind="admin_ti"), person("Budi", kind="petugas")
        enrol(budi)
        reset_second_factor(person=budi, reason="ponsel hilang", actor=rina)
    assert [facts["pemda"] for facts in sent] == [poso.code]


def test_nobody_resets_their_own_and_nobody_without_a_reason(in_poso, rina, budi, enrol):
    enrol(rina)
    enrol(budi)
    with pytest.raises(OwnReset):
        reset_second_factor(person=rina, reason="hilang", actor=rina)
    with pytest.raises(ReasonMissing):
        reset_second_factor(person=budi, reason="  ", actor=rina)
    with pytest.raises(NotAllowed):
        reset_second_factor(person=rina, reason="hilang", actor=budi)
    assert Authenticator.objects.filter(type="totp").count() == 2
    assert not Entry.objects.filter(act="account.factor_reset").exists()


def test_reset_of_nothing_is_refused(in_poso, rina, budi):
    with pytest.raises(NothingToReset):
        reset_second_factor(person=budi, reason="ponsel hilang", actor=rina)
    assert not Entry.objects.filter(act="account.factor_reset").exists()


def test_team_resets_the_last_admin_from_the_command_line(fresh, poso, person, enrol, capsys):
    with inside(poso):
        rina, budi = person("Rina", kind="admin_ti"), person("Budi", kind="petugas")
        enrol(rina)
        enrol(budi)
    ask = ["people", "reset-factor", "--pemda", "72.02", "--reason", "diperiksa lewat surat dinas"]
    assert adopsi([*ask, "--email", budi.email]) == 1
    assert adopsi([*ask, "--email", "tidak@ada.example"]) == 1
    with inside(poso):
        assert Authenticator.objects.filter(type="totp").count() == 2
    assert adopsi([*ask, "--email", rina.email]) == 0
    with inside(poso):
        assert not Authenticator.objects.filter(user=rina).exists()
        assert Authenticator.objects.filter(user=budi).exists()
        assert Entry.objects.get(act="account.factor_reset").actor_name.startswith("Tim Pusat")


def test_team_resets_a_colleague_from_the_command_line(fresh, person, enrol, mailoutbox):
    with at_pusat():
        tiara = person("Tiara", kind="tim_pusat")
        enrol(tiara)
    assert adopsi(["people", "reset-factor", "--pusat", "--reason", "ponsel hilang", "--email", tiara.email]) == 0
    with at_pusat():
        assert not Authenticator.objects.filter(user=tiara).exists()
    (mail,) = mailoutbox
    assert mail.to == [tiara.email]
    assert "ponsel hilang" in mail.body


# --- the demonstration --------------------------------------------------------------------------------


def test_demonstration_shows_the_code_of_its_own_people_only(settings, client_of, in_poso, person, enrol):
    from allauth.mfa.totp.internal.auth import TOTP

    from adopsi.cli.demo_people import people_of

    shown = next(each for each in people_of("72.02") if each.kind == "admin_ti")
    known = person("Rina", kind="admin_ti", email=shown.email)
    TOTP.activate(known, shown.totp_secret)
    stranger = person("Dian", kind="petugas")
    enrol(stranger)
    for someone, is_shown in ((known, True), (stranger, False)):
        for demo in (False, True):
            settings.ADOPSI_DEMO = demo
            client = client_of(in_poso)
            _log_in(client, someone)
            page = client.get("/akun/masuk/verifikasi/").content.decode()
            assert ("data-demo-code" in page) is (is_shown and demo)
    code = re.search(r"data-demo-code>(\d{6})<", _page_of(settings, client_of, in_poso, known))[1]
    client = client_of(in_poso)
    _log_in(client, known)
    assert client.post("/akun/masuk/verifikasi/", {"code": code}).url == "/konsol/"


def _page_of(settings, client_of, pemda, person):
    settings.ADOPSI_DEMO = True
    client = client_of(pemda)
    _log_in(client, person)
    return client.get("/akun/masuk/verifikasi/").content.decode()
