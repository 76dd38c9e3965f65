"""Archives of a Pemda: exported, sealed, restored in place and beside, read by plain PostgreSQL, refused when they lie."""

import io
import json
import os
import subprocess
import uuid
import zipfile

import psycopg2
import pytest

from tests.plugin import CODES, superuser

POSO = CODES["poso"]


@pytest.fixture
def kept(fresh, tmp_path, settings):
    """Poso with people, a report and a file; nothing of it lies outside of the test's folder."""
    from django.core.files.storage import storages

    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ADOPSI_BACKUP_FOLDER = tmp_path / "cadangan"
    settings.STORAGES = settings.STORAGES | {
        "backups": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "cadangan", "file_permissions_mode": 0o600},
        }
    }
    storages.__init__()
    from tenants import directory
    from tenants.context import inside

    facts = directory.get_pemda(POSO)
    with inside(facts):
        from tenants.accounts.models import Person

        for name in ("Sari", "Budi", "Rina"):
            kind = {"Rina": "admin_ti", "Budi": "petugas"}.get(name, "warga")
            phone = "+6281234567890" if name == "Sari" else None
            Person.objects.create_user(name=name, email=f"{name.lower()}@contoh.example", kind=kind, phone=phone)
    file = settings.MEDIA_ROOT / "pemda_7202" / "ab" / "foto.webp"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"RIFF-gambar-contoh")
    return facts


def drive(run):
    from provisioning import engine

    engine.drive(str(run.pk))
    run.refresh_from_db()
    return run


def done(run):
    run = drive(run)
    assert run.state == "done", (run.error_code, run.error_in_words)
    return run


def back_up(**options):
    from provisioning.keeping.services import request_backup
    from provisioning.models import Backup

    run = done(request_backup(pemda_code=POSO, requested_by="uji", **options))
    return Backup.objects.get(run=run)


def people(code=POSO):
    from tenants import directory
    from tenants.accounts.models import Person
    from tenants.context import inside

    with inside(directory.get_pemda(code)):
        return sorted(Person.objects.values_list("name", flat=True))


def add(name, code=POSO):
    from tenants import directory
    from tenants.accounts.models import Person
    from tenants.context import inside

    with inside(directory.get_pemda(code)):
        return Person.objects.create_user(name=name, email=f"{name.lower()}@contoh.example").pk


def content(schema_name):
    from django.db import connections, transaction

    from provisioning.keeping.tables import content_of, tables_in

    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'", [schema_name]
        )
        names = {row[0] for row in cursor.fetchall()} - {"django_migrations", "notifications_notification"}
        # The trail goes on by itself, and so does what seals it.
        names = {name for name in names if not name.startswith(("audit_", "vault_"))}
        return {table.name: content_of(cursor, table).sha256 for table in tables_in(cursor, schema_name, names)}


def schemas():
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def test_a_pemda_goes_back_to_its_archive_and_nobody_else_does(kept, settings):
    from provisioning.drift import inspect_pemda
    from provisioning.keeping.services import request_restore
    from provisioning.trails import verify_trail
    from tenants.models import Pemda

    before, others, places = content("pemda_7202"), content("pemda_3215"), schemas()
    backup = back_up()
    add("Tamu")
    (settings.MEDIA_ROOT / "pemda_7202" / "ab" / "foto.webp").write_bytes(b"lain")
    (settings.MEDIA_ROOT / "pemda_7202" / "baru.webp").write_bytes(b"baru")
    done(request_restore(backup=backup, requested_by="uji", reason="coba"))
    assert people() == ["Budi", "Rina", "Sari"]
    assert content("pemda_7202") == before
    assert (content("pemda_3215"), schemas()) == (others, places)
    assert (settings.MEDIA_ROOT / "pemda_7202" / "ab" / "foto.webp").read_bytes() == b"RIFF-gambar-contoh"
    assert not (settings.MEDIA_ROOT / "pemda_7202" / "baru.webp").exists()
    assert [path.name for path in settings.MEDIA_ROOT.iterdir()] == ["pemda_7202"]
    assert Pemda.objects.get(pk=POSO).state == "active"
    assert inspect_pemda(POSO) == []
    assert verify_trail(POSO) == []
    # Keys go on where they stood: a new row meets no old one.
    add("Baru")
    assert "Baru" in people()


