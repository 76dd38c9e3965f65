"""Reports of citizens with their photos, conversation and history."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from catalog.modules.laksa.states import UNPUBLISHED, WITH_OPD, Stage, State, stage_of
from catalog.sdk.choices import TextChoices

OPD = "organisation.Opd"


class Category(models.Model):
    """What a report is about, with the OPD that usually answers for it."""

    code = models.SlugField(max_length=30, unique=True)
    name_id = models.CharField(_("Nama (Indonesia)"), max_length=60)
    name_en = models.CharField(_("Nama (Inggris)"), max_length=60)
    icon = models.CharField(max_length=40, default="message-square-warning")
    hue = models.CharField(max_length=10, default="violet")
    opd = models.ForeignKey(OPD, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(_("Urutan"), default=100)
    is_active = models.BooleanField(_("Dipakai"), default=True)

    class Meta:
        ordering: ClassVar = ["position", "name_id"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "id").startswith("en") else self.name_id


class NumberSeries(models.Model):
    """The last ticket number given in a year; its row is locked while a number is taken."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "number series"

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Report(models.Model):
    """One report of a citizen; `version` grows with each act on it, for officers who work at the same time."""

    class Kind(TextChoices):
        COMPLAINT = "pengaduan", _("Pengaduan")
        INFORMATION = "informasi", _("Permintaan informasi")
        ASPIRATION = "aspirasi", _("Aspirasi")

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.COMPLAINT)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=4000)
    is_anonymous = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    district_code = models.CharField(max_length=8, db_index=True)
    village_code = models.CharField(max_length=13, blank=True)
    address = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=15, choices=State.choices, default=State.SUBMITTED)
    opd = models.ForeignKey(OPD, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    client_key = models.UUIDField(unique=True, default=uuid.uuid4)
    version = models.PositiveIntegerField(default=1)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    rating_comment = models.CharField(max_length=500, blank=True)
    # A complaint "berkadar pengawasan", which SP4N-LAPOR! gives 60 working days.
    is_supervised = models.BooleanField(default=False)
    # The report that this one repeats; its reporter follows that one's steps.
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged")
    # The working day by which the next step is due; empty once nothing is expected any more.
    due_on = models.DateField(null=True, blank=True)
    # The day by which the answer was due, kept when the report is closed: whether it came in time.
    answer_due_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    verified_at = models.DateTimeField(null=True, blank=True)
    disposed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["state", "-created_at"], name="laksa_report_state"),
            models.Index(fields=["opd", "state"], name="laksa_report_opd"),
            models.Index(fields=["reporter", "-created_at"], name="laksa_report_reporter"),
            models.Index(fields=["-created_at", "-id"], name="laksa_report_newest"),
            models.Index(
                fields=["-created_at", "-id"],
                condition=Q(is_confidential=False) & ~Q(state__in=UNPUBLISHED),
                name="laksa_report_public",
            ),
            models.Index(fields=["due_on"], condition=Q(due_on__isnull=False), name="laksa_report_due"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="laksa_report_state_known"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="laksa_report_point_whole",
            ),
            models.CheckConstraint(condition=~Q(district_code=""), name="laksa_report_has_district"),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5), state=State.CLOSED),
                name="laksa_report_rating_when_closed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_OPD) | Q(opd__isnull=False), name="laksa_report_opd_when_assigned"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | Q(closed_at__isnull=False), name="laksa_report_closed_at"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(state=State.ARCHIVED) & ~Q(merged_into=F("id")),
                name="laksa_report_merged_is_archived",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stage(self) -> Stage:
        """The stage that citizens see."""
        return stage_of(self.state)

    @property
    def is_published(self) -> bool:
        """Whether everybody may read the report."""
        return not self.is_confidential and self.state not in UNPUBLISHED

    @property
    def has_point(self) -> bool:
        """Whether the place is known to the metre, not only by its kecamatan."""
        return self.latitude is not None


class Message(models.Model):
    """One message of the conversation; an answer (`is_answer`) is the office's word and public with the report."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opd = models.ForeignKey(OPD, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_staff = models.BooleanField(default=False)
    is_internal = models.BooleanField(default=False)
    is_answer = models.BooleanField(default=False)
    text = models.TextField(max_length=4000)
    client_key = models.UUIDField(unique=True, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_staff=True) | Q(is_answer=False, is_internal=False),
                name="laksa_message_staff_only_flags",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Photo(models.Model):
    """A picture of a report: of the problem (before) or of what was done (after)."""

    class Kind(TextChoices):
        BEFORE = "sebelum", _("Sebelum")
        AFTER = "sesudah", _("Sesudah")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="photos")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="photos")
    attachment = models.OneToOneField("attachments.Attachment", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.kind}"


class BulkAct(models.Model):
    """One act on many reports at once; its key is that of the form, so that a form sent twice acts once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    act = models.CharField(max_length=12)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    done = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.act}: {self.done}"


class Transition(models.Model):
    """One step of a report's history; the note of officers' internal steps is not shown to citizens.

    `before` holds the report's standing ahead of the step (state, OPD, days; nothing of the reporter) and `version`
    the report's version after it: with both a step can be taken back exactly, as long as nothing followed.
    """

    class Kind(TextChoices):
        STEP = "langkah", _("Langkah")
        AUTOMATIC = "otomatis", _("Otomatis")
        REMINDED = "pengingat", _("Pengingat")
        ESCALATED = "eskalasi", _("Eskalasi")
        MERGED = "gabung", _("Digabung")
        SUPERVISED = "pengawasan", _("Berkadar pengawasan")
        UNDONE = "batal", pgettext_lazy("langkah", "Dibatalkan")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="transitions")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.STEP)
    from_state = models.CharField(max_length=15, blank=True)
    to_state = models.CharField(max_length=15, choices=State.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opd = models.ForeignKey(OPD, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=1000, blank=True)
    # How high an escalation went: 1 to the Admin Koordinator, 2 to the leaders.
    level = models.PositiveSmallIntegerField(default=0)
    # The day that was in force when the step was made.
    due_on = models.DateField(null=True, blank=True)
    before = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField(null=True, blank=True)
    bulk_act = models.ForeignKey(BulkAct, on_delete=models.SET_NULL, null=True, blank=True, related_name="steps")
    undoes = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="undone_by")
    client_key = models.UUIDField(unique=True, null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            # Beat may run twice; each day that passes is told once for each level.
            models.UniqueConstraint(
                fields=["report", "kind", "level", "due_on"],
                condition=Q(kind__in=("pengingat", "eskalasi")),
                name="laksa_transition_told_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
