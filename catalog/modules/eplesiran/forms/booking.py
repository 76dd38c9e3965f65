"""How many visitors of each kind, for which day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms

from catalog.modules.eplesiran.models import Tariff
from catalog.modules.eplesiran.ticket_days import ordered
from catalog.modules.eplesiran.wording import amount_text


class BookingForm(forms.Form):
    """One number for each kind of visitor that the day has a price for; `once` makes a form sent twice one booking."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, prices: Mapping[str, int], most: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.prices = prices
        for payer in ordered(prices):
            widget = forms.NumberInput(
                attrs={"min": 0, "max": most, "inputmode": "numeric", "data-price": prices[payer], "class": "input"}
            )
            self.fields[payer] = forms.IntegerField(
                label=Tariff.Payer(payer).label,
                help_text=amount_text(prices[payer]),
                min_value=0,
                max_value=most,
                required=False,
                initial=0,
                widget=widget,
            )

    @property
    def lines(self) -> list[Any]:
        """The fields of the kinds of visitors."""
        return [self[payer] for payer in ordered(self.prices)]

    def visitors(self) -> dict[str, int]:
        """How many of each kind."""
        return {payer: self.cleaned_data[payer] or 0 for payer in self.prices}
