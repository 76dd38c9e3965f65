"""Releases: a module's migrations compiled once into SQL that any Pemda's schema can replay.

`build` makes them, `shelf` finds them, `seeds` carries their default data; docs/decisions/0009 has the reasons.
"""

CORE_SLUG = "inti"
