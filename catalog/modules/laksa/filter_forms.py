"""The filters of lists; a value that does not fit narrows nothing."""

from __future__ import annotations

from django import forms

from catalog.modules.laksa.selectors import ReportFilter
from catalog.modules.laksa.states import Stage, State


class FilterForm(forms.Form):
    """The filters of lists; a value that does not fit narrows nothing."""

    q = forms.CharField(required=False, max_length=120)
    stage = forms.ChoiceField(required=False, choices=[("", ""), *Stage.choices])
    category = forms.SlugField(required=False)
    district = forms.CharField(required=False, max_length=8)
    village = forms.CharField(required=False, max_length=13)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    lng = forms.FloatField(required=False, min_value=-180, max_value=180)

    def wanted(self) -> ReportFilter:
        """The filter that was asked for."""
        self.is_valid()
        data = self.cleaned_data
        return ReportFilter(
            text=data.get("q", "").strip(),
            stage=data.get("stage", ""),
            category=data.get("category", ""),
            district=data.get("district", ""),
            village=data.get("village", ""),
        )

    def origin(self) -> tuple[float, float] | None:
        """The point from which the nearest are to come first; None where none was given."""
        self.is_valid()
        latitude, longitude = self.cleaned_data.get("lat"), self.cleaned_data.get("lng")
        return None if latitude is None or longitude is None else (latitude, longitude)


class QueueFilterForm(FilterForm):
    """The officers' further filters."""

    state = forms.ChoiceField(required=False, choices=[("", ""), *State.choices])
    opd = forms.IntegerField(required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    late = forms.BooleanField(required=False)

    def wanted(self) -> ReportFilter:
        """The filter that was asked for."""
        self.is_valid()
        data = self.cleaned_data
        return ReportFilter(
            text=data.get("q", "").strip(),
            stage=data.get("stage", ""),
            state=data.get("state", ""),
            category=data.get("category", ""),
            opd_id=data.get("opd"),
            district=data.get("district", ""),
            since=data.get("since"),
            until=data.get("until"),
            is_late=data.get("late", False),
        )
