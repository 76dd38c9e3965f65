"""The fleet matrix: marks, filters, export, and its cost."""

from __future__ import annotations

import gzip
import re
import time

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.models import Drift, Run
from provisioning.services import request_upgrade
from tenants.models import Pemda, Region

SLUGS = ["inti", *(manifest.slug for manifest in all_manifests())]


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def row_of(page, name):
    return re.search(rf">{name}</a></th>(.*)", page).group(1)


def test_each_cell_has_a_mark_and_the_version(central):
    page = text_of(central.get("/armada/matriks/"))

    for slug in SLUGS:
        assert f'href="/rilis/{slug}/"' in page
    assert row_of(page, "Kabupaten Poso").count("<td class=c>✓ ") == len(SLUGS)
    karawang = row_of(page, "Kabupaten Karawang")
    assert karawang.count("<td class=c>") == 1
    assert karawang.count("<td>·") == len(SLUGS) - 1
    assert "Semua Pemda mutakhir" in page


def test_states_differ_by_mark(central_fresh):
    slug = SLUGS[1]
    rows = Activation.objects.using("owner").filter(pemda_id="72.02", slug=slug)
    rows.update(version="0.9.0")
    assert "<td class=b>↑ 0.9.0" in text_of(central_fresh.get("/armada/matriks/"))
    rows.update(state="parked")
    assert "<td class=p>‖ 0.9.0" in text_of(central_fresh.get("/armada/matriks/"))
    Drift.objects.using("owner").create(pemda_code="72.02", slug=slug, differences=[])
    assert "<td class=d>! 0.9.0" in text_of(central_fresh.get("/armada/matriks/"))
    request_upgrade(pemda_code="72.02", slug="inti", requested_by="Tiara")
    assert "<td class=r>↻ " in text_of(central_fresh.get("/armada/matriks/"))


@pytest.mark.parametrize(
    ("query", "poso", "karawang"),
    [
        ({"provinsi": "72"}, True, False),
        ({"cari": "karawang"}, False, True),
        ({"gelombang": "everyone"}, True, True),
        ({"gelombang": "canary"}, False, False),
        ({"hanya": "belum"}, False, False),
        ({"modul": SLUGS[1]}, True, True),
    ],
)
def test_it_is_filtered(central, query, poso, karawang):
    page = text_of(central.get("/armada/matriks/", query))

    assert ('href="/armada/72.02/"' in page) == poso
    assert ('href="/armada/32.15/"' in page) == karawang
    if "modul" in query:
        assert page.count("/rilis/") - page.count('href="/rilis/"') == 1


def test_it_is_exported_as_a_line_per_pemda_and_module(central):
    rows = central.get("/armada/matriks/", {"unduh": "csv", "cari": "poso"}).content.decode("utf-8-sig").splitlines()

    assert len(rows) == len(SLUGS) + 1
    assert all(row.endswith(",Mutakhir") for row in rows[1:])


def fill_the_country(modules):
    digits = {each.code: each.code.replace(".", "") for each in Region.objects.all()}
    Pemda.objects.using("owner").bulk_create(
        Pemda(code=code, region_id=code, subdomain=f"uji-{name}", schema_name=f"pemda_{name}", state="active")
        for code, name in digits.items()
        if code not in {"72.02", "32.15"}
    )
    codes = list(Pemda.objects.values_list("pk", flat=True))
    Activation.objects.using("owner").bulk_create(
        (
            Activation(pemda_id=code, slug=f"modul{number:03}", state="active", version=f"1.{(at + number) % 3}.0")
            for at, code in enumerate(codes)
            for number in range(modules)
            if (at + number) % 9
        ),
        batch_size=5000,
    )


def test_552_pemda_and_200_modules_stay_quick_and_light(central_fresh):
    fill_the_country(200)
    central_fresh.get("/armada/matriks/")
    with CaptureQueriesContext(connections["public"]) as few:
        central_fresh.get("/armada/matriks/", {"cari": "poso"})
    began = time.perf_counter()
    with CaptureQueriesContext(connections["public"]) as many:
        page = central_fresh.get("/armada/matriks/")
    took = time.perf_counter() - began

    assert page.content.count(b"<td") > 10_000
    assert len(many) == len(few) <= 12
    assert len(gzip.compress(page.content)) < 30_000
    assert took < 2.5
    assert Run.objects.filter(state__in=Run.UNFINISHED).count() == 0
