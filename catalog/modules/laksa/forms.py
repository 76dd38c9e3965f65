"""Citizens' forms: they check what was typed; the services decide."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.modules.laksa.models import Category, Report
from catalog.modules.laksa.selectors import list_categories
from catalog.modules.laksa.services.reporting import Place
from catalog.sdk.context import current_pemda, module_settings
from catalog.sdk.places import list_districts, list_villages

REQUIRED = {"required": gettext_lazy("Wajib diisi.")}


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class SeveralFilesField(forms.FileField):
    """Several files at once; their content is checked when they are stored."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files as a list."""
        return [super(SeveralFilesField, self).clean(each, initial) for each in (data or [])]


def district_choices() -> list[tuple[str, str]]:
    """The Pemda's kecamatan by name."""
    return sorted(((row.code, row.name) for row in list_districts(current_pemda().code)), key=lambda row: row[1])


def village_choices(district_code: str) -> list[tuple[str, str]]:
    """The kelurahan and desa of a kecamatan of this Pemda by name."""
    if district_code not in dict(district_choices()):
        return []
    return sorted(((row.code, row.name) for row in list_villages(district_code)), key=lambda row: row[1])


class ReportForm(forms.Form):
    """The citizen's report: what, where, photos, privacy."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis laporan"),
        choices=Report.Kind.choices,
        widget=forms.RadioSelect,
        initial=Report.Kind.COMPLAINT,
        error_messages=REQUIRED,
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("Kategori"),
        queryset=Category.objects.none(),
        to_field_name="code",
        empty_label=gettext_lazy("Pilih kategori"),
        error_messages={
            **REQUIRED,
            "invalid_choice": gettext_lazy("Kategori ini tidak dipakai lagi. Pilih kategori lain."),
        },
    )
    title = forms.CharField(
        label=gettext_lazy("Judul singkat"),
        max_length=120,
        help_text=gettext_lazy("Misalnya: Lampu jalan padam di depan sekolah."),
        error_messages=REQUIRED,
    )
    description = forms.CharField(
        label=gettext_lazy("Ceritakan masalahnya"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "data-count": ""}),
        help_text=gettext_lazy(
            "Sejak kapan, seberapa parah, siapa yang terdampak. Jangan tulis NIK atau nomor telepon."
        ),
        error_messages=REQUIRED,
    )
    district_code = forms.ChoiceField(
        label=gettext_lazy("Kecamatan"),
        required=False,
        help_text=gettext_lazy("Wajib dipilih bila titiknya tidak ditandai di peta."),
    )
    village_code = forms.ChoiceField(label=gettext_lazy("Kelurahan atau desa"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Patokan atau nama jalan"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Misalnya: Jalan KH Hasyim Ashari, seberang SPBU."),
    )
    latitude = forms.FloatField(
        label=gettext_lazy("Lintang"),
        required=False,
        min_value=-90,
        max_value=90,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    longitude = forms.FloatField(
        label=gettext_lazy("Bujur"),
        required=False,
        min_value=-180,
        max_value=180,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    photos = SeveralFilesField(
        label=gettext_lazy("Foto"),
        required=False,
        widget=SeveralFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp", "data-photo": ""}),
    )
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Sembunyikan nama saya"),
        required=False,
        help_text=gettext_lazy("Nama Anda tidak tampil bagi umum maupun petugas OPD."),
    )
    is_confidential = forms.BooleanField(
        label=gettext_lazy("Rahasiakan laporan ini"),
        required=False,
        help_text=gettext_lazy("Laporan tidak masuk daftar dan peta umum; hanya Anda dan petugas yang membacanya."),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kept = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        settings = module_settings("laksa")
        self.fields["category"].queryset = list_categories()
        self.fields["district_code"].choices = [("", _("Pilih kecamatan")), *district_choices()]
        self.fields["village_code"].choices = [("", _("Pilih kelurahan atau desa")), *village_choices(self._district())]
        self.fields["photos"].help_text = _(
            "Paling banyak %(count)s foto JPEG, PNG, atau WebP, masing-masing sampai 10 MB. Data lokasi kamera dibuang."
        ) % {"count": settings["max_photos"]}
        if not settings["allow_anonymous"]:
            del self.fields["is_anonymous"]

    def _district(self) -> str:
        source = self.data if self.is_bound else self.initial
        return str(source.get("district_code") or "")

    def place(self) -> Place:
        """Where the report is, from the cleaned fields."""
        data = self.cleaned_data
        return Place(
            latitude=data["latitude"],
            longitude=data["longitude"],
            district_code=data["district_code"],
            village_code=data["village_code"],
            address=data["address"],
        )


class TextForm(forms.Form):
    """A message of the conversation."""

    text = forms.CharField(
        label=gettext_lazy("Pesan"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), error_messages=REQUIRED
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class RatingForm(forms.Form):
    """The reporter's rating of the handling."""

    rating = forms.TypedChoiceField(
        label=gettext_lazy("Nilai penanganan"),
        choices=[(value, str(value)) for value in range(1, 6)],
        coerce=int,
        error_messages={"required": gettext_lazy("Pilih nilai 1 sampai 5.")},
    )
    comment = forms.CharField(
        label=gettext_lazy("Komentar"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReopenForm(forms.Form):
    """Why the reporter is not content."""

    reason = forms.CharField(
        label=gettext_lazy("Apa yang belum beres?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=REQUIRED,
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class TrackForm(forms.Form):
    """A ticket number."""

    number = forms.CharField(
        label=gettext_lazy("Nomor laporan"),
        max_length=24,
        error_messages=REQUIRED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        """The number as it is stored, however it was typed."""
        return self.cleaned_data["number"].strip().upper().replace(" ", "")
