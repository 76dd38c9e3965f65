"""Cookies of a Pemda belong to its host alone, and forms are taken from that host alone."""

import os
import subprocess
import sys

from django.conf import settings
from django.test import Client
from django.urls import reverse

from adopsi.runtime import environment
from tenants.context import inside

LOOK = "import django; django.setup()\nfrom django.conf import settings as s\n"
LOOK += "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_DOMAIN, s.CSRF_COOKIE_DOMAIN,"
LOOK += " s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.USE_X_FORWARDED_HOST,"
LOOK += " s.CSRF_TRUSTED_ORIGINS)"


def test_behind_https_browsers_keep_cookies_for_one_host():
    """`__Host-` needs Secure, the path / and no domain, else browsers throw the cookie away."""
    asked = environment.inherited() | dict(os.environ) | {"ADOPSI_SCHEME": "https"}
    asked["PYTHONPATH"] = environment.inherited()["PYTHONPATH"]
    found = subprocess.run([sys.executable, "-c", LOOK], env=asked, capture_output=True, text=True, check=True)
    assert found.stdout.split("\n")[-2] == "__Host-sesi __Host-csrftoken None None / True True False []"


def test_a_form_of_another_pemdas_page_is_refused(in_poso, karawang, client_of, sari):
    """Both hosts are subdomains of one: the exact host counts."""
    browser = Client(enforce_csrf_checks=True, headers={"host": f"{in_poso.primary_host}:8000"})
    with inside(in_poso):
        browser.force_login(sari)
    browser.get("/")
    token = browser.get("/preferensi/").cookies.get(settings.CSRF_COOKIE_NAME) or browser.cookies.get(
        settings.CSRF_COOKIE_NAME
    )
    form = {"bahasa": "en"} | ({"csrfmiddlewaretoken": token.value} if token else {})
    foreign = browser.post("/preferensi/", form, headers={"origin": f"http://{karawang.primary_host}:8000"})
    assert foreign.status_code == 403


def test_the_session_cookie_is_closed_to_scripts_and_names_no_domain(in_poso, client_of, sari):
    client = client_of(in_poso)
    response = client.post(reverse("account_login"), {"login": sari.email, "password": "kata-sandi-uji"})
    cookie = response.cookies[settings.SESSION_COOKIE_NAME]
    for each in response.cookies.values():
        assert not each["domain"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
