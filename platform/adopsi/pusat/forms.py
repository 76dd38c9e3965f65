"""Forms of the team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from adopsi.pusat.agreements import Terms
from adopsi.pusat.selectors import module_name
from catalog.registry import all_manifests
from provisioning.errors import InvalidSubdomain, NotAutonomous, PemdaExists, SubdomainTaken
from provisioning.services import RESERVED_SUBDOMAINS, SUBDOMAIN
from tenants.models import Agreement, Pemda, Region
from tenants.places.regions import UnknownRegion, normalise_code, search_regions

HINT = {
    "list": "daftar-wilayah",
    "autocomplete": "off",
    "hx-get": reverse_lazy("pusat:region-hint"),
    "hx-trigger": "change, keyup changed delay:400ms",
    "hx-target": "#region-hint",
}
# Which field a refusal of provisioning belongs to; it decides, the form only says so early and all at once.
FIELD_OF_REFUSAL = {
    "unknown_region": "region",
    "not_autonomous": "region",
    "pemda_exists": "region",
    "invalid_subdomain": "subdomain",
    "subdomain_taken": "subdomain",
    "requirement_unmet": "modules",
    "module_conflict": "modules",
    "unknown_module": "modules",
}


class AdoptForm(forms.Form):
    """A new Pemda: the region, its address, its modules and its first IT admin."""

    region = forms.CharField(
        label=gettext_lazy("Wilayah"),
        help_text=gettext_lazy("Ketik nama atau kode Kemendagri, misalnya 32.04 atau Kabupaten Bandung."),
        max_length=120,
        widget=forms.TextInput(attrs=HINT),
    )
    subdomain = forms.CharField(
        label=gettext_lazy("Subdomain"),
        help_text=gettext_lazy("Kosongkan untuk memakai saran di atas. Huruf kecil, angka, dan tanda hubung."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    modules = forms.MultipleChoiceField(
        label=pgettext_lazy("banyak", "Modul"), required=False, widget=forms.CheckboxSelectMultiple
    )
    admin_name = forms.CharField(
        label=gettext_lazy("Nama Admin TI pertama"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    admin_email = forms.EmailField(
        label=gettext_lazy("Surel Admin TI pertama"),
        help_text=gettext_lazy("Undangan masuk dikirim ke alamat ini."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Dasar atau alasan"),
        help_text=gettext_lazy("Misalnya nomor Kesepakatan Bersama. Tercatat di jejak audit."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        modules = self.fields["modules"]
        modules.choices = [(manifest.slug, str(manifest.title)) for manifest in all_manifests()]  # type: ignore[attr-defined]

    def clean_region(self) -> Region:
        """The region that was meant, if it can adopt."""
        region = find_region(self.cleaned_data["region"])
        if not region.is_autonomous:
            raise forms.ValidationError(NotAutonomous.message)
        if Pemda.objects.filter(pk=region.pk).exists():
            raise forms.ValidationError(PemdaExists.message)
        return region

    def clean_subdomain(self) -> str:
        """Addresses are written in lower case; nobody else may have this one."""
        name = self.cleaned_data["subdomain"].strip().lower()
        if name and not SUBDOMAIN.match(name):
            raise forms.ValidationError(InvalidSubdomain(name).message)
        if name in RESERVED_SUBDOMAINS or Pemda.objects.filter(subdomain=name).exists():
            raise forms.ValidationError(SubdomainTaken(name).message)
        return name

    def clean_modules(self) -> list[str]:
        """The chosen modules; each one's requirements must be chosen too."""
        chosen = self.cleaned_data["modules"]
        titles = {manifest.slug: str(manifest.title) for manifest in all_manifests()}
        for manifest in all_manifests():
            missing = [titles[each.slug] for each in manifest.requires if each.slug not in chosen]
            if manifest.slug in chosen and missing:
                text = _("%(module)s membutuhkan %(missing)s. Centang juga modul itu.")
                raise forms.ValidationError(text % {"module": manifest.title, "missing": ", ".join(missing)})
        return chosen


