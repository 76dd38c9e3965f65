"""API tokens: shown once, limited, revoked at once."""

import re
import uuid

from tenants.accounts.models import ApiToken
from tenants.accounts.tokens import find_token


def wish(**changes):
    return {"name": "Dasbor", "scopes": ["catalog:read"], "days": "30", "once": str(uuid.uuid4()), **changes}


def test_key_is_shown_once_and_works(in_poso, client_of, rina):
    client = client_of(in_poso, rina)
    response = client.post("/konsol/token/buat/", wish())
    key = re.search(r'value="(adp_[^"]+)"', response.content.decode()).group(1)
    assert "no-store" in response.headers["Cache-Control"]
    token = find_token(key)
    assert (token.person, token.scopes) == (rina, ["catalog:read"])
    assert key not in client.get("/konsol/token/").content.decode()
    client.post(f"/konsol/token/{token.pk}/cabut/")
    assert find_token(key) is None


def test_sending_the_same_form_twice_makes_one_token(in_poso, client_of, rina):
    client, data = client_of(in_poso, rina), wish()
    client.post("/konsol/token/buat/", data)
    assert client.post("/konsol/token/buat/", data).url == "/konsol/token/"
    assert ApiToken.objects.filter(person=rina).count() == 1


def test_unknown_scope_or_none_is_refused(in_poso, client_of, rina):
    client = client_of(in_poso, rina)
    for scopes in ([], ["semua:semua"]):
        response = client.post("/konsol/token/buat/", wish(scopes=scopes))
        assert response.status_code == 422
        assert 'value="Dasbor"' in response.content.decode()
    assert not ApiToken.objects.filter(person=rina).exists()


def test_scopes_of_modules_that_are_off_are_not_on_offer(in_karawang, client_of, rina, manifest):
    page = client_of(in_karawang, rina).get("/konsol/token/buat/").content.decode()
    assert "catalog:read" in page
    assert f'value="{manifest.slug}:' not in page
