"""A Pemda's own identity provider, against a real OpenID Connect provider on this machine."""

from __future__ import annotations

import html
import re
import socket
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.core.cache import cache
from django.db import connections
from oidc_provider_mock import User, run_server_in_thread

from tenants.accounts.models import Person
from tenants.audit.models import Entry
from tenants.context import inside
from tenants.errors import NotAllowed
from tenants.identity import fetching
from tenants.identity.errors import ProviderMismatch, ProviderUnreachable, UnsafeAddress
from tenants.identity.fetching import ProviderSession
from tenants.identity.models import IdentityProvider
from tenants.identity.providers import discover, remove_provider, secret_of, set_provider
from tenants.organisation.models import RoleGrant

START = "/akun/masuk/penyedia/pemda/"
DOMAIN = "contoh.example"
PEOPLE = (
    User(sub="budi", claims={"email": f"Budi@{DOMAIN}", "email_verified": True, "name": "Budi"}),
    User(sub="dewi", claims={"email": f"dewi@{DOMAIN}", "email_verified": True, "name": "Dewi Anggraeni"}),
    User(sub="rina", claims={"email": f"rina@{DOMAIN}", "email_verified": True}),
    User(sub="unproven", claims={"email": f"budi@{DOMAIN}", "email_verified": False}),
    User(sub="word", claims={"email": f"budi@{DOMAIN}", "email_verified": "false"}),
    User(sub="silent", claims={"email": f"budi@{DOMAIN}"}),
    User(sub="nameless", claims={}),
    User(sub="outside", claims={"email": "budi@lain.example", "email_verified": True}),
    User(sub="trick", claims={"email": f"budi@jahat.example@{DOMAIN}.evil", "email_verified": True}),
)


@pytest.fixture(autouse=True)
def _counts():
    cache.clear()


@pytest.fixture(scope="module")
def server():
    """A provider that insists on registered clients and on a nonce; gives its issuer."""
    with run_server_in_thread(require_client_registration=True, require_nonce=True, user_claims=PEOPLE) as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture
def provider(settings, server, in_poso, rina):
    """Poso's provider, set up by its IT admin."""
    settings.ADOPSI_OIDC_ALLOW_PRIVATE = True
    return _set_up(server, in_poso, rina)


def _set_up(server, pemda, admin, **wishes):
    back = f"http://{pemda.primary_host}:8000{START}kembali/"
    client = requests.post(f"{server}/oauth2/clients", json={"redirect_uris": [back]}, timeout=5).json()
    facts = {"label": "Akun pegawai", "domains": [DOMAIN], "creates_officers": False, "is_enabled": True} | wishes
    keys = {"client_id": client["client_id"], "secret": client["client_secret"]}
    return set_provider(issuer=server, actor=admin, **keys, **facts)


def _leave(client, **fields):
    """Where the log-in page's button leads to."""
    page = client.post(START, fields)
    assert page.status_code == 200, page
    return html.unescape(re.search(r'content="0;url=([^"]+)"', page.content.decode())[1])


def _come_back(client, address, sub):
    """Consent at the provider as `sub`; the answer to the address that it sends the browser back to."""
    back = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def _sign_in(client, sub):
    return _come_back(client, _leave(client), sub)


def _is_in(client):
    return "_auth_user_id" in client.session


def _refusal(client, answer):
    assert answer.status_code == 302, answer.content[:400]
    assert answer.url == "/akun/masuk/"
    assert not _is_in(client)
    return client.get(answer.url).content.decode()


# --- signing in ---------------------------------------------------------------------------------------


def test_officer_signs_in_by_the_address_that_the_provider_vouches_for(client_of, in_poso, provider, budi):
    client = client_of(in_poso)
    assert "Akun pegawai" in client.get("/akun/masuk/").content.decode()
    assert _sign_in(client, "budi").url == "/konsol/"
    assert client.session["_auth_user_id"] == str(budi.pk)
    assert Entry.objects.filter(act="account.signed_in", actor_id=budi.pk).exists()


def test_second_factor_is_asked_all_the_same(client_of, in_poso, provider, budi):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    client = client_of(in_poso)
    _sign_in(client, "budi")
    assert client.get("/konsol/").url.startswith("/akun/verifikasi/")
    TOTP.activate(budi, generate_totp_secret())
    client = client_of(in_poso)
    assert _sign_in(client, "budi").url == "/akun/masuk/verifikasi/"
    assert not _is_in(client)


def test_nothing_ties_the_account_to_the_provider(client_of, in_poso, provider, budi):
    _sign_in(client_of(in_poso), "budi")
    for model in (SocialAccount, SocialToken, SocialApp):
        assert not model.objects.exists()


