"""The contract of the tests' module, version by version."""

from catalog.manifest import Change, Dimension, Hue, Kind, Manifest, Role, SeedRef, SeedRow, Text, Tile


def manifest(version: str) -> Manifest:
    """The manifest as it was with that version."""
    return Manifest(
        slug="tiruan",
        version=version,
        title=Text("Tiruan", "Imitation"),
        summary=Text("Untuk uji mesin.", "For tests of the engine."),
        description=Text("Untuk uji mesin.", "For tests of the engine."),
        icon="map-pin",
        owner_opd="diskominfo",
        dimension=Dimension.GOVERNANCE,
        kind=Kind.CITIZEN,
        roles=(Role("tiruan.petugas", Text("Petugas", "Officer"), Text("Bekerja.", "Works.")),),
        tile=Tile(Text("Tiruan", "Imitation"), "map-pin", Hue.TEAL, "index"),
        default_data=f"provisioning.tests.tiruan.manifest.rows_{version.replace('.', '_')}",
        changelog=(Change(version, "2026-11-22", (Text("Rilis uji.", "A test release."),)),),
        park_days=30,
    )


def rows_1_0_0() -> list[SeedRow]:
    """What a Pemda starts with."""
    return [
        SeedRow("tiruan.Place", {"code": "balai"}, {"name": "Balai", "facts": {"lantai": 2}}),
        SeedRow("tiruan.Place", {"code": "taman"}, {"name": "Taman"}),
        SeedRow("tiruan.Place", {"code": "pasar"}, {"name": "Pasar"}),
        SeedRow("tiruan.Note", {"text": "selamat"}, {"place": SeedRef("tiruan.Place", code="balai")}),
    ]


def rows_1_1_0() -> list[SeedRow]:
    """Better names, and one row more."""
    return [
        SeedRow("tiruan.Place", {"code": "balai"}, {"name": "Balai Kota", "facts": {"lantai": 3}}),
        SeedRow("tiruan.Place", {"code": "taman"}, {"name": "Taman Kota"}),
        SeedRow("tiruan.Place", {"code": "pasar"}, {"name": "Pasar Baru"}),
        SeedRow("tiruan.Place", {"code": "museum"}, {"name": "Museum"}),
        SeedRow("tiruan.Note", {"text": "selamat"}, {"place": SeedRef("tiruan.Place", code="balai")}),
    ]


# The one release that changes a table and nothing else: a rollout does it in one message.
rows_1_0_1 = rows_1_4_0 = rows_1_0_0
rows_1_2_0 = rows_1_3_0 = rows_2_0_0 = rows_1_1_0
