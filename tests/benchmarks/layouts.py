"""Five tables each, as city applications have them: what the synthetic modules consist of.

A field says in which of the five migrations it appears; 1 is the creation, 2 the first growth, 5 the next release.
"""

from __future__ import annotations

from dataclasses import dataclass, field

PERSON = "models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name='+')"
MAYBE_PERSON = (
    "models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name='+')"
)
NOW = "models.DateTimeField(default=timezone.now)"
FIRST, GROWTH, NEXT = 1, 2, 5


@dataclass(frozen=True, slots=True)
class Field:
    """A field's name, its code in a migration and in the model alike, and the migration it appears in."""

    name: str
    code: str
    since: int = FIRST


@dataclass(frozen=True, slots=True)
class Table:
    """A model: fields beside its id, an index that the second migration adds, a constraint of the fourth."""

    name: str
    fields: tuple[Field, ...]
    index: tuple[str, ...] = ()
    check: str = ""
    unique: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Five models in the order in which they point at each other; the first has a unique `code` for default data."""

    tables: tuple[Table, ...] = field(default=())


def _text(length: int) -> str:
    return f"models.CharField(max_length={length}, blank=True, default='')"


def _to(name: str, related: str = "+", *, on_delete: str = "CASCADE") -> str:
    return f"models.ForeignKey('{{slug}}.{name}', on_delete=models.{on_delete}, related_name='{related}')"


def _kinds(name: str) -> Table:
    return Table(
        name,
        (
            Field("code", "models.SlugField(max_length=30, unique=True)"),
            Field("name_id", "models.CharField(max_length=80)"),
            Field("name_en", "models.CharField(max_length=80)"),
            Field("position", "models.PositiveSmallIntegerField(default=100)"),
            Field("is_active", "models.BooleanField(default=True)", GROWTH),
        ),
        index=("position", "code"),
        check="position__gte=0",
    )


CASES = Layout(
    (
        _kinds("Kind"),
        Table(
            "Case",
            (
                Field("number", "models.CharField(max_length=24, unique=True)"),
                Field("kind", _to("Kind", "cases", on_delete="PROTECT")),
                Field("applicant", PERSON),
                Field("officer", MAYBE_PERSON),
                Field("state", "models.CharField(max_length=16, default='baru', db_index=True)"),
                Field("description", "models.TextField(max_length=4000)"),
                Field("created_at", NOW),
                Field("due_at", "models.DateTimeField(null=True, blank=True)", GROWTH),
                Field("priority", "models.PositiveSmallIntegerField(default=1)", GROWTH),
                Field("source", "models.CharField(max_length=20, blank=True, db_default='')", NEXT),
            ),
            index=("state", "created_at"),
            check="priority__lte=9",
        ),
        Table(
            "Document",
            (
                Field("case", _to("Case", "documents")),
                Field("title", "models.CharField(max_length=120)"),
                Field("key", "models.UUIDField(default=uuid.uuid4, unique=True)"),
                Field("facts", "models.JSONField(default=dict)", GROWTH),
            ),
            unique=("case", "title"),
        ),
        Table(
            "Note",
            (
                Field("case", _to("Case", "notes")),
                Field("author", PERSON),
                Field("text", "models.TextField(max_length=2000)"),
                Field("is_internal", "models.BooleanField(default=False)"),
                Field("created_at", NOW),
            ),
            index=("case", "created_at"),
        ),
        Table(
            "Step",
            (
                Field("case", _to("Case", "steps")),
                Field("position", "models.PositiveSmallIntegerField()"),
                Field("done_by", MAYBE_PERSON),
                Field("done_at", "models.DateTimeField(null=True, blank=True)", GROWTH),
            ),
            unique=("case", "position"),
        ),
    )
)

PLACES = Layout(
    (
        _kinds("Group"),
        Table(
            "Place",
            (
                Field("group", _to("Group", "places", on_delete="PROTECT")),
                Field("name", "models.CharField(max_length=120)"),
                Field("slug", "models.SlugField(max_length=120, unique=True)"),
                Field("latitude", "models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)"),
                Field("longitude", "models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)"),
                Field("capacity", "models.PositiveIntegerField(default=0)"),
                Field("keeper", MAYBE_PERSON),
                Field("address", _text(200), GROWTH),
                Field("phone", _text(30), GROWTH),
                Field("is_accessible", "models.BooleanField(null=True, blank=True)", NEXT),
            ),
            index=("group", "name"),
            check="capacity__lte=1000000",
        ),
        Table(
            "Opening",
            (
                Field("place", _to("Place", "openings")),
                Field("weekday", "models.PositiveSmallIntegerField()"),
                Field("opens", "models.TimeField()"),
                Field("closes", "models.TimeField()"),
            ),
            unique=("place", "weekday", "opens"),
        ),
        Table(
            "Booking",
            (
                Field("place", _to("Place", "bookings", on_delete="PROTECT")),
                Field("person", PERSON),
                Field("starts_at", "models.DateTimeField()"),
                Field("ends_at", "models.DateTimeField()"),
                Field("amount", "models.DecimalField(max_digits=14, decimal_places=2, default=0)"),
                Field("state", "models.CharField(max_length=16, default='menunggu')"),
                Field("paid_at", "models.DateTimeField(null=True, blank=True)", GROWTH),
            ),
            index=("place", "starts_at"),
            check="amount__gte=0",
        ),
        Table(
            "Review",
            (
                Field("booking", "models.OneToOneField('{slug}.Booking', on_delete=models.CASCADE)"),
                Field("author", PERSON),
                Field("stars", "models.PositiveSmallIntegerField(default=5)"),
                Field("text", "models.TextField(max_length=2000, blank=True)"),
                Field("created_at", NOW),
            ),
            check="stars__lte=5",
        ),
    )
)

REGISTER = Layout(
    (
        _kinds("Programme"),
        Table(
            "Household",
            (
                Field("number", "models.CharField(max_length=16, unique=True)"),
                Field("head", PERSON),
                Field("village", "models.CharField(max_length=13, db_index=True)"),
                Field("income", "models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)"),
                Field("members", "models.PositiveSmallIntegerField(default=1)", GROWTH),
                Field("checked_on", "models.DateField(null=True, blank=True)", NEXT),
            ),
            index=("village", "number"),
            check="members__gte=0",
        ),
        Table(
            "Enrolment",
            (
                Field("programme", _to("Programme", "enrolments", on_delete="PROTECT")),
                Field("household", _to("Household", "enrolments")),
                Field("since", "models.DateField()"),
                Field("until", "models.DateField(null=True, blank=True)"),
                Field("approved_by", MAYBE_PERSON),
                Field("remark", _text(300), GROWTH),
            ),
            unique=("programme", "household", "since"),
        ),
        Table(
            "Payout",
            (
                Field("enrolment", _to("Enrolment", "payouts", on_delete="PROTECT")),
                Field("amount", "models.DecimalField(max_digits=14, decimal_places=2)"),
                Field("key", "models.UUIDField(default=uuid.uuid4, unique=True)"),
                Field("state", "models.CharField(max_length=16, default='disiapkan', db_index=True)"),
                Field("paid_at", "models.DateTimeField(null=True, blank=True)"),
            ),
            index=("state", "paid_at"),
            check="amount__gte=0",
        ),
        Table(
            "Visit",
            (
                Field("household", _to("Household", "visits")),
                Field("officer", PERSON),
                Field("happened_at", NOW),
                Field("findings", "models.JSONField(default=dict)"),
                Field("score", "models.SmallIntegerField(default=0)", GROWTH),
            ),
            index=("officer", "happened_at"),
        ),
    )
)

LAYOUTS = (CASES, PLACES, REGISTER)