def test_next_is_followed_within_the_host(client_of, in_poso, provider, budi):
    for target, landing in (("/notifikasi/", "/notifikasi/"), ("https://jahat.example/", "/konsol/")):
        client = client_of(in_poso)
        assert _come_back(client, _leave(client, next=target), "budi").url == landing


@pytest.mark.parametrize("sub", ["unproven", "word", "silent", "nameless"])
def test_address_that_nobody_vouches_for_is_refused(client_of, in_poso, provider, budi, sub):
    client = client_of(in_poso)
    assert "tidak memastikan alamat surel" in _refusal(client, _sign_in(client, sub))


@pytest.mark.parametrize("sub", ["outside", "trick"])
def test_address_of_another_domain_is_refused(client_of, in_poso, provider, budi, sub):
    client = client_of(in_poso)
    assert "tidak termasuk domain" in _refusal(client, _sign_in(client, sub))


def test_address_that_our_own_account_never_proved_is_refused(client_of, in_poso, provider):
    """Somebody signed up with the officer's address and waits for the officer to come in."""
    squatter = Person.objects.create_user(name="Penyerobot", email=f"budi@{DOMAIN}", password="kata-sandi-uji")
    client = client_of(in_poso)
    assert "belum diverifikasi" in _refusal(client, _sign_in(client, "budi"))
    squatter.refresh_from_db()
    assert squatter.check_password("kata-sandi-uji")


def test_closed_account_is_refused(client_of, in_poso, provider, budi):
    Person.objects.filter(pk=budi.pk).update(is_active=False)
    client = client_of(in_poso)
    assert "sudah ditutup" in _refusal(client, _sign_in(client, "budi"))


# --- accounts that it opens ---------------------------------------------------------------------------


def test_unknown_person_needs_an_invitation(client_of, in_poso, provider):
    count = Person.objects.count()
    client = client_of(in_poso)
    assert "Minta undangan" in _refusal(client, _sign_in(client, "dewi"))
    assert Person.objects.count() == count


def test_officer_without_roles_is_made_where_the_pemda_wishes(client_of, in_poso, provider, rina, server):
    _set_up(server, in_poso, rina, creates_officers=True)
    client = client_of(in_poso)
    assert _sign_in(client, "dewi").url == "/konsol/"
    dewi = Person.objects.get(email=f"dewi@{DOMAIN}")
    assert (dewi.name, dewi.kind) == ("Dewi Anggraeni", "petugas")
    assert not RoleGrant.objects.filter(person=dewi).exists()
    assert not dewi.has_usable_password()
    assert Entry.objects.get(act="account.opened_by_provider").subject_id == str(dewi.pk)
    assert client.get("/konsol/").url.startswith("/akun/verifikasi/")


def test_it_admin_is_never_made_by_it(client_of, in_poso, provider, rina, server, person):
    _set_up(server, in_poso, rina, creates_officers=True)
    Person.objects.filter(pk=rina.pk).update(email="rina@lain.example")
    EmailAddress.objects.filter(user=rina).delete()
    admins = set(Person.objects.filter(kind="admin_ti").values_list("pk", flat=True))
    _sign_in(client_of(in_poso), "rina")
    assert Person.objects.get(email=f"rina@{DOMAIN}").kind == "petugas"
    assert set(Person.objects.filter(kind="admin_ti").values_list("pk", flat=True)) == admins


# --- this Pemda alone ---------------------------------------------------------------------------------


def test_foreign_pemda_neither_offers_nor_accepts_it(fresh, settings, server, client_of, poso, karawang, person):
    settings.ADOPSI_OIDC_ALLOW_PRIVATE = True
    for pemda in (poso, karawang):
        with inside(pemda):
            person("Budi", kind="petugas")
    with inside(poso):
        _set_up(server, poso, person("Rina", kind="admin_ti"))
    stranger, own = client_of(karawang), client_of(poso)
    assert "Akun pegawai" not in stranger.get("/akun/masuk/").content.decode()
    assert stranger.post(START).status_code == 404
    address = _leave(own)
    # What the provider answers to Poso's visitor is carried to Karawang, with the visitor's own cookies.
    for cookie in own.cookies.values():
        stranger.cookies[cookie.key] = cookie.value
    assert _come_back(stranger, address, "budi").status_code == 404
    assert "_auth_user_id" not in stranger.session
    assert client_of(None).post(START).status_code == 404


def test_answer_of_one_browser_is_worthless_in_another(client_of, in_poso, provider, budi):
    mine, theirs = client_of(in_poso), client_of(in_poso)
    _leave(theirs)
    _refusal(theirs, _come_back(theirs, _leave(mine), "budi"))


