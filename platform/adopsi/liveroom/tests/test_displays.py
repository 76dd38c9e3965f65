"""Displays on walls: one code for one device, the LIVE Room and nothing else, off at once."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from adopsi.liveroom.access import COOKIE
from adopsi.liveroom.displays import CODE_SECONDS, offer_display, pair_display
from adopsi.liveroom.errors import UnknownDisplayCode
from tenants.accounts.models import ApiToken
from tenants.accounts.tokens import DISPLAY_SCOPE, find_token, issue_token
from tenants.audit.models import Entry
from tenants.context import inside

ROOM, DATA, PAIR = "/konsol/live/", "/konsol/live/data/", "/layar/"


@pytest.fixture
def display(in_poso, client_of, rina):
    """A device that has taken its place."""
    cache.clear()
    client = client_of(in_poso)
    answer = client.post(PAIR, {"code": offer_display(name="Lobi", actor=rina)})
    assert answer["Location"] == ROOM
    return client


def test_the_admin_gives_a_code_once_and_the_device_keeps_a_token_of_its_own(in_poso, client_of, rina):
    page = client_of(in_poso, rina).post("/konsol/live/layar/tambah/", {"name": "Lobi Diskominfo"}).content.decode()
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", page).group()
    device = client_of(in_poso)
    # Opening the link spends nothing: previews open links too.
    assert code in device.get(f"{PAIR}?kode={code}").content.decode()
    assert device.post(PAIR, {"code": code.lower().replace("-", " ")}).status_code == 302
    cookie = device.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    token = ApiToken.objects.get(name="Lobi Diskominfo")
    assert token.scopes == [DISPLAY_SCOPE]
    assert cookie.value not in (token.digest, token.prefix)
    assert device.get(ROOM).status_code == 200
    acts = Entry.objects.filter(act__startswith="display.").order_by("pk")
    assert list(acts.values_list("act", "actor_name")) == [("display.offered", "Rina"), ("display.paired", "Rina")]
    assert code not in client_of(in_poso, rina).get("/konsol/live/layar/").content.decode()


def test_a_code_is_for_one_device_and_a_quarter_of_an_hour(in_poso, rina, monkeypatch):
    code = offer_display(name="Lobi", actor=rina)
    pair_display(code=code)
    for wrong in (code, "AAAA-AAAA", "", "x" * 20):
        with pytest.raises(UnknownDisplayCode):
            pair_display(code=wrong)
    assert ApiToken.objects.count() == 1
    kept = []
    monkeypatch.setattr(cache, "set", lambda key, value, seconds: kept.append((key, seconds)))
    code = offer_display(name="Lobi", actor=rina)
    assert [seconds for _key, seconds in kept] == [CODE_SECONDS]
    assert code.replace("-", "") not in str(kept)


def test_a_code_of_a_closed_admin_is_worth_nothing(in_poso, rina):
    code = offer_display(name="Lobi", actor=rina)
    rina.is_active = False
    rina.save()
    with pytest.raises(UnknownDisplayCode):
        pair_display(code=code)
    assert ApiToken.objects.count() == 0


def test_a_display_reads_the_room_and_nothing_else(display):
    assert display.get(ROOM).status_code == 200
    assert display.get(DATA).status_code == 200
    assert b"/konsol/live/daftar/" not in display.get(DATA).content
    assert display.get("/konsol/live/daftar/laksa/masuk/").status_code == 403
    for path in ("/konsol/", "/konsol/live/layar/", "/konsol/m/laksa/", "/laksa/saya/"):
        assert display.get(path)["Location"].startswith("/akun/masuk/"), path


def test_a_displays_key_is_no_key_of_the_api(display, client_of, in_poso):
    key = display.cookies[COOKIE].value
    assert find_token(key) is None
    answer = client_of(in_poso).get("/api/v1/laksa/reports/", headers={"authorization": f"Bearer {key}"})
    assert answer.status_code == 401


def test_an_api_token_is_no_display(in_poso, client_of, rina):
    _token, key = issue_token(person=rina, name="Dasbor", scopes=["laksa:read"], days=30)
    client = client_of(in_poso)
    client.cookies[COOKIE] = key
    assert client.get(DATA).status_code == 401


def test_a_revoked_display_shows_nothing_more_and_says_why(display, client_of, in_poso, rina):
    token = ApiToken.objects.get(name="Lobi")
    admin = client_of(in_poso, rina)
    assert admin.post(f"/konsol/live/layar/{token.pk}/cabut/").status_code == 302
    assert display.get(DATA).status_code == 401
    answer = display.get(ROOM)
    assert answer.status_code == 403
    assert "sudah dicabut" in answer.content.decode()
    assert answer.cookies[COOKIE].value == ""
    assert Entry.objects.filter(act="token.revoked").count() == 1


def test_only_displays_are_revoked_here(client_of, in_poso, rina):
    token, _key = issue_token(person=rina, name="Dasbor", scopes=["laksa:read"], days=30)
    assert client_of(in_poso, rina).post(f"/konsol/live/layar/{token.pk}/cabut/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_a_display_of_one_pemda_is_unknown_in_another(fresh, poso, karawang, client_of, person):
    with inside(poso):
        key = pair_display(code=offer_display(name="Lobi", actor=person("Rina", kind="admin_ti")))
    for pemda, data, room in ((poso, 200, 200), (karawang, 401, 403)):
        client = client_of(pemda)
        client.cookies[COOKIE] = key
        assert client.get(DATA).status_code == data
        assert client.get(ROOM).status_code == room
