"""Who may open which page: guests log in, citizens stay outside, officers see their own work, admins all."""

import pytest
from django.urls import NoReverseMatch, reverse

from adopsi.console import urls
from catalog.registry import all_manifests

URLCONF = "adopsi.urls_pemda"
FOR_STAFF = {"home", "help", "help-page", "search", "palette", "announcements"}
# Open to everybody who works here; this one is nobody's.
NOBODYS = {"announcement", "announcement-dismiss"}
FREE = "00000000-0000-4000-8000-000000000000"
POST_ONLY = {
    "module-take-role", "run-retry", "person-invite-again", "person-grant", "person-revoke", "person-kind",
    "person-close", "person-reopen", "opd-close", "opd-reopen", "domain-verify", "domain-primary", "domain-remove",
    "token-revoke", "run-cancel", "settings-undo", "release-ring", "release-pause", "release-resume", "release-pin",
    "release-unpin", "sandbox-drop", "erasure-approve", "erasure-refuse", "erasure-retry",
    "backup-settings", "backup-make", "backup-export", "backup-test", "backup-download", "backup-copy",
    "support-grant", "support-refuse", "support-revoke",
    "person-reset-factor", "person-hand-over", "sign-in-test", "sign-in-remove",
    "people-bulk", "people-bulk-undo", "opd-bulk", "opd-bulk-undo", "announcement-dismiss",
    "webhook-test", "webhook-pause", "webhook-resume", "webhook-rotate", "webhook-remove", "webhook-replay",
    "webhook-delivery-replay",
}  # fmt: skip


def address(name):
    values = {"slug": "inti" if name == "help-page" else all_manifests()[0].slug, "page": "petugas", "run_id": FREE}
    values |= {"announcement_id": FREE, "erasure_id": FREE, "backup_id": FREE, "access_id": FREE, "code": "72.02-u1"}
    for key in ("person_id", "grant_id", "opd_id", "domain_id", "token_id", "endpoint_id", "delivery_id"):
        values[key] = 1
    pattern = next(pattern for pattern in urls.urlpatterns if pattern.name == name)
    wanted = pattern.pattern.converters
    try:
        return reverse(f"console:{name}", urlconf=URLCONF, kwargs={key: values[key] for key in wanted})
    except NoReverseMatch:
        raise AssertionError(name) from None


# The door of support access has a key of its own: a link, and the session that it opens (tests/test_support_access.py).
OWN_DOOR = {"support-enter", "support-leave"}
NAMES = sorted({pattern.name for pattern in urls.urlpatterns} - OWN_DOOR)


@pytest.mark.parametrize("name", NAMES)
def test_guest_is_sent_to_the_log_in(name, in_poso, client_of):
    method = "post" if name in POST_ONLY else "get"
    response = getattr(client_of(in_poso), method)(address(name))
    assert response.status_code == 302
    assert response.url.startswith("/akun/masuk/?next=")


@pytest.mark.parametrize("name", NAMES)
def test_citizen_gets_403(name, in_poso, client_of, sari):
    method = "post" if name in POST_ONLY else "get"
    assert getattr(client_of(in_poso, sari), method)(address(name)).status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_officer_sees_only_their_own_pages(name, in_poso, client_of, budi):
    method = "post" if name in POST_ONLY else "get"
    expected = 404 if name in NOBODYS else 200 if name in FOR_STAFF else 403
    assert getattr(client_of(in_poso, budi), method)(address(name)).status_code == expected


@pytest.mark.parametrize(
    "name",
    ["home", "catalog", "module", "module-park", "module-settings", "settings-history", "runs",
     "releases", "release", "sandboxes", "erasures", "people", "person-invite", "sign-in", "opd", "opd-add",
     "brand", "domains", "activity", "help", "help-page", "tokens", "token-issue", "webhooks", "webhook-add"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["id", "en"])
def test_admin_opens_every_page_in_both_languages(name, language, in_poso, client_of, rina):
    client = client_of(in_poso, rina)
    client.cookies["bahasa"] = language
    response = client.get(address(name))
    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()


def test_menu_holds_what_the_roles_allow(in_poso, client_of, budi, rina, give, manifest):
    item = manifest.menu[0]
    link = reverse(f"{manifest.slug}-console:{item.url_name}", urlconf=URLCONF)
    assert link not in client_of(in_poso, budi).get("/konsol/").content.decode()
    give(budi, item.roles[0])
    page = client_of(in_poso, budi).get("/konsol/").content.decode()
    assert link in page
    assert "/konsol/katalog/" not in page
    assert "/konsol/katalog/" in client_of(in_poso, rina).get("/konsol/").content.decode()


def test_editor_finds_news_in_the_menu(in_poso, client_of, budi, give):
    link = reverse("portal-console:news-list", urlconf=URLCONF)
    assert link not in client_of(in_poso, budi).get("/konsol/").content.decode()
    give(budi, "inti.redaksi")
    assert link in client_of(in_poso, budi).get("/konsol/").content.decode()


def test_officer_without_roles_is_told_whom_to_ask(in_poso, client_of, budi):
    assert "Minta Admin TI" in client_of(in_poso, budi).get("/konsol/").content.decode()


def test_dashboard_stays_up_when_a_module_cannot_count(in_poso, client_of, rina, monkeypatch):
    def broken():
        raise RuntimeError("statistics")

    monkeypatch.setattr("adopsi.console.figures.hook", lambda manifest, name: broken)
    response = client_of(in_poso, rina).get("/konsol/")
    assert response.status_code == 200
    assert "belum dapat dibaca" in response.content.decode()