class ReasonForm(forms.Form):
    """Why something is done; it stands in the audit trail of pusat and in the run."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Tercatat di jejak audit dan terlihat di halaman proses."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def find_region(text: str) -> Region:
    """The region named by code (`32.04`, `3204`, `32.04 Kabupaten Bandung`) or by a name that only one bears."""
    region = _by_code(text.split(maxsplit=1)[0]) if text.split() else None
    if region is not None:
        return region
    found = search_regions(text, limit=6)
    exact = [each for each in found if text.strip().lower() == each.display_name.lower()]
    if len(exact or found) == 1:
        return Region.objects.get(pk=(exact or found)[0].code)
    if not found:
        raise forms.ValidationError(_("Tidak ada wilayah dengan kode atau nama ini. Periksa ejaannya."))
    names = ", ".join(f"{each.code} {each.display_name}" for each in found[:5])
    raise forms.ValidationError(_("Beberapa wilayah cocok. Pilih salah satu: %(names)s.") % {"names": names})


def _by_code(text: str) -> Region | None:
    try:
        code = normalise_code(text)
    except UnknownRegion:
        return None
    region = Region.objects.filter(pk=code).first()
    if region is None:
        raise forms.ValidationError(_("Tidak ada wilayah dengan kode %(code)s.") % {"code": code})
    return region


class CertificateForm(forms.Form):
    """A certificate whose genuineness is in question."""

    MOST_BYTES = 5 * 1024 * 1024

    file = forms.FileField(
        label=gettext_lazy("Berkas PDF sertifikat"),
        help_text=gettext_lazy("Berkas tidak disimpan; hanya sidiknya yang dibandingkan."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is far too large for a certificate."""
        upload = self.cleaned_data["file"]
        if upload.size > self.MOST_BYTES:
            raise forms.ValidationError(_("Berkas terlalu besar untuk sebuah sertifikat."))
        return upload


class RolloutForm(forms.Form):
    """How a release goes out."""

    error_budget = forms.IntegerField(
        label=gettext_lazy("Batas gagal"),
        help_text=gettext_lazy("Bila lebih banyak Pemda gagal dari angka ini, semuanya berhenti sendiri."),
        min_value=0,
        max_value=100,
        initial=3,
    )
    soak_hours = forms.IntegerField(
        label=gettext_lazy("Jam pengamatan"),
        help_text=gettext_lazy("Selama ini gelombang yang selesai diamati sebelum gelombang berikutnya mulai."),
        min_value=0,
        max_value=720,
        initial=24,
    )
    ignores_windows = forms.BooleanField(
        label=gettext_lazy("Abaikan jam pemeliharaan Pemda"),
        help_text=gettext_lazy("Hanya untuk perbaikan mendesak: Pemda tidak menunggu jam yang dipilihnya."),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Tercatat di jejak audit dan terlihat di setiap proses."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


DATE = {"type": "date"}
TIME = {"type": "time"}


class RingForm(forms.Form):
    """When new releases come to a Pemda."""

    ring = forms.ChoiceField(
        label=gettext_lazy("Gelombang"), choices=Pemda.Ring.choices, widget=forms.RadioSelect, initial="everyone"
    )
    window_starts = forms.TimeField(
        label=gettext_lazy("Jam pemeliharaan mulai"),
        help_text=gettext_lazy("Menurut jam Pemda itu sendiri. Kosongkan keduanya untuk jam berapa pun."),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs=TIME),
    )
    window_ends = forms.TimeField(
        label=gettext_lazy("Jam pemeliharaan selesai"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs=TIME),
    )


class UntilForm(forms.Form):
    """A last day, with a reason that the team reads."""

    until = forms.DateField(label=gettext_lazy("Sampai tanggal"), widget=forms.DateInput(format="%Y-%m-%d", attrs=DATE))
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class PinForm(UntilForm):
    """Which module stays on the release that is there."""

    slug = forms.ChoiceField(label=gettext_lazy("Modul"), required=False)
    field_order = ("slug", "until", "reason")

    def __init__(self, *args: Any, slugs: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Semua modul")), *((slug, module_name(slug)) for slug in slugs)]
        self.fields["slug"].choices = choices  # type: ignore[attr-defined]


class AgreementForm(forms.Form):
    """What is written down of an MoU or a PKS."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis"), choices=Agreement.Kind.choices, widget=forms.RadioSelect, initial="pks"
    )
    number = forms.CharField(
        label=gettext_lazy("Nomor"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    signed_on = forms.DateField(
        label=gettext_lazy("Ditandatangani"), widget=forms.DateInput(format="%Y-%m-%d", attrs=DATE)
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Berlaku sampai"),
        help_text=gettext_lazy("Kosongkan bila tidak ada tanggal berakhir."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DATE),
    )
    modules = forms.MultipleChoiceField(
        label=gettext_lazy("Modul dalam lampiran"),
        help_text=gettext_lazy("Tanpa centang: semua modul di katalog."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    module_limit = forms.IntegerField(
        label=gettext_lazy("Jumlah modul paling banyak"),
        help_text=gettext_lazy("Kosongkan bila tidak dibatasi."),
        required=False,
        min_value=1,
        max_value=500,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(manifest.slug, module_name(manifest.slug)) for manifest in all_manifests()]
        # What an old annex names may have left the shelf; it must not vanish by being edited.
        listed = (kwargs.get("initial") or {}).get("modules", [])
        known += [(slug, slug) for slug in listed if slug not in dict(known)]
        self.fields["modules"].choices = known  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        """The agreement as typed."""
        return Terms(**self.cleaned_data)
