"""The form of an OPD."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.organisation.models import Opd
from tenants.organisation.selectors import list_opd


class OpdForm(forms.ModelForm):
    """Name, short name, code and the unit above."""

    class Meta:
        model = Opd
        fields = ("name", "short_name", "code", "parent")
        help_texts = {
            "name": gettext_lazy("Nama resmi, misalnya Dinas Pekerjaan Umum dan Penataan Ruang."),
            "short_name": gettext_lazy("Nama yang tampil kepada warga, misalnya Dinas PUPR."),
            "code": gettext_lazy("Huruf kecil, angka, dan tanda hubung, misalnya pupr. Dipakai pada impor dan API."),
        }
        labels = {"parent": gettext_lazy("Induk")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        above = list_opd()
        self.fields["parent"].queryset = above.exclude(pk=self.instance.pk) if self.instance.pk else above
        self.fields["parent"].empty_label = _("Tidak ada (unit tingkat atas)")
        self.fields["parent"].label_from_instance = lambda opd: opd.name

    def clean_code(self) -> str:
        """Codes are lower case and unique."""
        code = self.cleaned_data["code"].lower()
        if Opd.objects.filter(code=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Kode ini sudah dipakai OPD lain."))
        return code
