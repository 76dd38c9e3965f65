"""Forms of the editors."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from adopsi.portal.models import News, Notice
from tenants.organisation.selectors import list_opd


class NewsForm(forms.ModelForm):
    """An article."""

    # Not an ImageField: the rules of tenants.attachments are stricter and say why a file is refused.
    upload = forms.FileField(
        label=_("Gambar"),
        required=False,
        help_text=_("JPEG, PNG, atau WebP, paling besar 10 MB. Boleh dikosongkan."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    class Meta:
        model = News
        fields: ClassVar = ["title", "summary", "category", "opd", "body"]
        help_texts: ClassVar = {
            "summary": _("Satu atau dua kalimat, tampil di daftar berita."),
            "body": _("Pisahkan paragraf dengan baris kosong. “## ” membuat subjudul, “- ” daftar, **tebal**."),
        }
        widgets: ClassVar = {
            "summary": forms.Textarea(attrs={"rows": 2, "data-count": ""}),
            "body": forms.Textarea(attrs={"rows": 16}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["opd"].queryset = list_opd()
        self.fields["opd"].label = "OPD"


class NoticeForm(forms.ModelForm):
    """A notice with its span."""

    class Meta:
        model = Notice
        fields: ClassVar = ["severity", "topic", "title", "text", "starts_at", "ends_at"]
        widgets: ClassVar = {
            "text": forms.Textarea(attrs={"rows": 3, "data-count": ""}),
            "starts_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "ends_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        values = super().clean() or {}
        start, end = values.get("starts_at"), values.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("Waktu selesai harus sesudah waktu mulai."))
        return values
