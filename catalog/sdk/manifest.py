"""The words in which a module states its contract."""

from catalog.manifest import (
    Change,
    Dimension,
    HelpPage,
    Hue,
    Kind,
    Manifest,
    MenuItem,
    NotificationKind,
    PersonalData,
    Requirement,
    Role,
    SeedRef,
    SeedRow,
    Text,
    Tile,
)

__all__ = [
    "Change",
    "Dimension",
    "HelpPage",
    "Hue",
    "Kind",
    "Manifest",
    "MenuItem",
    "NotificationKind",
    "PersonalData",
    "Requirement",
    "Role",
    "SeedRef",
    "SeedRow",
    "Text",
    "Tile",
]
