"""PgBouncer in transaction mode between the web and PostgreSQL: the configuration, and what the server must offer it.

`python -m adopsi.runtime.pooler` prepares the server and writes `pgbouncer.ini` and `userlist.txt`. Identity stays
right because every login has a pool of its own; a Pemda that is created later needs no reload, since PgBouncer asks
the server for the verifier of a login that it does not know.
"""

from __future__ import annotations

import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2 import sql

from adopsi.settings import env
from adopsi.settings.env import DatabaseAddress

LOGIN = "adopsi_pooler"
# Who may be looked up: Pemda and the web's own login, no owner and no superuser.
LOOK_UP = """
CREATE SCHEMA IF NOT EXISTS adopsi_pooler;
CREATE OR REPLACE FUNCTION adopsi_pooler.login(wanted text) RETURNS TABLE (name text, verifier text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT rolname::text, rolpassword FROM pg_authid
   WHERE rolname = wanted AND rolcanlogin AND NOT rolsuper AND (rolname ~ '^pemda_[0-9]+(_u[0-9])?$' OR rolname = {web})
$$;
REVOKE ALL ON SCHEMA adopsi_pooler FROM PUBLIC;
REVOKE ALL ON FUNCTION adopsi_pooler.login(text) FROM PUBLIC;
GRANT USAGE ON SCHEMA adopsi_pooler TO {login};
GRANT EXECUTE ON FUNCTION adopsi_pooler.login(text) TO {login};
"""
CONFIGURATION = """
[databases]
{database} = host={host} port={port} dbname={database}

[pgbouncer]
listen_addr = {listen_addr}
listen_port = {listen_port}
unix_socket_dir = {socket_folder}
pool_mode = transaction
auth_type = scram-sha-256
auth_file = {userlist}
auth_user = {login}
auth_query = SELECT name, verifier FROM adopsi_pooler.login($1)
; a pool per login: as many connections as one Pemda may use at once
default_pool_size = {per_login}
max_db_connections = {most}
max_client_conn = 4000
; nothing of one client's transaction is left for the next
server_reset_query = DISCARD ALL
server_reset_query_always = 1
server_idle_timeout = 600
server_check_delay = 10
ignore_startup_parameters = extra_float_digits
"""


@dataclass(frozen=True, slots=True)
class Pooler:
    """Where PgBouncer listens and what it may use; `folder` holds its files."""

    folder: Path
    listen_addr: str = "127.0.0.1"
    listen_port: int = 6432
    per_login: int = 4
    most: int = 250

    def write(self, server: DatabaseAddress, *, password: str) -> Path:
        """Write both files, readable to their owner alone; returns the configuration's path."""
        userlist, file = self.folder / "userlist.txt", self.folder / "pgbouncer.ini"
        text = CONFIGURATION.format(
            database=server.name,
            host=server.host or "127.0.0.1",
            port=server.port or "5432",
            listen_addr=self.listen_addr,
            listen_port=self.listen_port,
            socket_folder=self.folder,
            userlist=userlist,
            login=LOGIN,
            per_login=self.per_login,
            most=self.most,
        )
        for path, body in ((userlist, f'"{LOGIN}" "{password}"\n'), (file, text)):
            path.touch(mode=0o600)
            path.write_text(body, encoding="utf-8")
        return file


def prepare(*, superuser_url: str, database: str, web: str, password: str) -> None:
    """Make the pooler's login and its look-up; and let the web's login find the shared tables without being told."""
    connection = psycopg2.connect(superuser_url, dbname=database)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [LOGIN])
            verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
            names = {"login": sql.Identifier(LOGIN), "database": sql.Identifier(database), "web": sql.Identifier(web)}
            cursor.execute(
                sql.SQL(
                    "{verb} ROLE {login} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {password};"
                    " GRANT CONNECT ON DATABASE {database} TO {login};"
                    " ALTER ROLE {web} IN DATABASE {database} SET search_path = public, extensions"
                ).format(verb=verb, password=sql.Literal(password), **names)
            )
            cursor.execute(sql.SQL(LOOK_UP).format(web=sql.Literal(web), login=sql.Identifier(LOGIN)))
    finally:
        connection.close()


def main() -> None:
    """Prepare the server that SUPERUSER_DATABASE_URL names and write the files into the present folder."""
    server, web = env.database("OWNER_DATABASE_URL"), env.database("DATABASE_URL")
    password = secrets.token_urlsafe(32)
    prepare(superuser_url=env.text("SUPERUSER_DATABASE_URL"), database=server.name, web=web.user, password=password)
    file = Pooler(Path.cwd()).write(server, password=password)
    sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main()
