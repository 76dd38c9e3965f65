"""The forms of displays."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class DisplayForm(forms.Form):
    """What an IT admin calls a display."""

    name = forms.CharField(
        label=gettext_lazy("Nama layar"),
        max_length=80,
        help_text=gettext_lazy("Di mana layar itu, misalnya “Lobi Diskominfo” atau “Ruang rapat Bupati”."),
    )


class CodeForm(forms.Form):
    """The code that is typed on the device itself."""

    code = forms.CharField(
        label=gettext_lazy("Kode layar"),
        max_length=20,
        help_text=gettext_lazy("Delapan huruf dan angka dari Admin TI. Huruf besar atau kecil sama saja."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
