"""Support access: asked, granted, marked, audited, read-only unless granted, revocable; and no other way in."""

import ast
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

CODE = "32.15"
PROJECT = Path(__file__).resolve().parents[1]
VALUES = {"int": "1", "slug": "x", "str": "x", "uuid": "00000000-0000-4000-8000-000000000000", "path": "x"}
UNSAFE = ("post", "put", "patch", "delete")


@pytest.fixture
def town(fresh):
    """Karawang, in a database where commits are real."""
    from tenants.directory import pemda_of

    return pemda_of(CODE)


@pytest.fixture
def rina(town, person):
    from tenants.context import inside

    with inside(town):
        return person("Rina", kind="admin_ti")


@pytest.fixture
def tiara(fresh, person):
    from tenants.context import at_pusat

    with at_pusat():
        return person("Tiara", kind="tim_pusat")


@pytest.fixture
def asked(town, tiara):
    return ask(tiara)


def ask(actor, *, code=CODE, hours=24, wants_write=True):
    from tenants.context import at_pusat
    from tenants.support.services import ask_access

    with at_pusat():
        return ask_access(pemda_code=code, reason="Tiket 17", hours=hours, wants_write=wants_write, actor=actor)


def grant(town, rina, access, *, may_write=False):
    from tenants.context import inside
    from tenants.support.services import grant_access

    with inside(town):
        return grant_access(access=access, may_write=may_write, actor=rina)


def link(town, tiara, access):
    from adopsi.pusat.support import link_into
    from tenants.context import at_pusat

    with at_pusat():
        return link_into(access=access, actor=tiara)


def path_of(address):
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def enter(client, town, tiara, access):
    response = client.get(path_of(link(town, tiara, access)))
    assert response.status_code == 302, response.content.decode()[:400]
    return client


@pytest.fixture
def visitor(town, rina, tiara, asked, client_of):
    """Tiara in Karawang's console, for reading."""
    grant(town, rina, asked)
    return enter(client_of(town), town, tiara, asked)


@pytest.fixture
def writer(town, rina, tiara, asked, client_of):
    """Tiara in Karawang's console, with the right to change things."""
    grant(town, rina, asked, may_write=True)
    return enter(client_of(town), town, tiara, asked)


def acts(town):
    from tenants.audit.models import Entry
    from tenants.context import inside

    with inside(town):
        return list(Entry.objects.order_by("id").values_list("act", "actor_name", "subject_label"))


# --- asking and answering -----------------------------------------------------------------------------


@pytest.mark.parametrize("hours", [2, 169, 0, -1])
def test_an_access_is_neither_shorter_than_three_hours_nor_longer_than_a_week(town, tiara, hours):
    from tenants.support.errors import SupportHours
    from tenants.support.models import SupportAccess

    with pytest.raises(SupportHours):
        ask(tiara, hours=hours)
    assert not SupportAccess.objects.exists()


def test_who_is_not_of_the_team_cannot_ask(town, rina):
    from tenants.errors import NotAllowed
    from tenants.support.models import SupportAccess

    with pytest.raises(NotAllowed):
        ask(rina)
    assert not SupportAccess.objects.exists()


def test_the_admin_hears_of_the_question_and_the_trails_of_both_have_it(town, rina, asked):
    from tenants.audit.models import Entry
    from tenants.context import at_pusat, inside
    from tenants.support.tasks import tell_of_question

    for _turn in range(2):
        tell_of_question(pemda=CODE, access_id=str(asked.pk))
    with inside(town):
        assert rina.notifications.count() == 1
        assert Entry.objects.filter(act="support.asked").count() == 1
    with at_pusat():
        assert Entry.objects.filter(act="support.asked").count() == 1


def test_an_unanswered_question_opens_nothing(town, tiara, asked, client_of):
    from tenants.support.errors import SupportNotOpen

    with pytest.raises(SupportNotOpen):
        link(town, tiara, asked)
    asked.refresh_from_db()
    assert asked.entry_digest == ""


def test_a_refused_or_stale_question_cannot_be_granted(town, rina, tiara, asked):
    from django.utils import timezone

    from tenants.context import inside
    from tenants.support.errors import SupportDecided
    from tenants.support.models import SupportAccess
    from tenants.support.services import refuse_access

    SupportAccess.objects.using("owner").filter(pk=asked.pk).update(asked_at=timezone.now() - timedelta(days=8))
    with pytest.raises(SupportDecided):
        grant(town, rina, asked)
    SupportAccess.objects.using("owner").filter(pk=asked.pk).update(asked_at=timezone.now())
    with inside(town):
        refuse_access(access=asked, reason="Tidak perlu", actor=rina)
    with pytest.raises(SupportDecided):
        grant(town, rina, asked)
    asked.refresh_from_db()
    assert (asked.state, asked.refusal, asked.person_id) == ("refused", "Tidak perlu", None)


