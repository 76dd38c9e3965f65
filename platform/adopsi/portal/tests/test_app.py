"""What makes the portal a Pemda's own app."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image

from adopsi.page import brand_version
from tenants.models import Pemda


def test_colours_are_the_pemdas(visitor, poso, client_of, karawang):
    Pemda.objects.filter(code=poso.code).update(brand_primary="#1d4ed8")
    css = visitor.get("/tema.css").content.decode()
    assert "#1d4ed8" in css


def test_versioned_colours_are_kept_forever(visitor, poso):
    assert "immutable" in visitor.get(f"/tema.css?v={brand_version(poso)}")["Cache-Control"]
    assert "immutable" not in visitor.get("/tema.css?v=lama")["Cache-Control"]


def test_manifest_names_the_pemda_and_its_icons(visitor, poso):
    answer = visitor.get("/manifest.webmanifest")
    manifest = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (manifest["name"], manifest["theme_color"]) == ("Kabupaten Poso", poso.brand_primary)
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        picture = Image.open(io.BytesIO(visitor.get(icon["src"]).content))
        assert icon["sizes"] == f"{picture.width}x{picture.height}"


def test_maskable_icon_fills_its_square(visitor):
    picture = Image.open(io.BytesIO(visitor.get("/ikon/192-maskable.png").content))
    assert picture.getpixel((0, 0))[3] == 255
    rounded = Image.open(io.BytesIO(visitor.get("/ikon/192-any.png").content))
    assert rounded.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("path", ["/ikon/193-any.png", "/ikon/192-lain.png"])
def test_other_icons_do_not_exist(visitor, path):
    assert visitor.get(path).status_code == 404


def test_service_worker_covers_the_whole_portal(visitor):
    answer = visitor.get("/sw.js")
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Cache-Control"] == "no-cache"
    assert "/luring/" in answer.content.decode()


def test_offline_page_is_the_same_for_everybody(client_of, poso, sari):
    page = client_of(poso, sari).get("/luring/").content.decode()
    assert "Sari" not in page
    assert "luring" in page


def test_base_map_is_kept_until_it_changes(visitor):
    answer = visitor.get("/peta/dasar.geojson")
    assert json.loads(answer.content)["type"] == "FeatureCollection"
    again = visitor.get("/peta/dasar.geojson", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
