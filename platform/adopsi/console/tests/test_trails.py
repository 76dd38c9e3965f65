"""The last acts on a thing stand on its page, with what changed, and lead to all of them."""

from tenants.audit.services import record
from tenants.organisation.models import Opd


def test_a_unit_shows_who_changed_what(in_poso, client_of, rina):
    client, opd = client_of(in_poso, rina), Opd.objects.get(code="dinkes")
    client.post(
        f"/konsol/opd/{opd.pk}/", {"code": "dinkes", "name": "Dinas Kesehatan Poso", "short_name": opd.short_name}
    )
    page = client.get(f"/konsol/opd/{opd.pk}/").content.decode()
    assert "OPD diubah" in page
    assert "Dinas Kesehatan → Dinas Kesehatan Poso" in page
    assert f"/konsol/aktivitas/?tentang=opd%3A{opd.pk}" in page


def test_the_whole_trail_is_filtered_to_the_thing(in_poso, client_of, rina, budi):
    record(act="account.changed", subject=budi, actor=rina)
    record(act="account.changed", subject=rina, actor=rina)
    page = client_of(in_poso, rina).get(f"/konsol/aktivitas/?tentang=orang:{budi.pk}")
    assert [entry.subject_id for entry in page.context["page"]] == [str(budi.pk)]
    assert "Hanya jejak: Orang" in page.content.decode()


def test_an_unknown_thing_has_no_trail(in_poso, client_of, rina):
    page = client_of(in_poso, rina).get("/konsol/aktivitas/?tentang=rahasia:1")
    assert list(page.context["page"]) == []


def test_a_module_has_its_acts_in_either_language(in_poso, client_of, rina, manifest):
    for title in (manifest.title.id, manifest.title.en):
        record(act="module.settings_changed", subject="module", label=title, actor=rina)
    page = client_of(in_poso, rina).get(f"/konsol/aktivitas/?tentang=modul:{manifest.slug}")
    assert page.context["page"].paginator.count >= 2


def test_every_page_of_a_thing_carries_its_trail(in_poso, client_of, rina, manifest):
    client = client_of(in_poso, rina)
    paths = ["merek/", "domain/", "cadangan/", "dukungan/", "token/", "cara-masuk/", "rilis/", "uji-coba/"]
    paths += [f"katalog/{manifest.slug}/", f"katalog/{manifest.slug}/pengaturan/", f"orang/{rina.pk}/"]
    missing = [path for path in paths if 'id="jejak"' not in client.get(f"/konsol/{path}").content.decode()]
    assert missing == []
