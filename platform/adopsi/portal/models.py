"""News and notices of a Pemda, and the devices on which its people are signed in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tenants.choices import TextChoices


class News(models.Model):
    """One article. The body is plain text with a few marks (adopsi.portal.prose)."""

    class Category(TextChoices):
        GOVERNMENT = "pemerintahan", _("Pemerintahan")
        HEALTH = "kesehatan", _("Kesehatan")
        TAX = "pajak", _("Pajak")
        TRANSPORT = "transportasi", _("Transportasi")
        WORKS = "infrastruktur", _("Infrastruktur")
        EDUCATION = "pendidikan", _("Pendidikan")
        ENVIRONMENT = "lingkungan", _("Lingkungan")
        TOURISM = "wisata", _("Wisata")
        ECONOMY = "ekonomi", _("Ekonomi")
        SOCIAL = "sosial", _("Sosial")
        DISASTER = "kebencanaan", _("Kebencanaan")

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(_("Judul"), max_length=140)
    summary = models.CharField(_("Ringkasan"), max_length=280)
    body = models.TextField(_("Isi"))
    category = models.CharField(_("Kategori"), max_length=20, choices=Category.choices)
    picture = models.ForeignKey("attachments.Attachment", on_delete=models.SET_NULL, null=True, blank=True)
    is_published = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    opd = models.ForeignKey("organisation.Opd", on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-published_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["-published_at"], condition=models.Q(is_published=True), name="news_published")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(is_published=False) | models.Q(published_at__isnull=False),
                name="published_news_has_a_date",
            )
        ]
        verbose_name = _("Berita")
        verbose_name_plural = _("Berita")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The article's page."""
        return reverse("news-article", args=[self.slug])


class Notice(models.Model):
    """A short announcement on the home page for a span of time."""

    class Severity(TextChoices):
        INFO = "info", _("Informasi")
        WARNING = "warning", _("Peringatan")
        DANGER = "error", _("Bahaya")

    class Topic(TextChoices):
        GENERAL = "umum", _("Umum")
        WEATHER = "cuaca", _("Cuaca")
        TRAFFIC = "lalu-lintas", _("Lalu lintas")
        HEALTH = "kesehatan", _("Kesehatan")
        WATER = "air", _("Air bersih")
        POWER = "listrik", _("Listrik")

    severity = models.CharField(_("Tingkat"), max_length=10, choices=Severity.choices, default=Severity.INFO)
    topic = models.CharField(_("Topik"), max_length=12, choices=Topic.choices, default=Topic.GENERAL)
    title = models.CharField(_("Judul"), max_length=80)
    text = models.CharField(_("Isi"), max_length=240)
    starts_at = models.DateTimeField(_("Mulai tampil"))
    ends_at = models.DateTimeField(_("Selesai tampil"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-starts_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("starts_at")), name="notice_ends_after_it_starts"
            )
        ]
        verbose_name = _("Pengumuman")
        verbose_name_plural = _("Pengumuman")

    def __str__(self) -> str:
        return self.title


class SignIn(models.Model):
    """A session that a person began on a device: the table of before 0.2.0, which a later release removes.

    Since then allauth's own table says whose a session is; nothing is written or read here any more.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    user_agent = models.CharField(max_length=200, blank=True)
    signed_in_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-signed_in_at"]

    def __str__(self) -> str:
        return self.user_agent[:40]
