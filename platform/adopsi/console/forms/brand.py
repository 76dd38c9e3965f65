"""The form of a Pemda's look and contact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from adopsi.theme.brand import Brand, check_brand
from tenants.branding import Look

LOGO_TYPES = "image/png,image/jpeg,image/webp"


class ColourField(forms.CharField):
    """A colour as `#rrggbb`; browsers show their colour picker."""

    widget = forms.TextInput(attrs={"type": "color", "class": "colour-input"})

    def clean(self, value: Any) -> str:
        """In lower case."""
        return super().clean(value).lower()


class BrandForm(forms.Form):
    """Colours, coat of arms, tagline, contact and map tiles."""

    brand_primary = ColourField(label=_("Warna utama"), help_text=_("Kepala halaman, tombol, dan tautan."))
    brand_secondary = ColourField(label=_("Warna kedua"), help_text=_("Ujung lain gradasi di kepala halaman."))
    logo = forms.FileField(
        label=_("Logo atau lambang daerah"),
        required=False,
        help_text=_("PNG, JPEG, atau WebP, paling baik persegi dan paling sedikit 192 piksel."),
        widget=forms.FileInput(attrs={"accept": LOGO_TYPES}),
    )
    without_logo = forms.BooleanField(label=_("Hapus logo yang sekarang"), required=False)
    tagline = forms.CharField(
        label=_("Semboyan"), required=False, max_length=120, help_text=_("Satu kalimat pendek di beranda warga.")
    )
    contact_email = forms.EmailField(label=_("Surel layanan"), required=False, max_length=254)
    contact_phone = forms.CharField(label=_("Telepon layanan"), required=False, max_length=30)
    contact_address = forms.CharField(label=_("Alamat kantor"), required=False, max_length=200)
    tile_url = forms.URLField(
        label=_("Alamat petak peta"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("Kosongkan untuk memakai peta garis bawaan. Contoh: https://peta.daerah.go.id/{z}/{x}/{y}.png"),
    )
    tile_attribution = forms.CharField(label=_("Sumber peta"), required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        """Refuse colours on which nobody could read, and tiles that cannot be asked for."""
        values = super().clean() or {}
        black = "#000000"
        for name, brand in (
            ("brand_primary", Brand(values.get("brand_primary") or black, black)),
            ("brand_secondary", Brand(black, values.get("brand_secondary") or black)),
        ):
            for problem in check_brand(brand):
                self.add_error(name, problem)
        address = values.get("tile_url")
        if address and not all(part in address for part in ("{z}", "{x}", "{y}")):
            self.add_error("tile_url", _("Alamat petak harus memuat {z}, {x}, dan {y}."))
        return values

    def look(self) -> Look:
        """What the service takes."""
        return Look(**{name: self.cleaned_data[name] for name in Look.__dataclass_fields__})
