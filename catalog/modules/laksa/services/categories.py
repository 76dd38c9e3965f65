"""Acts on categories: the usual ones are seeded, a Pemda changes them as it likes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.utils.text import slugify

from catalog.modules.laksa.models import Category
from catalog.modules.laksa.roles import VERIFIER
from catalog.sdk.manifest import SeedRef, SeedRow
from catalog.sdk.people import Person, require_role
from catalog.sdk.records import record


@dataclass(frozen=True, slots=True)
class Usual:
    """A category that every Pemda starts with, and the code of the OPD that usually answers."""

    code: str
    name_id: str
    name_en: str
    icon: str
    hue: str
    opd: str


USUAL: tuple[Usual, ...] = (
    Usual("pju", "Lampu jalan (PJU) padam", "Street light out", icon="lamp", hue="amber", opd="dishub"),
    Usual("jalan", "Jalan berlubang", "Pothole", icon="construction", hue="indigo", opd="pupr"),
    Usual("pohon", "Pohon tumbang", "Fallen tree", icon="trees", hue="lime", opd="dlh"),
    Usual("sampah", "Sampah", "Waste", icon="trash", hue="teal", opd="dlh"),
    Usual("banjir", "Banjir dan genangan", "Flooding", icon="waves-horizontal", hue="sky", opd="pupr"),
    Usual(
        "dukcapil",
        "KTP dan Dukcapil",
        "Identity cards and civil records",
        icon="id-card",
        hue="indigo",
        opd="disdukcapil",
    ),
    Usual("tawon", "Sarang tawon atau ular", "Wasps' nest or snake", icon="bug", hue="amber", opd="bpbd"),
    Usual("terlantar", "Orang terlantar", "Homeless or abandoned person", icon="hand-heart", hue="rose", opd="dinsos"),
    Usual("kebakaran", "Kebakaran", "Fire", icon="flame", hue="rose", opd="bpbd"),
    Usual("pelayanan", "Pelayanan petugas", "Service by officials", icon="users", hue="violet", opd="setda"),
    Usual("lainnya", "Lainnya", "Something else", icon="message-square-warning", hue="violet", opd="diskominfo"),
)


def usual_categories() -> list[SeedRow]:
    """The categories that every Pemda starts with."""
    return [
        SeedRow(
            "laksa.Category",
            {"code": usual.code},
            {
                "name_id": usual.name_id,
                "name_en": usual.name_en,
                "icon": usual.icon,
                "hue": usual.hue,
                "opd": SeedRef("organisation.Opd", code=usual.opd),
                "position": position,
            },
        )
        for position, usual in enumerate(USUAL, start=1)
    ]


@transaction.atomic
def save_category(*, category: Category, actor: Person) -> Category:
    """Add or change a category; one that is no longer used keeps its reports but takes no new ones."""
    require_role(actor, VERIFIER)
    is_new = category.pk is None
    if is_new:
        # Names repeat, codes must not; the officer never sees the code.
        category.code = f"{slugify(category.name_id)[:22]}-{uuid4().hex[:6]}"
    category.save()
    act = "laksa.category_added" if is_new else "laksa.category_changed"
    record(act=act, subject=category, actor=actor, label=category.name_id)
    return category