def test_while_it_is_restored_only_that_pemda_shows_the_maintenance_page(kept, monkeypatch):
    from provisioning.keeping import filling
    from provisioning.keeping.services import request_restore
    from tenants.models import Pemda

    backup, seen, compare = back_up(), {}, filling._compare

    def look(*arguments):
        seen.update(Pemda.objects.values_list("code", "state"))
        return compare(*arguments)

    monkeypatch.setattr(filling, "_compare", look)
    done(request_restore(backup=backup, requested_by="uji"))
    assert seen == {POSO: "suspended", CODES["karawang"]: "active"}
    assert set(Pemda.objects.values_list("state", flat=True)) == {"active"}


def test_a_restore_that_differs_is_thrown_away_and_the_old_one_opens_again(kept, monkeypatch):
    """Whoever tries again replaces what there is by then: it is backed up anew."""
    from provisioning.keeping import filling
    from provisioning.keeping.services import request_restore
    from provisioning.models import Backup
    from provisioning.services import retry_run
    from tenants.models import Pemda

    backup = back_up()
    add("Tamu")
    before, places = content("pemda_7202"), schemas()
    rests = filling._run

    def lose_a_row(cursor, statements):
        cursor.execute("DELETE FROM accounts_person WHERE name = 'Sari'")
        rests(cursor, statements)

    with monkeypatch.context() as patch:
        patch.setattr(filling, "_run", lose_a_row)
        run = drive(request_restore(backup=backup, requested_by="uji"))
    assert (run.state, run.error_code) == ("failed", "restore_differs")
    assert (content("pemda_7202"), schemas()) == (before, places)
    assert Pemda.objects.get(pk=POSO).state == "active"
    assert "Tamu" in people()
    add("Terlambat")
    run = done(retry_run(run=run, requested_by="uji"))
    assert "Tamu" not in people()
    done(request_restore(backup=Backup.objects.filter(run=run).latest("made_at"), requested_by="uji"))
    assert {"Tamu", "Terlambat"} <= set(people())


def test_the_login_can_do_with_the_restored_tables_what_it_could_before(kept):
    from django.db import connections

    from provisioning.keeping.services import request_restore
    from provisioning.schema import grants_of

    def rights():
        with connections["owner"].cursor() as cursor:
            return grants_of(cursor, "pemda_7202")

    before = rights()
    done(request_restore(backup=back_up(), requested_by="uji"))
    assert rights() == before


def test_sessions_and_revoked_tokens_do_not_come_back(kept):
    from django.db import connections

    from provisioning.keeping.services import request_restore
    from tenants.accounts.models import ApiToken, Person
    from tenants.context import inside

    with inside(kept):
        rina = Person.objects.get(name="Rina")
        ApiToken.objects.create(person=rina, name="alat", prefix="x", digest="d" * 64)
        with connections["default"].cursor() as cursor:
            cursor.execute("INSERT INTO django_session VALUES ('kunci', 'isi', now() + interval '1 day')")
    backup = back_up()
    with inside(kept), connections["default"].cursor() as cursor:
        cursor.execute("UPDATE accounts_apitoken SET revoked_at = now()")
        cursor.execute("UPDATE accounts_person SET is_active = false WHERE name = 'Budi'")
    done(request_restore(backup=backup, requested_by="uji"))
    with inside(kept), connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
        assert ApiToken.objects.get().revoked_at is not None
        assert not Person.objects.get(name="Budi").is_active


def erase(name, scope=""):
    from catalog.privacy.erasing import erase_everywhere
    from tenants import directory
    from tenants.accounts.models import Person
    from tenants.context import inside

    with inside(directory.get_pemda(POSO)):
        person = Person.objects.get(name=name)
        erase_everywhere(person=person, scope=scope, actor=None)
        return person.pk