def test_answer_counts_once(client_of, in_poso, provider, budi):
    client = client_of(in_poso)
    address = _leave(client)
    assert _come_back(client, address, "budi").url == "/konsol/"
    client.post("/akun/keluar/")
    _refusal(client, _come_back(client, address, "budi"))


def test_request_carries_state_nonce_and_pkce(client_of, in_poso, provider):
    asked = parse_qs(urlsplit(_leave(client_of(in_poso))).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert all(asked[name][0] for name in ("state", "nonce", "code_challenge"))
    other = parse_qs(urlsplit(_leave(client_of(in_poso))).query)
    assert all(asked[name] != other[name] for name in ("state", "nonce", "code_challenge"))


def test_token_with_another_nonce_is_refused(client_of, in_poso, provider, budi):
    client = client_of(in_poso)
    address = re.sub(r"nonce=[0-9a-f]+", "nonce=" + "0" * 64, _leave(client))
    _refusal(client, _come_back(client, address, "budi"))


def test_cancelled_consent_leads_back(client_of, in_poso, provider):
    client = client_of(in_poso)
    state = parse_qs(urlsplit(_leave(client)).query)["state"][0]
    _refusal(client, client.get(f"{START}kembali/", {"error": "access_denied", "state": state}))


def test_provider_that_is_switched_off_is_gone(client_of, in_poso, provider, budi, rina, server):
    client = client_of(in_poso)
    address = _leave(client)
    _set_up(server, in_poso, rina, is_enabled=False)
    assert "Akun pegawai" not in client.get("/akun/masuk/").content.decode()
    assert client.post(START).status_code == 404
    assert _come_back(client, address, "budi").status_code == 404


def test_silent_provider_is_told(client_of, in_poso, provider):
    IdentityProvider.objects.update(issuer="http://localhost:9")
    client = client_of(in_poso)
    assert client.post(START).url == "/akun/masuk/"
    assert "tidak menjawab" in client.get("/akun/masuk/").content.decode()


# --- the console's page -------------------------------------------------------------------------------


@pytest.fixture
def form(server):
    """The console's form, filled in."""
    return {
        "issuer": server,
        "client_id": "adopsi",
        "secret": "rahasia-klien",
        "label": "Akun pegawai",
        "domains": "poso.go.id, @Dinkes.Poso.go.id",
        "is_enabled": "on",
    }


def test_admin_sets_the_provider_and_the_secret_is_write_only(settings, client_of, in_poso, rina, form):
    settings.ADOPSI_OIDC_ALLOW_PRIVATE = True
    client = client_of(in_poso, rina)
    assert "Belum ada penyedia" in client.get("/konsol/cara-masuk/").content.decode()
    assert client.post("/konsol/cara-masuk/", form).url == "/konsol/cara-masuk/"
    own = IdentityProvider.objects.get()
    assert own.domains == ["dinkes.poso.go.id", "poso.go.id"]
    assert secret_of(own) == "rahasia-klien"
    page = client.get("/konsol/cara-masuk/").content.decode()
    assert "rahasia-klien" not in page
    assert own.secret_sealed not in page
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT secret_sealed FROM identity_identityprovider")
        assert "rahasia-klien" not in cursor.fetchone()[0]
    assert "rahasia-klien" not in str(list(Entry.objects.values_list("changes", flat=True)))
    client.post("/konsol/cara-masuk/", form | {"secret": "", "label": "SSO"})
    own.refresh_from_db()
    assert (own.label, secret_of(own)) == ("SSO", "rahasia-klien")


@pytest.mark.parametrize(
    "wrong", [{"domains": ""}, {"domains": "poso"}, {"domains": "a b.id"}, {"secret": ""}, {"issuer": "ftp://x.id"}]
)
def test_what_is_wrong_is_told_and_nothing_is_kept(settings, client_of, in_poso, rina, form, wrong):
    settings.ADOPSI_OIDC_ALLOW_PRIVATE = True
    answer = client_of(in_poso, rina).post("/konsol/cara-masuk/", form | wrong)
    assert answer.status_code == 422
    assert not IdentityProvider.objects.exists()
    assert not Entry.objects.filter(act="identity_provider.changed").exists()


def test_connection_is_tried_without_keeping_anything(settings, client_of, in_poso, rina, form):
    settings.ADOPSI_OIDC_ALLOW_PRIVATE = True
    client = client_of(in_poso, rina)
    good = client.post("/konsol/cara-masuk/uji/", form | {"secret": "", "domains": ""})
    assert "Sambungan berhasil" in good.content.decode()
    bad = client.post("/konsol/cara-masuk/uji/", form | {"issuer": "http://localhost:9"})
    assert bad.status_code == 422
    assert "tidak dapat dibaca" in bad.content.decode()
    assert not IdentityProvider.objects.exists()


def test_officers_do_not_touch_it(in_poso, budi, rina, server, settings):
    settings.ADOPSI_OIDC_ALLOW_PRIVATE = True
    with pytest.raises(NotAllowed):
        _set_up(server, in_poso, budi)
    _set_up(server, in_poso, rina)
    with pytest.raises(NotAllowed):
        remove_provider(actor=budi)
    assert IdentityProvider.objects.count() == 1


def test_provider_is_removed_with_its_secret(client_of, in_poso, rina, provider):
    client_of(in_poso, rina).post("/konsol/cara-masuk/lepas/")
    assert not IdentityProvider.objects.exists()
    assert Entry.objects.filter(act="identity_provider.removed").exists()


# --- it cannot be turned against our own network ------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "http://sso.example",
        "https://127.0.0.1",
        "https://localhost",
        "https://10.0.0.1",
        "https://192.168.1.1:8443",
        "https://169.254.169.254",
        "https://100.64.0.1",
        "https://0.0.0.0",
        "https://2130706433",
        "https://[::1]",
        "https://[fd00::1]",
        "https://[::ffff:10.0.0.1]",
        "https://admin@sso.example",
        "file:///etc/passwd",
    ],
)
def test_private_addresses_are_never_asked(monkeypatch, address):
    monkeypatch.setattr(socket.socket, "connect", lambda *arguments: pytest.fail("connected"))
    with pytest.raises(UnsafeAddress):
        discover(address)