def test_another_pemdas_admin_cannot_answer(poso, rina, asked, person):
    from tenants.context import inside
    from tenants.directory import pemda_of
    from tenants.support.errors import SupportNotOpen
    from tenants.support.services import grant_access

    other = pemda_of("72.02")
    with inside(other):
        wati = person("Wati", kind="admin_ti")
        with pytest.raises(SupportNotOpen):
            grant_access(access=asked, may_write=True, actor=wati)
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_writing_is_granted_only_where_it_was_asked_for(town, rina, tiara):
    access = grant(town, rina, ask(tiara, wants_write=False), may_write=True)
    assert not access.may_write


def test_the_admin_grants_and_revokes_on_the_page(town, rina, asked, client_of):
    client = client_of(town, rina)
    assert "Tiket 17" in client.get("/konsol/dukungan/").content.decode()
    client.post(f"/konsol/dukungan/{asked.pk}/izinkan/")
    asked.refresh_from_db()
    assert (asked.state, asked.may_write) == ("granted", False)
    client.post(f"/konsol/dukungan/{asked.pk}/cabut/")
    asked.refresh_from_db()
    assert (asked.state, asked.ended_by) == ("revoked", "Rina")


# --- entering -----------------------------------------------------------------------------------------


def test_the_link_works_once(town, rina, tiara, asked, client_of):
    grant(town, rina, asked)
    address = path_of(link(town, tiara, asked))
    assert client_of(town).get(address).status_code == 302
    second = client_of(town)
    assert second.get(address).status_code == 403
    assert second.get("/konsol/").status_code == 302


def test_the_link_works_for_a_minute(town, rina, tiara, asked, client_of, monkeypatch):
    import time

    grant(town, rina, asked)
    address = path_of(link(town, tiara, asked))
    real = time.time
    monkeypatch.setattr("django.core.signing.time.time", lambda: real() + 61)
    assert client_of(town).get(address).status_code == 403


def test_the_link_opens_no_other_pemda(town, rina, tiara, asked, client_of):
    from tenants.directory import pemda_of

    grant(town, rina, asked)
    address = path_of(link(town, tiara, asked))
    other = pemda_of("72.02")
    client = client_of(other)
    assert client.get(address).status_code == 403
    assert "dukungan" not in client.cookies


def test_the_session_opens_no_other_pemda(visitor, client_of):
    from tenants.directory import pemda_of

    other = client_of(pemda_of("72.02"))
    other.cookies["dukungan"] = visitor.cookies["dukungan"].value
    response = other.get("/konsol/")
    assert response.status_code == 403
    assert "Karawang" not in response.content.decode()


def test_a_colleague_cannot_use_it(town, rina, tiara, asked, person):
    from tenants.context import at_pusat
    from tenants.support.errors import SupportNotOpen

    grant(town, rina, asked)
    with at_pusat():
        joko = person("Joko", kind="tim_pusat")
    with pytest.raises(SupportNotOpen):
        link(town, joko, asked)


def test_the_banner_on_every_page_says_who_why_and_until_when(visitor):
    for path in (
        "/konsol/",
        "/konsol/katalog/",
        "/konsol/orang/",
        "/konsol/aktivitas/",
        "/konsol/dukungan/",
        "/konsol/cadangan/",
    ):
        response = visitor.get(path)
        page = response.content.decode()
        assert response.status_code == 200, path
        for words in ("Akses dukungan", "Tiara dari tim pusat", "Tiket 17", "Hanya-baca", "Sampai"):
            assert words in page, (path, words)


def test_it_is_nobody_of_the_pemda(visitor, town, rina, asked):
    from tenants.accounts.models import Person
    from tenants.accounts.selectors import count_admins, list_people
    from tenants.context import inside

    visitor.get("/konsol/")
    with inside(town):
        assert count_admins() == 1
        assert [person.name for person in list_people()] == ["Rina"]
        marked = Person.objects.get(kind=Person.SUPPORT)
        assert (marked.name, marked.is_active, marked.email, marked.has_usable_password()) == (
            "Tim Pusat · Tiara",
            False,
            None,
            False,
        )
    assert rina.pk != marked.pk


