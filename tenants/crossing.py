"""What was read or asked for in one Pemda does not work in another.

An instance remembers the place it was loaded in, in the alias that Django keeps with it; the router compares.
A query remembers the place it was made in; the compiler compares. Both would otherwise take their effect silently
on whatever Pemda is active later: a saved instance overwrites the row that happens to have its key there.
"""

from __future__ import annotations

from typing import Any

from django.db.models import sql

from tenants.context import current_place
from tenants.errors import CrossedPemda

DEFAULT = "default"


class AliasOfPlace(str):
    """The alias `default`, with the schema that was active."""

    __slots__ = ("schema_name",)
    schema_name: str

    def __new__(cls, alias: str, schema_name: str) -> AliasOfPlace:
        """The alias `alias` in the schema."""
        made = super().__new__(cls, alias)
        made.schema_name = schema_name
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return AliasOfPlace, (str(self), self.schema_name)


# As many as Pemda were active in this process; an alias says nothing that its key does not say.
_aliases: dict[str, AliasOfPlace] = {}


def alias_here() -> str:
    """The alias `default` as it is in the active place."""
    place = current_place()
    if place is None:
        return DEFAULT
    found = _aliases.get(place.schema_name)
    if found is None:
        found = _aliases[place.schema_name] = AliasOfPlace(DEFAULT, place.schema_name)
    return found


def refuse_foreign(instance: Any) -> None:
    """Raise `CrossedPemda` where the instance was loaded in another place than the active one."""
    schema_name = schema_of_instance(instance)
    place = current_place()
    if schema_name is not None and (place is None or place.schema_name != schema_name):
        raise CrossedPemda(type(instance).__name__, schema_name, place.schema_name if place else "-")


def schema_of_instance(instance: Any) -> str | None:
    """Where the instance was loaded; None for a new one, and for rows of shared tables."""
    return getattr(instance._state.db, "schema_name", None)


def remember_places() -> None:
    """Make every query remember where it was made; called once, when the apps are ready.

    Django builds `Query` in one place of `QuerySet` and offers no other hook for it.
    """
    made = sql.Query.__init__
    if hasattr(made, "is_remembering"):
        return

    def init(self: sql.Query, *args: Any, **options: Any) -> None:
        made(self, *args, **options)
        place = current_place()
        self.made_in = place.schema_name if place else None

    init.is_remembering = True  # type: ignore[attr-defined]
    sql.Query.__init__ = init  # type: ignore[method-assign]


def refuse_foreign_query(query: sql.Query, active: str | None) -> None:
    """Raise `CrossedPemda` where the query was made in another place; one made outside of any belongs to all."""
    made_in = getattr(query, "made_in", None)
    if made_in is not None and made_in != active:
        name = query.model.__name__ if query.model else "Query"
        raise CrossedPemda(name, made_in, active or "-")