def test_name_that_leads_inside_is_never_asked(monkeypatch):
    """A public-looking name with one private address among its own."""
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *arguments, **options: answers)
    monkeypatch.setattr(socket.socket, "connect", lambda *arguments: pytest.fail("connected"))
    with pytest.raises(UnsafeAddress):
        discover("https://sso.example")


def test_connection_goes_to_the_address_that_was_looked_at(monkeypatch):
    """A name that is looked up a second time leads elsewhere: it is not looked up a second time."""
    asked, connected = [], []

    def look_up(host, port, *arguments, **options):
        asked.append(host)
        address = "93.184.216.34" if len(asked) == 1 else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]

    def connect(self, address):
        connected.append(address[0])
        raise OSError("no network here")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(ProviderUnreachable):
        discover("https://sso.example")
    assert asked.count("sso.example") == 1
    assert set(connected) == {"93.184.216.34"}


@pytest.fixture
def liar(settings):
    """A provider on this machine that answers what the test says."""
    import json
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    settings.ADOPSI_OIDC_ALLOW_PRIVATE = True

    class Handler(BaseHTTPRequestHandler):
        body = {}
        status = 200

        def do_GET(self):
            self.send_response(self.status)
            self.send_header("Location", "http://localhost:9/")
            self.end_headers()
            self.wfile.write(self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode())

        def log_message(self, *arguments):
            """Say nothing."""

    running = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    Handler.issuer = f"http://127.0.0.1:{running.server_port}"
    yield Handler
    running.shutdown()
    running.server_close()


def _document(issuer):
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    return {"issuer": issuer} | {name: f"{issuer}/{name}" for name in names}


def test_document_must_be_the_issuers_own(liar):
    liar.body = _document(liar.issuer)
    assert discover(liar.issuer).issuer == liar.issuer
    for wrong in (
        _document("https://other.example"),
        {"issuer": liar.issuer},
        [],
        _document(liar.issuer) | {"jwks_uri": 5},
    ):
        liar.body = wrong
        with pytest.raises(ProviderMismatch):
            discover(liar.issuer)
    liar.body = _document(liar.issuer) | {"token_endpoint": "file:///etc/passwd"}
    with pytest.raises(UnsafeAddress):
        discover(liar.issuer)


@pytest.mark.parametrize(("status", "body"), [(302, {}), (500, {}), (200, b"<html>"), (200, b"x" * (1024 * 1024 + 2))])
def test_redirects_errors_and_endless_answers_are_refused(liar, status, body):
    liar.status, liar.body = status, body
    with pytest.raises((UnsafeAddress, ProviderUnreachable)):
        discover(liar.issuer)


def test_session_ignores_proxies_of_the_environment(monkeypatch, liar):
    monkeypatch.setenv("HTTP_PROXY", "http://localhost:9")
    liar.body = _document(liar.issuer)
    with ProviderSession() as session:
        assert session.get(liar.issuer).json()["issuer"] == liar.issuer
