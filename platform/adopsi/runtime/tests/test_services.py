"""The services that tests and the embedded run stand on."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege

from adopsi.runtime.database import Login, prepare_cluster
from adopsi.runtime.mailbox import list_mails, read_mail
from adopsi.runtime.services import embedded_services


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with embedded_services(tmp_path_factory.mktemp("services")) as environment:
        yield environment


def answer(url: str, statement: str) -> object:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(statement)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def test_database_stands_as_designed(services: dict[str, str]) -> None:
    web = services["DATABASE_URL"]
    assert answer(web, "SELECT current_user") == "adopsi_web"
    assert str(answer(web, "SHOW server_version_num")).startswith("18")
    assert answer(web, "SHOW timezone") == "UTC"
    assert answer(web, "SHOW max_locks_per_transaction") == "1024"
    assert answer(web, "SHOW scram_iterations") == "1"
    assert answer(web, "SHOW listen_addresses") == ""
    assert answer(web, "SELECT extensions.similarity('adopsi', 'adopsi')") == 1.0
    locale = "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'adopsi'"
    assert answer(services["OWNER_DATABASE_URL"], locale) == "bC.UTF-8"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine (id int)",
        "CREATE TEMP TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "SELECT set_config('search_path', 'pemda_7202', false)",
        "SELECT pg_advisory_lock(1)",
        "SELECT lo_creat(-1)",
        "SELECT query_to_xml('SELECT 1', true, true, '')",
        "SELECT schema_to_xml('public', true, true, '')",
        "SELECT nspname FROM pg_namespace",
        "SELECT relname FROM pg_class",
        "SELECT rolname FROM pg_roles",
        "SELECT query FROM pg_stat_activity",
    ],
)
def test_web_login_has_nothing_it_was_not_given(services: dict[str, str], statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        answer(services["DATABASE_URL"], statement)


def test_owner_can_make_a_pemda_login_and_schema_but_no_superuser(services: dict[str, str]) -> None:
    owner = services["OWNER_DATABASE_URL"]
    answer(owner, "CREATE ROLE pemda_9999 LOGIN PASSWORD 'x'; CREATE SCHEMA pemda_9999")
    answer(owner, "GRANT CONNECT ON DATABASE adopsi TO pemda_9999; GRANT USAGE ON SCHEMA pemda_9999 TO pemda_9999")
    answer(owner, "REVOKE CONNECT ON DATABASE adopsi FROM pemda_9999; DROP SCHEMA pemda_9999; DROP ROLE pemda_9999")
    with pytest.raises(InsufficientPrivilege):
        answer(owner, "CREATE ROLE other SUPERUSER")


def test_wrong_password_and_other_databases_are_refused(services: dict[str, str]) -> None:
    web = services["DATABASE_URL"]
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(web, password="wrong")
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        psycopg2.connect(web, dbname="postgres")


def test_preparing_again_renews_the_password_and_prepares_a_second_database(services: dict[str, str]) -> None:
    url = services["SUPERUSER_DATABASE_URL"]
    for password in ("first", "second"):
        prepare_cluster(
            superuser_url=url,
            database="another",
            owner=Login("another_owner", "x"),
            web=Login("another_web", password),
        )
    address = {"dbname": "another", "user": "another_web", "password": "second"}
    psycopg2.connect(services["DATABASE_URL"], **address).close()
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(services["DATABASE_URL"], dbname="another")


def test_environment_keeps_secrets_in_a_private_file(services: dict[str, str]) -> None:
    home = Path(services["ADOPSI_HOME"])
    assert (home / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert services["ADOPSI_SECRET_KEY"] in (home / "secrets.json").read_text()
    assert (home / "postgres").stat().st_mode & 0o777 == 0o700


def send(services: dict[str, str], message: EmailMessage, *, to: list[str] | None = None) -> None:
    with smtplib.SMTP(services["SMTP_HOST"], int(services["SMTP_PORT"])) as server:
        server.send_message(message, to_addrs=to)


def test_mailbox_reads_what_was_sent_newest_first(services: dict[str, str]) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "Kota Tangerang <layanan@tangerang.localhost>", "Sari <sari@contoh.id>"
    message["Subject"] = "Laporan diterima – terima kasih"
    message.set_content("Ikuti laporan Anda: http://tangerang.localhost:8000/laksa/7.\n")
    message.add_alternative(
        '<p>Ikuti <a href="http://tangerang.localhost:8000/laksa/7?a=1&amp;b=2">laporan</a></p>', "html"
    )
    send(services, message, to=["sari@contoh.id", "arsip@contoh.id"])
    later = EmailMessage()
    later["From"], later["To"], later["Subject"] = "a@contoh.id", "Budi@contoh.id", "Kedua"
    later.set_content("Tanpa tautan")
    send(services, later)

    folder = Path(services["ADOPSI_MAIL_CATCHER"])
    newest, oldest = list_mails(folder)
    assert (newest.subject, newest.recipients, newest.links, newest.html) == ("Kedua", ("Budi@contoh.id",), (), "")
    assert oldest.sender == "Kota Tangerang <layanan@tangerang.localhost>"
    assert oldest.recipients == ("sari@contoh.id", "arsip@contoh.id")
    assert oldest.subject == "Laporan diterima – terima kasih"
    assert oldest.text.startswith("Ikuti laporan Anda")
    assert oldest.links == (
        "http://tangerang.localhost:8000/laksa/7",
        "http://tangerang.localhost:8000/laksa/7?a=1&b=2",
    )
    assert oldest.date < newest.date
    assert [mail.subject for mail in list_mails(folder, recipient="budi@contoh.id")] == ["Kedua"]
    assert read_mail(folder, newest.key) == newest
    assert read_mail(folder, "../secrets") is None
