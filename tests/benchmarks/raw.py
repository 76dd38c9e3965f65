"""The limit: the very same SQL as one message in one transaction, on a plain connection."""

from __future__ import annotations

import os
from typing import Any

import psycopg2


def connect(variable: str = "OWNER_DATABASE_URL") -> Any:
    """A plain connection in which each message is a transaction of its own."""
    connection = psycopg2.connect(os.environ[variable])
    connection.autocommit = True
    return connection


def replay(connection: Any, schema: str, *parts: str) -> None:
    """Send the parts as one message in one transaction that sees only this schema."""
    text = ";\n".join(part.strip().rstrip(";") for part in parts if part.strip())
    with connection.cursor() as cursor:
        cursor.execute(f"BEGIN; SET LOCAL search_path TO {schema}, extensions;\n{text};\nCOMMIT")


def create(connection: Any, schema: str, *parts: str) -> None:
    """The same with the schema made first."""
    replay(connection, schema, f"CREATE SCHEMA {schema}", *parts)


def drop(connection: Any, schema: str) -> None:
    """Remove a schema of a baseline."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