def test_every_request_stands_in_the_trail(visitor, town):
    for path in ("/konsol/", "/konsol/katalog/", "/konsol/orang/"):
        visitor.get(path)
    visitor.post("/konsol/opd/tambah/", {"name": "Dinas Rekaan"})
    mine = [each for each in acts(town) if each[1] == "Tim Pusat · Tiara"]
    assert mine == [
        ("support.entered", "Tim Pusat · Tiara", "Tiara"),
        ("support.request", "Tim Pusat · Tiara", "GET /konsol/"),
        ("support.request", "Tim Pusat · Tiara", "GET /konsol/katalog/"),
        ("support.request", "Tim Pusat · Tiara", "GET /konsol/orang/"),
        ("support.request_refused", "Tim Pusat · Tiara", "POST /konsol/opd/tambah/"),
    ]


# --- what it may not do -------------------------------------------------------------------------------


def console_paths():

    from adopsi.urls_pemda import urlpatterns
    from catalog.guard import walk_routes

    for route, leaf in walk_routes(urlpatterns):
        if route.startswith("konsol/") and leaf.name not in {"support-leave", "support-enter"}:
            filled = re.sub(r"<(?:(\w+):)?\w+>", lambda found: VALUES.get(found.group(1) or "str", "x"), route)
            if "(?P" not in filled and "^" not in filled:
                yield "/" + filled


def picture(schema_name):
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'"
            " AND relname NOT LIKE 'audit%%' ORDER BY 1",
            [schema_name],
        )
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM {schema_name}."{table}" t')
            found[table] = cursor.fetchone()[0]
        for table in (
            "tenants_pemda",
            "tenants_domain",
            "catalog_activation",
            "provisioning_run",
            "provisioning_backupplan",
        ):
            cursor.execute(f"SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM public.{table} t")
            found[table] = cursor.fetchone()[0]
        return found


def test_reading_access_changes_nothing_on_any_page_of_the_console(visitor, town):
    """Every route of the console and of the modules' consoles, with every unsafe method."""
    paths = sorted(set(console_paths()))
    assert len(paths) > 60
    before, refused = picture(town.schema_name), 0
    for path in paths:
        for method in UNSAFE:
            response = getattr(visitor, method)(path)
            # A module that is off has no pages.
            assert response.status_code in {403, 404}, (method, path, response.status_code)
            refused += response.status_code == 403
    assert refused > 200
    for method in UNSAFE:
        assert getattr(visitor, method)("/konsol/dukungan/masuk/").status_code == 405
    assert picture(town.schema_name) == before


def test_with_the_right_to_write_it_writes_under_its_own_name(writer, town):
    from tenants.context import inside
    from tenants.organisation.models import Opd

    response = writer.post("/konsol/opd/tambah/", {"name": "Dinas Contoh", "short_name": "Discon", "code": "X1"})
    assert response.status_code == 302, response.content.decode()[:500]
    with inside(town):
        assert Opd.objects.filter(name="Dinas Contoh").exists()
    assert any(act == "opd.added" and name == "Tim Pusat · Tiara" for act, name, _label in acts(town))


def test_even_with_the_right_to_write_nothing_that_outlasts_it_can_be_made(writer, town, asked):
    from django.urls import NoReverseMatch, reverse

    from adopsi.console.support_session import NEVER
    from tenants.support.models import SupportAccess

    named = {}
    for name in NEVER:
        for arguments in (
            {},
            {"person_id": 1},
            {"person_id": 1, "grant_id": 1},
            {"token_id": 1},
            {"access_id": asked.pk},
            {"backup_id": asked.pk},
            {"slug": "laksa"},
            {"erasure_id": asked.pk},
            {"domain_id": 1},
            {"endpoint_id": 1},
        ):
            try:
                named[name] = reverse(f"console:{name}", kwargs=arguments, urlconf="adopsi.urls_pemda")
                break
            except NoReverseMatch:
                continue
    assert set(named) == NEVER
    before = picture(town.schema_name)
    for name, path in named.items():
        response = writer.post(path)
        assert response.status_code == 403, name
        assert "orang Pemda sendiri" in response.content.decode(), name
    assert picture(town.schema_name) == before
    assert SupportAccess.objects.get(pk=asked.pk).is_open()


def test_it_cannot_take_the_pemdas_data_away_in_one_piece(writer):
    for path in (
        "/konsol/cadangan/00000000-0000-4000-8000-000000000000/unduh/",
        "/konsol/penghapusan/00000000-0000-4000-8000-000000000000/arsip/",
    ):
        assert writer.get(path).status_code == 403


def test_outside_of_the_console_it_is_a_visitor_like_any(writer):
    assert writer.get("/api/v1/activations/").status_code in {401, 403}
    assert writer.get("/akun/data-saya.json").status_code == 302
    assert "Tiara" not in writer.get("/").content.decode()


