"""What stands in for a personal field in a sandbox: an SQL expression over the source row `s`, numbered `s.adopsi_n`.

Everything is computed from the number and the sandbox's seed, so no value depends on the original but its being
empty. Numbers, choices and truth values are dealt out anew among the rows of the table; moments move by the same
span within a row; places move by at most half a kilometre.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import models
from psycopg2 import sql

from tenants.quiet import INVENTED_DOMAIN

NUMBERED = {"kk", "nip", "npwp", "nop", "bpjs", "rekening", "paspor", "passport", "nopol", "plate", "nomor", "number"}
# The words of a field's name that say what it holds, where its type does not.
WORDS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"email", "surel"}), "email"),
    (frozenset({"phone", "telepon", "ponsel", "hp", "whatsapp"}), "phone"),
    (frozenset({"name", "nama"}), "name"),
    (frozenset({"address", "alamat", "street", "jalan"}), "street"),
    (frozenset({"nik"}), "nik"),
    (frozenset(NUMBERED), "digits"),
)
POINTS = {"latitude", "longitude", "lat", "lng", "lon", "lintang", "bujur"}
LONG_TEXT = 300


@dataclass(frozen=True, slots=True)
class Pools:
    """How many values each pool in the table `adopsi_pool` has, and the sandbox's seed and region."""

    sizes: Mapping[str, int]
    seed: str
    region_code: str

    def spread(self, table: str, column: str) -> sql.Composable:
        """A number of the row that is different for every column."""
        offset = zlib.crc32(f"{self.seed}/{table}.{column}".encode()) % 1_000_003
        return sql.SQL("(s.adopsi_n * 7919 + {})").format(sql.Literal(offset))


@dataclass(frozen=True, slots=True)
class Replacement:
    """The expression, and whether it must never equal the original (dealt out values may)."""

    expression: sql.Composable
    is_always_new: bool


def replacement_of(field: models.Field, table: str, pools: Pools) -> Replacement | None:
    """What stands in for the field; None for relations, whose targets are replaced themselves."""
    if field.is_relation or field.primary_key:
        return None
    column = sql.Identifier("s", field.column)
    kind = _kind(field)
    if kind == "dealt":
        return Replacement(_dealt(column, pools.spread(table, field.column)), is_always_new=False)
    made = MAKERS[kind](field, table, pools) if kind in MAKERS else _from_pool(kind, field, table, pools)
    # Empty stays empty: forms and constraints tell the two apart.
    if isinstance(field, (models.CharField, models.TextField)):
        made = sql.SQL("CASE WHEN {column} = '' THEN '' ELSE {made} END").format(column=column, made=made)
    return Replacement(
        sql.SQL("CASE WHEN {column} IS NULL THEN NULL ELSE {made} END").format(column=column, made=made),
        is_always_new=isinstance(field, (models.CharField, models.TextField, models.UUIDField)),
    )


def _kind(field: models.Field) -> str:
    words = set(field.name.lower().split("_"))
    if field.choices or isinstance(field, (models.BooleanField, models.TimeField, models.DurationField)):
        return "dealt"
    for types, kind in BY_TYPE:
        if isinstance(field, types):
            return kind
    if isinstance(field, (models.IntegerField, models.FloatField, models.DecimalField)):
        return "point" if words & POINTS else "dealt"
    for known, kind in WORDS:
        if words & known:
            return kind
    return "paragraph" if (field.max_length or LONG_TEXT) >= LONG_TEXT else "sentence"


BY_TYPE: tuple[tuple[type[models.Field] | tuple[type[models.Field], ...], str], ...] = (
    (models.EmailField, "email"),
    (models.URLField, "url"),
    (models.SlugField, "slug"),
    (models.UUIDField, "uuid"),
    (models.JSONField, "json"),
    (models.GenericIPAddressField, "address"),
    (models.FileField, "nothing"),
    (models.BinaryField, "bytes"),
    (models.DateTimeField, "moment"),
    (models.DateField, "day"),
)


