"""What the page is narrowed to; a value that does not fit narrows nothing."""

from __future__ import annotations

from django import forms


class PeriodForm(forms.Form):
    """Period and category."""

    periode = forms.CharField(required=False, max_length=4)
    kategori = forms.SlugField(required=False, max_length=30)

    def value(self, name: str) -> str:
        """The cleaned value, or nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
