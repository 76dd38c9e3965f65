"""Model fields whose column holds sealed text only.

Reading an attribute opens it; saving the instance seals it, bound to the table, the column and the value of another
field of the row that is known before the row is inserted and never changes (`row_key`). `filter(phone=…)` compares
blind indexes. Everything that would need the plain text in SQL is refused.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.expressions import Col
from django.db.models.lookups import Exact, In, IsNull
from django.db.models.query_utils import DeferredAttribute

from tenants.vault import cipher, sealing
from tenants.vault.errors import NeedsItsRow


class Sealed:
    """A value as it stands in its column; what prints it shows a mask."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return "••••"

    __repr__ = __str__


class SealedAttribute(DeferredAttribute):
    """Opens the value when it is first read; the instance then keeps the plain one."""

    field: SealedCharField

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        """The plain value; raises `SealBroken` where it was changed or moved here."""
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        # Deferred columns are loaded into the instance by the line above.
        value = instance.__dict__.get(self.field.attname, value)
        if isinstance(value, Sealed):
            plain = self.field.open(value.text, instance)
            self.field.keep(instance, plain, value)
            return plain
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        """Keep the value; a data descriptor, so that reading comes through `__get__`."""
        instance.__dict__[self.field.attname] = value


class SealedCharField(models.CharField):
    """Text of at most `max_length` characters, sealed in its column.

    With `is_found` equal values can be looked up and made unique: `UniqueConstraint(Left("phone", HEAD_LENGTH), …)`.
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, row_key: str, is_found: bool = False, **options: Any) -> None:
        self.row_key, self.is_found = row_key, is_found
        if options.get("unique") or options.get("primary_key"):
            raise FieldError("a sealed column is never unique by itself: see SealedCharField")
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """With our own two options."""
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"row_key": self.row_key, "is_found": self.is_found}

    def get_internal_type(self) -> str:
        """The column is text: sealing adds about 70 characters."""
        return "TextField"

    @property
    def purpose(self) -> str:
        """What every value of the field is bound to."""
        return f"{self.model._meta.db_table}.{self.column}"

    # --- from and to the row --------------------------------------------------------------------------

    def key_of(self, instance: models.Model) -> str:
        """The row's own key, the same before and after it is saved."""
        return plain_key(getattr(instance, self.row_key))

    def open(self, text: str, instance: models.Model) -> str:
        """The plain value."""
        return sealing.open_sealed(text, purpose=self.purpose, key=self.key_of(instance))

    def seal(self, value: str, instance: models.Model) -> Sealed:
        """The value for the column."""
        key = self.key_of(instance)
        return Sealed(sealing.seal(value, purpose=self.purpose, key=key, is_found=value if self.is_found else ""))

    def keep(self, instance: models.Model, plain: str, sealed: Sealed) -> None:
        """Remember both, so that a value which did not change is not sealed anew at every save."""
        instance.__dict__[self.attname] = plain
        instance.__dict__[f"_sealed_{self.attname}"] = (plain, sealed)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed | None:
        """What stood in the column: without its row it stays sealed."""
        return Sealed(value) if value else None

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal on the way out; what was not read since it was loaded goes back as it came."""
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        if value == "":
            return None if self.null else value
        plain, sealed = model_instance.__dict__.get(f"_sealed_{self.attname}", (None, None))
        if plain != value:
            sealed = self.seal(str(value), model_instance)
            self.keep(model_instance, str(value), sealed)
        return sealed

    def get_prep_value(self, value: Any) -> Any:
        """Only what was sealed may pass: an UPDATE without its rows cannot be sealed."""
        if isinstance(value, Sealed):
            return value.text
        if value is None or value == "" or hasattr(value, "resolve_expression"):
            return value
        raise NeedsItsRow(f"{self} can only be written by saving its row")

    def to_python(self, value: Any) -> Any:
        """As it is: `clean()` of a form works on plain text."""
        return value if isinstance(value, Sealed) else super().to_python(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Serialisers get the mask."""
        return str(Sealed("")) if getattr(obj, self.attname) else ""

    def get_lookup(self, lookup_name: str) -> Any:
        """Equality by the blind index, and emptiness; nothing else can be asked."""
        found = LOOKUPS.get(lookup_name)
        if found is None or (found is not IsNull and not self.is_found):
            raise FieldError(f"{self} is sealed: it cannot be looked up by {lookup_name}")
        return found

    def get_transform(self, lookup_name: str) -> Any:
        """None: SQL never sees the plain text."""
        return


def plain_key(value: Any) -> str:
    """A row's key as text: UUIDs without hyphens, whichever way they are held."""
    return value.hex if isinstance(value, uuid.UUID) else str(value).replace("-", "")


def _field_of(lhs: Any) -> SealedCharField:
    if not isinstance(lhs, Col) or not isinstance(lhs.target, SealedCharField):
        raise FieldError("a sealed field is only looked up by itself")
    return lhs.target


def _head(compiler: Any, connection: Any, lhs: Any) -> tuple[str, list[Any]]:
    # The right side is worked out for the field's own purpose; a join gives another alias of the same column.
    text, params = compiler.compile(lhs)
    return f"LEFT({text}, {cipher.HEAD_LENGTH})", list(params)


class SealedExact(Exact):
    """`phone = "…"` by blind index."""

    def get_prep_lookup(self) -> Any:
        """The index of the plain value."""
        if self.rhs is None:
            return None
        if hasattr(self.rhs, "resolve_expression"):
            raise FieldError("a sealed field is only compared with a value")
        return sealing.blind_index_of(str(self.rhs), purpose=_field_of(self.lhs).purpose)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The indexes are equal."""
        text, params = _head(compiler, connection, self.lhs)
        return f"{text} = %s", [*params, self.rhs]


class SealedIn(In):
    """`phone IN (…)` by blind index."""

    def get_prep_lookup(self) -> Any:
        """The indexes of the plain values."""
        if hasattr(self.rhs, "resolve_expression"):
            raise FieldError("a sealed field is only compared with values")
        purpose = _field_of(self.lhs).purpose
        return [sealing.blind_index_of(str(value), purpose=purpose) for value in self.rhs if value]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The index is one of them."""
        text, params = _head(compiler, connection, self.lhs)
        return f"{text} = ANY(%s)", [*params, list(self.rhs)]


LOOKUPS: dict[str, Any] = {"exact": SealedExact, "in": SealedIn, "isnull": IsNull}
