"""Colours, logo and contact."""

import io
from dataclasses import asdict

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tenants.attachments.models import Attachment
from tenants.audit.models import Entry
from tenants.branding import NotAColour, change_look, look_of
from tenants.errors import NotAllowed
from tenants.models import Pemda


def picture(colour=(10, 20, 30, 0)):
    buffer = io.BytesIO()
    Image.new("RGBA", (64, 64), colour).save(buffer, "PNG")
    return SimpleUploadedFile("lambang.png", buffer.getvalue(), content_type="image/png")


def wish(pemda, **changes):
    return {**asdict(look_of(pemda.code)), **changes}


def test_a_readable_brand_takes_effect_and_is_noted(in_poso, client_of, rina):
    response = client_of(in_poso, rina).post(
        "/konsol/merek/", wish(in_poso, brand_primary="#7C2D12", tagline="Sintuwu Maroso", contact_phone="112")
    )
    assert response.status_code == 302
    row = Pemda.objects.get(pk=in_poso.code)
    assert (row.brand_primary, row.tagline, row.contact_phone) == ("#7c2d12", "Sintuwu Maroso", "112")
    assert Entry.objects.get(act="brand.changed").changes["tagline"][1] == "Sintuwu Maroso"


@pytest.mark.parametrize("colour", ["#ffff00", "#12ab", "merah", "#0d9488"])
def test_an_unreadable_colour_is_refused_and_nothing_changes(colour, in_poso, client_of, rina):
    before = look_of(in_poso.code)
    response = client_of(in_poso, rina).post("/konsol/merek/", wish(in_poso, brand_primary=colour, tagline="Baru"))
    assert response.status_code == 422
    assert "id_brand_primary_error" in response.content.decode()
    assert 'value="Baru"' in response.content.decode()
    assert look_of(in_poso.code) == before
    assert not Entry.objects.filter(act="brand.changed").exists()


def test_the_service_refuses_what_is_no_colour_and_who_is_no_admin(in_poso, rina, budi):
    look = look_of(in_poso.code)
    with pytest.raises(NotAColour):
        change_look(look=type(look)(**{**asdict(look), "brand_primary": "red;}"}), actor=rina)
    with pytest.raises(NotAllowed):
        change_look(look=look, actor=budi)


def test_a_logo_is_public_keeps_its_transparency_and_replaces_the_old_one(in_poso, client_of, rina, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = client_of(in_poso, rina)
    for _time in range(2):
        assert client.post("/konsol/merek/", {**wish(in_poso), "logo": picture()}).status_code == 302
    logo = Attachment.objects.get(purpose="logo")
    assert (logo.visibility, Pemda.objects.get(pk=in_poso.code).brand_logo) == ("public", logo.get_absolute_url())
    response = client_of(in_poso).get(logo.get_absolute_url())
    shown = Image.open(io.BytesIO(b"".join(response)))
    assert shown.convert("RGBA").getpixel((5, 5))[3] == 0
    client.post("/konsol/merek/", {**wish(in_poso), "without_logo": "on"})
    assert not Attachment.objects.filter(purpose="logo").exists()
    assert Pemda.objects.get(pk=in_poso.code).brand_logo == ""


def test_a_disguised_file_is_refused(in_poso, client_of, rina):
    upload = SimpleUploadedFile("lambang.png", b"<svg onload=alert(1)>", content_type="image/png")
    response = client_of(in_poso, rina).post("/konsol/merek/", {**wish(in_poso), "logo": upload})
    assert response.status_code == 422
    assert "id_logo_error" in response.content.decode()
    assert Pemda.objects.get(pk=in_poso.code).brand_logo == ""


def test_map_tiles_need_their_three_parts(in_poso, client_of, rina):
    client = client_of(in_poso, rina)
    good = "https://peta.poso.example/{z}/{x}/{y}.png"
    assert client.post("/konsol/merek/", wish(in_poso, tile_url=good)).status_code == 302
    assert Pemda.objects.get(pk=in_poso.code).tile_url == good
    assert client.post("/konsol/merek/", wish(in_poso, tile_url="https://peta.poso.example/")).status_code == 422
