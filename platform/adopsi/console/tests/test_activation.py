"""Enabling and disabling from the console, with the worker played in this process."""

from catalog.activations import is_active
from provisioning.models import Run
from tenants.audit.models import Entry
from tenants.context import inside


def enable_url(manifest):
    return f"/konsol/katalog/{manifest.slug}/aktifkan/"


def test_the_plan_is_shown_and_nothing_happens_yet(town, admin, client_of, manifest):
    page = client_of(town, admin).get(enable_url(manifest)).content.decode()
    assert "Yang akan terjadi" in page
    for data in manifest.personal_data:
        assert str(data.purpose) in page
    for role in manifest.roles:
        assert str(role.title).split(" (")[0] in page
    assert not Run.objects.filter(pemda_code=town.code, operation="enable_module").exists()


def test_confirming_makes_a_run_that_the_worker_finishes(town, admin, client_of, finish, manifest):
    client = client_of(town, admin)
    response = client.post(enable_url(manifest), {"alasan": "Diminta Bupati"})
    run = Run.objects.get(pemda_code=town.code, subject=manifest.slug)
    assert response.url == f"/konsol/proses/{run.pk}/"
    assert (run.requested_by, run.reason, run.state) == ("Rina", "Diminta Bupati", Run.State.QUEUED)
    waiting = client.get(response.url).content.decode()
    assert f"/konsol/proses/{run.pk}/kemajuan/" in waiting
    assert f'hx-target="#run-{run.pk}"' in waiting
    finish()
    assert is_active(manifest.slug, town.code)
    last = client.get(f"{response.url}kemajuan/")
    assert "hx-trigger" not in last.content.decode()
    assert last["HX-Refresh"] == "true"
    done = client.get(response.url).content.decode()
    assert "Langkah berikutnya" in done
    assert str(manifest.next_steps[0]) in done
    with inside(town):
        assert Entry.objects.filter(act="module.enable_requested", actor_name="Rina").count() == 1


def test_double_click_arrives_at_the_same_run(town, admin, client_of, manifest):
    client = client_of(town, admin)
    first, second = client.post(enable_url(manifest)), client.post(enable_url(manifest))
    assert first.url == second.url
    assert client.get(enable_url(manifest)).url == first.url
    assert Run.objects.filter(pemda_code=town.code, operation="enable_module").count() == 1


def test_progress_says_nothing_while_nothing_changed(town, admin, client_of, finish, manifest):
    client = client_of(town, admin)
    address = client.post(enable_url(manifest)).url
    mark = client.get(address).context["mark"]
    assert client.get(f"{address}kemajuan/?tanda={mark}").status_code == 204
    finish()
    assert client.get(f"{address}kemajuan/?tanda={mark}").status_code == 200


def test_run_of_another_pemda_does_not_exist(town, admin, client_of):
    other = Run.objects.filter(pemda_code="72.02").first()
    assert client_of(town, admin).get(f"/konsol/proses/{other.pk}/").status_code == 404
    assert client_of(town, admin).post(f"/konsol/proses/{other.pk}/ulangi/").status_code == 404


def test_failed_run_says_so_and_can_be_tried_again(town, admin, client_of, finish, manifest):
    client = client_of(town, admin)
    address = client.post(enable_url(manifest)).url
    Run.objects.filter(pemda_code=town.code, subject=manifest.slug).update(
        state=Run.State.FAILED, error="Basis data sibuk.", error_code="busy"
    )
    page = client.get(address).content.decode()
    assert "Basis data sibuk." in page
    assert "tidak ada yang berubah" in page
    assert client.post(f"{address}ulangi/").url == address
    finish()
    assert is_active(manifest.slug, town.code)
    assert "Hanya proses yang gagal" in client.post(f"{address}ulangi/", follow=True).content.decode()


def test_disabling_keeps_data_and_can_be_undone(town, admin, client_of, finish, enabled):
    client = client_of(town, admin)
    page = client.get(f"/konsol/katalog/{enabled.slug}/nonaktifkan/").content.decode()
    assert "Datanya tetap ada, hanya-baca" in page
    client.post(f"/konsol/katalog/{enabled.slug}/nonaktifkan/")
    finish()
    assert not is_active(enabled.slug, town.code)
    assert "Data lama tersimpan hanya-baca" in client.get(f"/konsol/katalog/{enabled.slug}/").content.decode()
    assert "Data lama dipakai kembali" in client.get(enable_url(enabled)).content.decode()
    client.post(enable_url(enabled))
    finish()
    assert is_active(enabled.slug, town.code)


def test_enabling_what_is_on_leads_to_its_page(town, admin, client_of, enabled):
    client = client_of(town, admin)
    for method in (client.get, client.post):
        assert method(enable_url(enabled)).url == f"/konsol/katalog/{enabled.slug}/"
    assert Run.objects.filter(pemda_code=town.code, operation="enable_module").count() == 1


def test_admin_gives_themself_a_role_with_one_click(town, admin, client_of, enabled):
    client = client_of(town, admin)
    page = client.get(f"/konsol/katalog/{enabled.slug}/").content.decode()
    assert "Anda sendiri belum memegang peran" in page
    role = enabled.roles[0].key
    client.post(f"/konsol/katalog/{enabled.slug}/peran-saya/", {"peran": role})
    client.post(f"/konsol/katalog/{enabled.slug}/peran-saya/", {"peran": role})
    with inside(town):
        assert [grant.role for grant in admin.role_grants.all()] == [role]
    assert "Anda sendiri belum memegang peran" not in client.get(f"/konsol/katalog/{enabled.slug}/").content.decode()
    refused = client.post(f"/konsol/katalog/{enabled.slug}/peran-saya/", {"peran": "inti.redaksi"})
    assert refused.status_code == 403