def _from_pool(kind: str, field: models.Field, table: str, pools: Pools) -> sql.Composable:
    """A value of the pool; the next one where this one happens to be the original."""
    spread = pools.spread(table, field.column)
    # A unique column needs its number at the end.
    tail = sql.SQL(" || ' ' || s.adopsi_n") if field.unique else sql.SQL("")
    room = (field.max_length or 10_000) - (12 if field.unique else 0)

    def pick(step: int) -> sql.Composable:
        return sql.SQL(
            "left((SELECT p.value FROM adopsi_pool p WHERE p.kind = {kind} AND p.i = ({spread} + {step}) % {size}),"
            " {room}){tail}"
        ).format(
            kind=sql.Literal(kind),
            spread=spread,
            step=sql.Literal(step),
            size=sql.Literal(pools.sizes[kind]),
            room=sql.Literal(room),
            tail=tail,
        )

    column = sql.Identifier("s", field.column)
    return sql.SQL("coalesce(nullif({first}, {column}), {second})").format(first=pick(0), column=column, second=pick(1))


def _dealt(column: sql.Composable, spread: sql.Composable) -> sql.Composable:
    window = sql.SQL("OVER (PARTITION BY ({column} IS NULL) ORDER BY md5(({spread})::text))").format(
        column=column, spread=spread
    )
    return sql.SQL("coalesce(lead({column}) {window}, first_value({column}) {window})").format(
        column=column, window=window
    )


def _plain(text: str) -> Callable[[models.Field, str, Pools], sql.Composable]:
    def make(field: models.Field, table: str, pools: Pools) -> sql.Composable:
        return sql.SQL(text).format(
            column=sql.Identifier("s", field.column),
            spread=pools.spread(table, field.column),
            salt=sql.Literal(f"{pools.seed}/{table}.{field.column}/"),
            domain=sql.Literal(f"@{INVENTED_DOMAIN}"),
            size=sql.Literal(min(field.max_length or 16, 16)),
            # A province has no district's digits.
            region=sql.Literal(pools.region_code.replace(".", "").ljust(6, "0")),
        )

    return make


MAKERS: Mapping[str, Callable[[models.Field, str, Pools], sql.Composable]] = {
    "email": _plain("'warga' || s.adopsi_n || {domain}"),
    # 0800 is no prefix of a mobile operator.
    "phone": _plain("'+62800' || lpad(s.adopsi_n::text, 7, '0')"),
    # Invented NIK have a serial number from 9000 (UU 23/2006 numbers begin at 0001).
    "nik": _plain(
        "{region} || lpad((41 + s.adopsi_n % 28)::text, 2, '0') || lpad((1 + s.adopsi_n / 28 % 12)::text, 2, '0')"
        " || lpad((60 + s.adopsi_n / 336 % 40)::text, 2, '0') || (9000 + s.adopsi_n / 13440 % 1000)::text"
    ),
    "digits": _plain("'9' || lpad((s.adopsi_n % 1000000000)::text, {size} - 1, '0')"),
    "url": _plain("'https://uji.example/' || s.adopsi_n"),
    "slug": _plain("'uji-' || s.adopsi_n"),
    "uuid": _plain("md5({salt} || s.adopsi_n)::uuid"),
    "json": _plain(
        "(CASE jsonb_typeof({column}) WHEN 'array' THEN '[]' WHEN 'string' THEN '\"\"' ELSE '{{}}' END)::jsonb"
    ),
    "address": _plain("('192.0.2.' || (s.adopsi_n % 254 + 1))::inet"),
    "nothing": _plain("''"),
    "bytes": _plain("''::bytea"),
    # The same span for every moment of a row keeps their order.
    "moment": _plain("{column} + ((s.adopsi_n * 37 % 179) - 90) * interval '1 minute' + interval '13 seconds'"),
    "day": _plain("{column} + ((s.adopsi_n * 37 % 60) + 1)::int * (CASE WHEN s.adopsi_n % 2 = 0 THEN 1 ELSE -1 END)"),
    "point": _plain(
        "{column} + (CASE WHEN {spread} % 2 = 0 THEN 1 ELSE -1 END) * (0.001 + ({spread} / 2 % 3000) / 1000000.0)"
    ),
}
