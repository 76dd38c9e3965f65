"""The forms of an announcement: what it says, to whom, how long; and why it is withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from adopsi.pusat.drift import provinces_with_pemda
from adopsi.pusat.forms import find_region
from adopsi.pusat.selectors import module_name
from catalog.registry import all_manifests
from tenants.announcements.models import Announcement
from tenants.announcements.services import Wording
from tenants.models import Pemda

Audience = Announcement.Audience
MOMENT = "%Y-%m-%dT%H:%M"


def _moment(label: Any, help_text: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})
    formats = [MOMENT, "%Y-%m-%d %H:%M"]
    return forms.DateTimeField(label=label, help_text=help_text, required=False, widget=widget, input_formats=formats)


def _text(label: Any, language: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 6, "lang": language, "data-count": ""})
    return forms.CharField(label=label, max_length=4000, widget=widget)


def _title(label: Any, language: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=120, widget=forms.TextInput(attrs={"lang": language}))


def _boxes(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple
    )


class AnnouncementForm(forms.Form):
    """An announcement as it is typed; which list of the audience counts is told by `audience`."""

    title_id = _title(gettext_lazy("Judul dalam bahasa Indonesia"), "id")
    body_id = _text(gettext_lazy("Isi dalam bahasa Indonesia"), "id")
    title_en = _title(gettext_lazy("Judul dalam bahasa Inggris"), "en")
    body_en = _text(gettext_lazy("Isi dalam bahasa Inggris"), "en")
    severity = forms.ChoiceField(
        label=gettext_lazy("Tingkat"),
        help_text=gettext_lazy("Yang mendesak tetap tampil dan tidak dapat ditutup sendiri oleh petugas."),
        choices=Announcement.Severity.choices,
        widget=forms.RadioSelect,
        initial="info",
    )
    shown_from = _moment(gettext_lazy("Mulai tampil (WIB)"), gettext_lazy("Kosongkan untuk segera."))
    shown_until = _moment(gettext_lazy("Berakhir (WIB)"), gettext_lazy("Kosongkan: tampil sampai ditarik."))
    audience = forms.ChoiceField(
        label=gettext_lazy("Sasaran"), choices=Audience.choices, widget=forms.RadioSelect, initial="all"
    )
    rings = _boxes(gettext_lazy("Gelombang"))
    provinces = _boxes(gettext_lazy("Provinsi"), gettext_lazy("Hanya provinsi yang Pemdanya sudah mengadopsi."))
    modules = _boxes(pgettext_lazy("banyak", "Modul"))
    picked = forms.CharField(
        label=gettext_lazy("Pemda"),
        help_text=gettext_lazy("Satu baris satu Pemda: kode Kemendagri atau namanya, misalnya 72.02."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    # Which field holds the values of which audience.
    LISTS = {Audience.RING: "rings", Audience.PROVINCE: "provinces", Audience.MODULE: "modules"}

    def __init__(self, *args: Any, draft: Announcement | None = None, **kwargs: Any) -> None:
        if draft is not None:
            kwargs["initial"] = _initial(draft) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "rings": Pemda.Ring.choices,
            "provinces": provinces_with_pemda(),
            "modules": [(each.slug, module_name(each.slug)) for each in all_manifests()],
        }
        for name, known in choices.items():
            self.fields[name].choices = known  # type: ignore[attr-defined]

    def clean_picked(self) -> list[str]:
        """The codes of the Pemda that were named; one that has not adopted is told."""
        codes, strangers = [], []
        for line in self.cleaned_data["picked"].splitlines():
            if line.strip():
                region = find_region(line.strip())
                codes.append(region.pk)
                if not Pemda.objects.filter(pk=region.pk, state=Pemda.State.ACTIVE).exists():
                    strangers.append(region.display_name)
        if strangers:
            text = _("Belum menjadi Pemda aktif: %(names)s.")
            raise forms.ValidationError(text % {"names": ", ".join(strangers)})
        return list(dict.fromkeys(codes))

    def clean(self) -> dict[str, Any]:
        """The list of the chosen audience must not be empty."""
        cleaned = super().clean() or {}
        name = self._list_name(cleaned.get("audience", ""))
        if name and name not in self.errors and not cleaned.get(name):
            self.add_error(name, _("Pilih paling sedikit satu."))
        return cleaned

    def _list_name(self, audience: str) -> str:
        return "picked" if audience == Audience.PICKED else self.LISTS.get(audience, "")  # type: ignore[call-overload]

    def wording(self) -> Wording:
        """The announcement as typed."""
        values = self.cleaned_data
        texts = ("title_id", "title_en", "body_id", "body_en", "severity", "audience", "shown_from", "shown_until")
        name = self._list_name(values["audience"])
        return Wording(**{each: values[each] for each in texts}, audience_values=values[name] if name else [])


def _initial(draft: Announcement) -> dict[str, Any]:
    names = ("title_id", "title_en", "body_id", "body_en", "severity", "audience", "shown_from", "shown_until")
    found = {name: getattr(draft, name) for name in names}
    if draft.audience == Audience.PICKED:
        return found | {"picked": "\n".join(draft.audience_values)}
    name = AnnouncementForm.LISTS.get(draft.audience)  # type: ignore[call-overload]
    return found | ({name: draft.audience_values} if name else {})


class WithdrawForm(forms.Form):
    """Why an announcement is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan penarikan"),
        help_text=gettext_lazy("Dibaca oleh Pemda penerima di halaman pengumuman ini."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