def test_whoever_was_erased_since_the_archive_is_erased_again_and_nobody_else(kept):
    from provisioning.keeping.services import request_restore
    from provisioning.trails import verify_trail
    from tenants.accounts.models import Person
    from tenants.audit.models import Entry
    from tenants.context import inside

    add("Tono")
    erase("Tono")
    backup = back_up()
    sari = erase("Sari")
    add("Tamu")
    erase("Tamu")
    run = done(request_restore(backup=backup, requested_by="uji"))
    assert people() == ["Akun dihapus", "Akun dihapus", "Budi", "Rina"]
    with inside(kept):
        again = Person.objects.get(pk=sari)
        assert (again.email, again.phone, again.is_active) == (None, None, False)
        # Once more for Sari; Tono's was in the archive, and Tamu never was.
        assert Entry.objects.filter(act="privacy.person_erased").count() == 2
    assert str(run.steps.get(name="erase").detail_in_words) == "1 penghapusan diulang"
    assert verify_trail(POSO) == []


# --- beside -------------------------------------------------------------------------------------------


def test_a_copy_beside_can_be_looked_at_and_reaches_nobody(kept, settings):
    from provisioning.keeping.services import request_beside
    from provisioning.sandboxes.services import request_drop_sandbox
    from tenants import directory
    from tenants.accounts.models import Person
    from tenants.context import inside
    from tenants.quiet import may_send_code

    before = content("pemda_7202")
    backup = back_up()
    add("Tamu")
    done(request_beside(backup=backup, code="72.02-u3", requested_by="uji"))
    copy = directory.get_pemda("72.02-u3")
    assert copy.is_sandbox
    assert people("72.02-u3") == ["Budi", "Rina", "Sari"]
    assert "Tamu" in people()
    with inside(copy):
        for person in Person.objects.all():
            assert not may_send_code(copy, address=person.email)
        # Sealed values came along with their keys.
        assert Person.objects.get(name="Sari").phone == "+6281234567890"
    assert (settings.MEDIA_ROOT / "pemda_7202_u3" / "ab" / "foto.webp").exists()
    assert {table: text for table, text in content("pemda_7202").items() if not table.startswith("account")} == {
        table: text for table, text in before.items() if not table.startswith("account")
    }
    done(request_drop_sandbox(code="72.02-u3", requested_by="uji"))
    assert "pemda_7202_u3" not in schemas()


def test_a_copy_beside_has_nobody_who_was_erased_since_and_opens_only_then(kept):
    from provisioning.keeping.services import request_beside
    from provisioning.keeping.steps_beside import erase_since
    from provisioning.work import Work
    from tenants import directory
    from tenants.accounts.models import Person
    from tenants.context import inside

    add("Tono")
    backup = back_up()
    erase("Tono")
    run = done(request_beside(backup=backup, code="72.02-u3", requested_by="uji"))
    assert str(run.steps.get(name="erase").detail_in_words) == "1 penghapusan diulang"
    names = list(run.steps.values_list("name", flat=True))
    assert names.index("erase") < names.index("open")
    assert "Tono" not in people("72.02-u3")
    with inside(directory.get_pemda("72.02-u3")):
        assert not Person.objects.filter(name="Tono").exists()
    # A worker that takes over finds it done.
    assert str(erase_since(Work(run))) == "Tidak ada"


@pytest.mark.parametrize("code", ["72.02", "32.15-u1", "72.02-u", "33.01"])
def test_a_copy_needs_a_code_of_its_pemda(kept, code):
    from provisioning.keeping.errors import NotACopysCode
    from provisioning.keeping.services import request_beside

    backup, places = back_up(), schemas()
    with pytest.raises(NotACopysCode):
        request_beside(backup=backup, code=code, requested_by="uji")
    assert schemas() == places


# --- older code ---------------------------------------------------------------------------------------


def test_an_archive_of_a_release_that_nobody_here_knows_is_refused(kept):
    from django.db import connections

    from provisioning.keeping.services import request_restore

    backup = back_up()
    before = content("pemda_7202")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE provisioning_release SET fingerprint = repeat('0', 64), built_at = now() WHERE slug = 'laksa'"
        )
    run = drive(request_restore(backup=backup, requested_by="uji"))
    assert (run.state, run.error_code) == ("failed", "archive_release_unknown")
    assert content("pemda_7202") == before


# --- plain PostgreSQL ---------------------------------------------------------------------------------


