"""What an archive says to a person who has it and PostgreSQL, but not Adopsi."""

from __future__ import annotations

from typing import Any

README = """ARSIP PEMDA {name} ({code})
Dibuat {made_at} oleh Adopsi; PostgreSQL {server}.

Isi
  struktur.sql        semua tabel, indeks, dan batasan (pg_dump, SQL biasa)
  data/*.copy         isi setiap tabel, format COPY teks PostgreSQL (UTF-8)
  publik/*.json       baris Pemda ini di tabel bersama: pemda, domain, aktivasi, perjanjian
  media/              berkas warga dan petugas, seperti di folder media
  manifest.json       daftar semua bagian: ukuran, SHA-256, jumlah baris, rilis, versi server
  manifest.segel      segel instalasi yang membuatnya
  pulihkan.sql        memulihkan dengan psql saja

Memulihkan tanpa Adopsi
  1. Ekstrak ZIP ini, lalu masuk ke foldernya.
  2. Siapkan basis data kosong di PostgreSQL {major} atau lebih baru, sebagai superuser:
         createdb arsip
         psql -d arsip -f pulihkan.sql
  3. Datanya ada di skema {schema}.

Memeriksa keutuhan
  Bandingkan SHA-256 setiap berkas dengan manifest.json, misalnya: sha256sum data/accounts_person.copy

Kolom yang terenkripsi (misalnya NIK) tetap terenkripsi; hanya instalasi asal yang dapat membukanya.

In English: unzip, create an empty database (PostgreSQL {major} or newer), run pulihkan.sql with psql as a superuser
inside this folder; the data is in schema {schema}. manifest.json lists every part with its SHA-256 and row counts.
"""


def readme(facts: dict[str, Any]) -> str:
    """The archive's own instructions."""
    number = facts["server"]["number"]
    return README.format(
        name=facts["pemda"]["name"],
        code=facts["pemda"]["code"],
        schema=facts["pemda"]["schema"],
        made_at=facts["made_at"],
        server=f"{number // 10_000}.{number % 10_000}",
        major=number // 10_000,
    )


def restore_script(facts: dict[str, Any]) -> str:
    """For psql: the structure, then every table's rows, then the sequences; all or nothing.

    Triggers rest meanwhile (`session_replication_role`), so that nothing is written into the audit trail.
    """
    place = _quoted(facts["pemda"]["schema"])
    lines = ["\\set ON_ERROR_STOP on", "SET client_encoding = 'UTF8';", "CREATE SCHEMA IF NOT EXISTS extensions;"]
    lines += [f"CREATE EXTENSION IF NOT EXISTS {_quoted(name)} SCHEMA extensions;" for name in facts["extensions"]]
    lines += ["BEGIN;", "\\i struktur.sql", "SET LOCAL session_replication_role = replica;"]
    for name, table in sorted(facts["tables"].items()):
        columns = ", ".join(map(_quoted, table["columns"]))
        lines.append(f"\\copy {place}.{_quoted(name)} ({columns}) FROM '{table['file']}'")
    for column, (value, is_used) in sorted(facts["sequences"].items()):
        table, _dot, name = column.partition(".")
        sequence = f"pg_get_serial_sequence('{place}.{_quoted(table)}', '{name}')"
        lines.append(f"SELECT setval({sequence}, {value}, {str(is_used).lower()});")
    return "\n".join([*lines, "COMMIT;", ""])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
