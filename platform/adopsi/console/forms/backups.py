"""When a Pemda is backed up, and how much is kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from provisioning.keeping.services import MOST_KEPT


class BackupPlanForm(forms.Form):
    """The hour, and how many backups of each kind stay."""

    is_on = forms.BooleanField(label=gettext_lazy("Cadangkan setiap malam"), required=False)
    hour = forms.IntegerField(
        label=gettext_lazy("Pukul"),
        min_value=0,
        max_value=23,
        help_text=gettext_lazy("Menurut jam Pemda Anda; menitnya diatur agar tidak semua Pemda mulai bersamaan."),
    )
    keep_daily = forms.IntegerField(label=gettext_lazy("Simpan harian"), min_value=1, max_value=MOST_KEPT)
    keep_weekly = forms.IntegerField(label=gettext_lazy("Simpan mingguan"), min_value=0, max_value=MOST_KEPT)
    keep_monthly = forms.IntegerField(label=gettext_lazy("Simpan bulanan"), min_value=0, max_value=MOST_KEPT)