def test_a_person_with_psql_alone_restores_it(kept, tmp_path):
    from provisioning.keeping.programs import _candidates
    from provisioning.keeping.services import write_plain

    backup = back_up()
    file = tmp_path / "poso.zip"
    write_plain(backup=backup, file=file)
    assert oct(file.stat().st_mode)[-3:] == "600"
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path / "isi")
        manifest = json.loads(archive.read("manifest.json"))
        assert {"BACA-SAYA.txt", "pulihkan.sql", "struktur.sql", "publik/pemda.json", "media/ab/foto.webp"} <= set(
            archive.namelist()
        )
    name = f"t_{uuid.uuid4().hex[:12]}"
    superuser(f'CREATE DATABASE "{name}"')
    try:
        psql = next(path.with_name("psql") for path in _candidates() if path.with_name("psql").exists())
        address = os.environ["SUPERUSER_DATABASE_URL"].replace("/postgres?", f"/{name}?")
        subprocess.run(
            [psql, "-q", "-d", address, "-f", "pulihkan.sql"],
            cwd=tmp_path / "isi",
            check=True,
            stdout=subprocess.DEVNULL,
        )
        connection = psycopg2.connect(address)
        with connection, connection.cursor() as cursor:
            for table, entry in manifest["tables"].items():
                cursor.execute(f'SELECT count(*) FROM pemda_7202."{table}"')
                assert cursor.fetchone() == (entry["rows"],), table
            cursor.execute("SELECT name FROM pemda_7202.accounts_person ORDER BY name")
            assert [row[0] for row in cursor.fetchall()] == ["Budi", "Rina", "Sari"]
        connection.close()
    finally:
        superuser(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def test_at_rest_nothing_of_it_can_be_read(kept, settings):
    backup = back_up()
    stored = (settings.ADOPSI_BACKUP_FOLDER / backup.path).read_bytes()
    assert b"Sari" not in stored
    assert b"PK\x03\x04" not in stored[:4096]
    assert oct((settings.ADOPSI_BACKUP_FOLDER / backup.path).stat().st_mode)[-3:] == "600"


# --- archives that lie --------------------------------------------------------------------------------


def cut(data):
    return data[: len(data) * 2 // 3]


def flipped(data):
    """One bit in the middle of the largest part, or of the file where it is sealed."""
    middle = len(data) // 2
    if data.startswith(b"PK"):
        largest = max(zipfile.ZipFile(io.BytesIO(data)).infolist(), key=lambda info: info.compress_size)
        middle = largest.header_offset + len(largest.filename) + largest.compress_size // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def emptied(_data):
    return b""


def another_file(_data):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("catatan.txt", "bukan arsip")
    return target.getvalue()


def rewritten(data, change):
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in change({name: source.read(name) for name in source.namelist()}).items():
            archive.writestr(name, text)
    return target.getvalue()


def with_other_rows(data):
    return rewritten(
        data,
        lambda parts: {
            **parts,
            "data/accounts_person.copy": parts["data/accounts_person.copy"].replace(b"Sari", b"Sara"),
        },
    )


def with_other_rows_and_their_hash(data):
    """Everything fits but the seal, which only this installation can make."""
    import hashlib

    def change(parts):
        rows = parts["data/accounts_person.copy"].replace(b"Sari", b"Sara")
        manifest = json.loads(parts["manifest.json"])
        digest = hashlib.sha256(rows).hexdigest()
        manifest["parts"]["data/accounts_person.copy"]["sha256"] = digest
        manifest["tables"]["accounts_person"]["sha256"] = digest
        return {**parts, "data/accounts_person.copy": rows, "manifest.json": json.dumps(manifest).encode()}

    return rewritten(data, change)


def with_a_stray(data):
    return rewritten(data, lambda parts: {**parts, "media/../../../luar.txt": b"x"})


def without_a_part(data):
    return rewritten(
        data, lambda parts: {name: text for name, text in parts.items() if name != "data/accounts_person.copy"}
    )


LIES = (
    cut,
    flipped,
    emptied,
    another_file,
    with_other_rows,
    with_other_rows_and_their_hash,
    with_a_stray,
    without_a_part,
)


def test_archives_that_lie_are_refused_before_anything_changes(kept, tmp_path, settings):
    from provisioning.keeping.services import take_in, write_plain
    from provisioning.models import Backup, Run
    from tenants.errors import DomainError

    backup = back_up()
    plain, sealed = tmp_path / "baik.zip", settings.ADOPSI_BACKUP_FOLDER / backup.path
    write_plain(backup=backup, file=plain)
    before = (
        content("pemda_7202"),
        schemas(),
        Run.objects.count(),
        Backup.objects.count(),
        sorted(os.listdir(sealed.parent)),
    )
    refused = {}
    for lie in LIES:
        bad = tmp_path / f"{lie.__name__}.zip"
        bad.write_bytes(lie(plain.read_bytes()))
        with pytest.raises(DomainError) as refusal:
            take_in(file=bad, requested_by="uji")
        refused[lie.__name__] = refusal.value.code
    for lie in (cut, flipped, emptied):
        bad = tmp_path / f"{lie.__name__}.adopsi"
        bad.write_bytes(lie(sealed.read_bytes()))
        with pytest.raises(DomainError) as refusal:
            take_in(file=bad, requested_by="uji")
        assert refusal.value.code == "archive_damaged"
    assert before == (
        content("pemda_7202"),
        schemas(),
        Run.objects.count(),
        Backup.objects.count(),
        sorted(os.listdir(sealed.parent)),
    )
    assert refused["with_other_rows_and_their_hash"] == "archive_foreign"
    assert refused["with_other_rows"] == "archive_tampered"
    assert take_in(file=plain, requested_by="uji").rows == backup.rows


def test_an_archive_of_another_installation_is_foreign(kept, tmp_path, settings):
    from provisioning.keeping.errors import ArchiveForeign
    from provisioning.keeping.services import take_in, write_plain

    backup, file = back_up(), tmp_path / "poso.zip"
    write_plain(backup=backup, file=file)
    mine = settings.ADOPSI_MASTER_SECRET
    settings.ADOPSI_MASTER_SECRET = "rahasia instalasi lain"
    for path in (file, settings.ADOPSI_BACKUP_FOLDER / backup.path):
        with pytest.raises(ArchiveForeign):
            take_in(file=path, requested_by="uji")
    settings.ADOPSI_FORMER_MASTER_SECRETS = [mine]
    assert take_in(file=file, requested_by="uji").rows == backup.rows


def test_a_stored_archive_that_was_changed_is_not_restored(kept, settings):
    from provisioning.keeping.services import request_restore
    from tenants.models import Pemda

    backup = back_up()
    stored = settings.ADOPSI_BACKUP_FOLDER / backup.path
    stored.write_bytes(flipped(stored.read_bytes()))
    before = content("pemda_7202")
    run = drive(request_restore(backup=backup, requested_by="uji"))
    assert (run.state, run.error_code) == ("failed", "archive_damaged")
    assert (content("pemda_7202"), Pemda.objects.get(pk=POSO).state) == (before, "active")


# --- the machine --------------------------------------------------------------------------------------


def test_a_pg_dump_that_is_too_old_is_named(monkeypatch, tmp_path):
    from provisioning.keeping import programs
    from provisioning.keeping.errors import DumpProgramMissing

    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 16.4 (Debian 16.4-1)'\n")
    old.chmod(0o755)
    monkeypatch.setattr(programs, "_candidates", lambda: iter([old]))
    with pytest.raises(DumpProgramMissing) as refusal:
        programs.pg_dump_for(180004)
    assert "postgresql-client-18" in str(refusal.value.message)
    assert "16.4" in str(refusal.value.message)
    assert programs.pg_dump_for(150003).version == "16.4"


def test_a_full_disk_leaves_no_half_archive(kept, monkeypatch, settings):
    from provisioning.keeping import writing
    from provisioning.keeping.services import request_backup
    from provisioning.models import Backup

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_write_file", full)
    run = drive(request_backup(pemda_code=POSO, requested_by="uji"))
    assert (run.state, run.error_code) == ("failed", "archive_no_room")
    assert "No space left" in run.error_in_words
    assert [path for path in settings.ADOPSI_BACKUP_FOLDER.rglob("*") if path.is_file()] == []
    assert not Backup.objects.exists()


# --- a Pemda out of reach -----------------------------------------------------------------------------


def test_a_pemda_whose_login_is_gone_says_so_and_others_go_on(fresh, client_of):
    from django.db import connections

    from tenants.backend.base import POOL
    from tenants.directory import get_pemda

    gone, other = get_pemda(CODES["karawang"]), get_pemda(POSO)
    # Logins belong to the whole cluster, in which other tests live: this one is locked out, not dropped.
    superuser("ALTER ROLE pemda_3215 NOLOGIN")
    try:
        connections["default"].close()
        POOL.clear()
        response = client_of(gone, raise_request_exception=False).get("/")
        assert (response.status_code, response["Retry-After"]) == (503, "60")
        assert client_of(other, raise_request_exception=False).get("/").status_code == 200
    finally:
        superuser("ALTER ROLE pemda_3215 LOGIN")
    assert client_of(gone, raise_request_exception=False).get("/").status_code == 200


def test_a_request_that_was_let_in_a_moment_before_its_pemda_went_is_answered_404(fresh, client_of, monkeypatch):
    from django.db import connections

    from tenants import directory
    from tenants.models import Pemda

    facts = directory.get_pemda(CODES["karawang"])
    monkeypatch.setattr(directory, "pemda_at", lambda host: facts)
    client = client_of(facts, raise_request_exception=False)
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP SCHEMA pemda_3215 CASCADE")
    assert client.get("/").status_code == 503
    Pemda.objects.using("owner").filter(pk=facts.code).delete()
    assert client.get("/").status_code == 404


# --- what a restore replaces --------------------------------------------------------------------------


def test_a_restore_in_place_first_backs_up_what_it_replaces(kept, settings):
    """Whatever was written until the Pemda closed is in that archive, and it can be gone back to in turn."""
    from provisioning.keeping.services import request_restore
    from provisioning.models import Backup

    chosen = back_up()
    add("Tamu")
    (settings.MEDIA_ROOT / "pemda_7202" / "baru.webp").write_bytes(b"baru")
    run = done(request_restore(backup=chosen, requested_by="uji"))
    before = Backup.objects.get(run=run)
    assert (before.kind, before.pemda_code, before.checked_at is not None) == ("before", POSO, True)
    assert "Tamu" not in people()
    done(request_restore(backup=before, requested_by="uji"))
    assert "Tamu" in people()
    assert (settings.MEDIA_ROOT / "pemda_7202" / "baru.webp").read_bytes() == b"baru"


def test_a_restore_whose_backup_before_fails_changes_nothing(kept, monkeypatch, settings):
    """The disk is full in the moment of the backup; once there is room again, the same run goes to its end."""
    from provisioning.keeping import writing
    from provisioning.keeping.services import request_restore
    from provisioning.models import Backup
    from provisioning.services import retry_run
    from tenants.models import Pemda

    chosen = back_up()
    add("Tamu")
    before, places = content("pemda_7202"), schemas()
    files = sorted(settings.ADOPSI_BACKUP_FOLDER.rglob("*"))

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(writing, "_write_file", full)
        run = drive(request_restore(backup=chosen, requested_by="uji"))
    assert (run.state, run.error_code) == ("failed", "archive_no_room")
    assert (content("pemda_7202"), schemas()) == (before, places)
    assert Pemda.objects.get(pk=POSO).state == "active"
    assert "Tamu" in people()
    assert (list(Backup.objects.all()), sorted(settings.ADOPSI_BACKUP_FOLDER.rglob("*"))) == ([chosen], files)
    # Written between the failure and the second try: it is in the backup, too.
    add("Terlambat")
    run = done(retry_run(run=run, requested_by="uji"))
    assert "Tamu" not in people()
    done(request_restore(backup=Backup.objects.get(run=run), requested_by="uji"))
    assert {"Tamu", "Terlambat"} <= set(people())


def test_a_backup_before_that_cannot_be_read_back_stops_the_restore(kept, monkeypatch):
    from provisioning.keeping import steps_backup
    from provisioning.keeping.errors import ArchiveDamaged
    from provisioning.keeping.services import request_restore
    from provisioning.models import Backup
    from tenants.models import Pemda

    chosen = back_up()
    add("Tamu")
    before, opened = content("pemda_7202"), steps_backup.store.opened

    def torn(path):
        if path != chosen.path:
            raise ArchiveDamaged
        return opened(path)

    monkeypatch.setattr(steps_backup.store, "opened", torn)
    run = drive(request_restore(backup=chosen, requested_by="uji"))
    assert (run.state, run.error_code) == ("failed", "archive_damaged")
    assert content("pemda_7202") == before
    assert Pemda.objects.get(pk=POSO).state == "active"
    assert list(Backup.objects.all()) == [chosen]