# --- the end ------------------------------------------------------------------------------------------


def test_a_revoked_access_dies_at_its_next_request(visitor, town, rina, asked):
    from tenants.context import inside
    from tenants.support.services import revoke_access

    assert visitor.get("/konsol/orang/").status_code == 200
    with inside(town):
        revoke_access(access=asked, actor=rina)
    response = visitor.get("/konsol/orang/")
    assert response.status_code == 403
    assert "Rina" not in response.content.decode()
    assert visitor.cookies["dukungan"].value == ""


def test_it_ends_by_itself(visitor, asked):
    from django.utils import timezone

    from tenants.support.models import SupportAccess

    SupportAccess.objects.using("owner").filter(pk=asked.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert visitor.get("/konsol/").status_code == 403


def test_it_ends_with_the_account_of_tim_pusat(visitor, tiara):
    from tenants.context import at_pusat

    with at_pusat():
        tiara.is_active = False
        tiara.save()
    assert visitor.get("/konsol/").status_code == 403


def test_who_leaves_is_out(visitor, town):
    assert visitor.post("/konsol/dukungan/keluar/").status_code == 302
    assert visitor.get("/konsol/").status_code == 302
    assert acts(town)[-1][0] == "support.went"


def test_a_stolen_cookie_of_a_session_that_was_left_opens_nothing(visitor, town, client_of):
    stolen = visitor.cookies["dukungan"].value
    visitor.post("/konsol/dukungan/keluar/")
    thief = client_of(town)
    thief.cookies["dukungan"] = stolen
    assert thief.get("/konsol/orang/").status_code == 403


# --- no other way in ----------------------------------------------------------------------------------


def test_nothing_of_pusat_enters_a_pemda():
    """The faces of the team never open the one door into a Pemda."""
    doors = {"inside", "owner_writes"}
    for file in sorted((PROJECT / "platform" / "adopsi" / "pusat").rglob("*.py")):
        if "tests" in file.parts:
            continue
        tree = ast.parse(file.read_text())
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        assert not doors & names, file


def test_an_account_of_tim_pusat_is_nobody_in_a_pemda(town, tiara, client_of):
    """Its session, its password and its kind open nothing there."""
    from tenants.accounts.models import Person
    from tenants.context import inside

    central = client_of(None, tiara)
    there = client_of(town)
    there.cookies["sesi"] = central.cookies["sesi"].value
    assert there.get("/konsol/").status_code == 302
    with inside(town):
        impostor = Person.objects.create_user(
            name="Palsu", email="palsu@contoh.example", kind="tim_pusat", password="kata-sandi-uji"
        )
    assert client_of(town, impostor).get("/konsol/").status_code in {302, 403}


def test_a_marked_person_cannot_sign_in(visitor, town, client_of):
    from tenants.accounts.models import Person
    from tenants.context import inside

    with inside(town):
        marked = Person.objects.get(kind=Person.SUPPORT)
        assert (marked.support, marked.works_here, marked.is_it_admin) == (None, False, False)
    assert client_of(town, marked).get("/konsol/").status_code in {302, 403}


def test_pusats_pages_of_support(town, rina, tiara, client_of):
    client = client_of(None, tiara)
    response = client.post("/dukungan/minta/", {"pemda": CODE, "reason": "Tiket 18", "hours": "5"})
    assert response.status_code == 302, response.content.decode()[:300]
    from tenants.support.models import SupportAccess

    access = SupportAccess.objects.get(reason="Tiket 18")
    page = client.get(response.url).content.decode()
    assert "Buat tautan masuk" not in page
    grant(town, rina, access)
    assert "Buat tautan masuk" in client.get(response.url).content.decode()
    made = client.post(response.url).content.decode()
    address = re.search(r'href="(http[^"]+/konsol/dukungan/masuk/[^"]+)"', made)[1]
    assert client_of(town).get(path_of(address)).status_code == 302
    assert "Tiket 18" in client.get("/dukungan/").content.decode()
    assert client.get("/cadangan/").status_code == 200


def test_what_one_may_not_do_to_one_person_is_never_done_to_many(writer, town, person):
    """The page that asks first changes nothing yet, but it is the same door."""
    from tenants.accounts.models import Person
    from tenants.context import inside

    with inside(town):
        budi = person("Budi", kind="petugas")
    for data in ({"tindakan": "close"}, {"tindakan": "close", "yakin": "1"}):
        answer = writer.post("/konsol/orang/tindakan/", {**data, "pilih": [budi.pk]})
        assert answer.status_code == 403
    with inside(town):
        assert Person.objects.get(pk=budi.pk).is_active
