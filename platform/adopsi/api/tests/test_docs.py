"""The page that documents the API: from our own host, under the house's content security policy."""

from __future__ import annotations

import re


def test_comes_from_our_own_host_alone(in_poso, client_of):
    response = client_of(in_poso).get("/api/docs/")
    page = response.content.decode()

    assert response.status_code == 200
    policy = response["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"
    assert "unsafe" not in policy
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page)
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=", page)


def test_names_the_scopes_of_active_modules(in_poso, client_of):
    page = client_of(in_poso).get("/api/docs/").content.decode()

    for scope in ("catalog:read", "activations:write", "laksa:read"):
        assert scope in page


def test_leaves_out_the_scopes_of_modules_that_are_off(in_karawang, client_of):
    page = client_of(in_karawang).get("/api/docs/").content.decode()

    assert "catalog:read" in page
    assert "laksa:read" not in page
