"""A service request that an app sends, filed as a report of its token's person."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from catalog.modules.laksa.models import Report
from catalog.modules.laksa.open311.errors import BadParameter
from catalog.modules.laksa.open311.services import YES_NO, find_service
from catalog.modules.laksa.services.photos import keep_draft
from catalog.modules.laksa.services.reporting import Place, report_problem
from catalog.sdk.context import current_pemda
from catalog.sdk.people import Person
from catalog.sdk.places import list_districts

LONGEST_TEXT, LONGEST_TITLE = 4000, 120
SENTENCE = re.compile(r"(?<=[.!?])\s|\n")


def file_request(fields: Mapping[str, Any], *, files: list[Any], person: Person) -> Report:
    """File the report, whole or not at all; raises `BadParameter`, `UnknownService` and LAKSA's own refusals."""
    if not _text(fields, "service_code", most=60):
        raise BadParameter("service_code", _("wajib diisi"))
    category = find_service(_text(fields, "service_code", most=60))
    description = _text(fields, "description", most=LONGEST_TEXT)
    if not description:
        raise BadParameter("description", _("wajib diisi"))
    kind = _attribute(fields, "kind", Report.Kind.values) or Report.Kind.COMPLAINT
    return report_problem(
        reporter=person,
        category=category,
        kind=kind,
        title=_text(fields, "attribute[title]", most=LONGEST_TITLE) or _title_of(description),
        description=description,
        place=_place(fields),
        is_anonymous=_attribute(fields, "anonymous", YES_NO) == YES_NO[0],
        is_confidential=_attribute(fields, "confidential", YES_NO) == YES_NO[0],
        photos=[keep_draft(upload=upload, person=person) for upload in files],
        client_key=uuid.uuid4(),
    )


def notice_of(fields: Mapping[str, Any]) -> str:
    """What the app should tell the reporter: that we wait for verification, and what of the request was not used."""
    said = [_("Laporan diterima dan menunggu verifikasi; sesudah itu tampil untuk umum.")]
    if fields.get("media_url"):
        said.append(_("media_url tidak diambil: kirim foto sebagai berkas media (multipart/form-data)."))
    return " ".join(said)


def _text(fields: Mapping[str, Any], name: str, *, most: int) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str) or "\x00" in value or len(value.strip()) > most:
        raise BadParameter(name, _("teks paling panjang %(most)s huruf") % {"most": most})
    return value.strip()


def _attribute(fields: Mapping[str, Any], code: str, allowed: Any) -> str:
    value = _text(fields, f"attribute[{code}]", most=60)
    if value and value not in allowed:
        raise BadParameter(f"attribute[{code}]", _("salah satu dari %(values)s") % {"values": ", ".join(allowed)})
    return value


def _title_of(description: str) -> str:
    first = SENTENCE.split(description, maxsplit=1)[0]
    return first if len(first) <= LONGEST_TITLE else first[: LONGEST_TITLE - 1] + "…"


def _place(fields: Mapping[str, Any]) -> Place:
    """The point, the code of a kecamatan or kelurahan, or words that name a kecamatan; at least one of them."""
    latitude, longitude = _degrees(fields, "lat"), _degrees(fields, "long")
    code, words = _text(fields, "address_id", most=13), _text(fields, "address_string", most=200)
    if (latitude is None) != (longitude is None):
        raise BadParameter("long" if longitude is None else "lat", _("lat dan long dikirim bersama"))
    district = code[:8] or (_district_named_in(words) if latitude is None else "")
    if latitude is None and not district:
        raise BadParameter("lat", _("kirim lat dan long, address_id, atau address_string yang menyebut kecamatan"))
    return Place(latitude, longitude, district, code if len(code) > 8 else "", words)


def _degrees(fields: Mapping[str, Any], name: str) -> float | None:
    text = str(fields.get(name, "") or "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,17})?", text, re.ASCII):
        raise BadParameter(name, _("derajat desimal (WGS84), misalnya -1.3955"))
    return float(text)


def _district_named_in(words: str) -> str:
    """The kecamatan whose name stands in the words; the longest where several do, empty where none does."""
    found = [each for each in list_districts(current_pemda().region_code) if each.name.lower() in words.lower()]
    return max(found, key=lambda each: len(each.name)).code if found else ""
