"""Categories as Open311's services, with the attributes that a report of LAKSA has beyond the standard."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from catalog.modules.laksa.models import Category, Report
from catalog.modules.laksa.open311.errors import UnknownService
from catalog.modules.laksa.selectors import list_categories
from catalog.sdk.context import module_settings

YES_NO = ("true", "false")


def list_services() -> list[dict[str, Any]]:
    """Every category in use."""
    return [_service(category) for category in list_categories().select_related("opd")]


def _service(category: Category) -> dict[str, Any]:
    words = dict.fromkeys([category.code, *f"{category.name_id} {category.name_en}".lower().split()])
    return {
        "service_code": category.code,
        "service_name": category.name,
        "description": category.name,
        "metadata": True,
        "type": "realtime",
        "keywords": ", ".join(words),
        "group": category.opd.name if category.opd else "",
    }


def find_service(code: str) -> Category:
    """The category in use with this code; raises `UnknownService`."""
    category = list_categories().filter(code=code).first()
    if category is None:
        raise UnknownService
    return category


def define_service(code: str) -> dict[str, Any]:
    """The category's definition: the same attributes for each."""
    kinds = [{"key": value, "name": str(label)} for value, label in Report.Kind.choices]
    attributes = [
        _attribute("title", "string", _("Judul singkat; tanpa ini, kalimat pertama uraian."), []),
        _attribute("kind", "singlevaluelist", _("Jenis laporan."), kinds),
        _attribute("confidential", "singlevaluelist", _("Laporan tidak ditampilkan kepada umum."), _yes_no()),
    ]
    if module_settings("laksa")["allow_anonymous"]:
        attributes.append(_attribute("anonymous", "singlevaluelist", _("Nama pelapor tidak ditampilkan."), _yes_no()))
    for order, attribute in enumerate(attributes, start=1):
        attribute["order"] = order
    return {"service_code": find_service(code).code, "attributes": attributes}


def _yes_no() -> list[dict[str, str]]:
    return [{"key": key, "name": name} for key, name in zip(YES_NO, (_("Ya"), _("Tidak")), strict=True)]


def _attribute(code: str, datatype: str, description: str, values: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "variable": True,
        "code": code,
        "datatype": datatype,
        "required": False,
        "datatype_description": "",
        "order": 0,
        "description": description,
        "values": values,
    }
