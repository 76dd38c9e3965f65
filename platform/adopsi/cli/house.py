"""`adopsi check-house`: what linters do not see: migrations, templates, translations, the design's and the house's rules."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.template import TemplateSyntaxError
from django.template.loader import get_template

from adopsi.cli import house_allowed, house_rules
from adopsi.cli.printing import say

INLINE = re.compile(
    r"<script(?![^>]*\b(src|type=\"application/(json|ld\+json)\")=?)[^>]*>|<style[\s>]|\son[a-z]+=\"|\sstyle=\"", re.I
)
# A mail client knows no stylesheet of ours.
MAY_STYLE = ("mail.html", "500.html")
ENTRY = re.compile(r'^msgid "(.*)"$')


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `check-house`."""
    parser = commands.add_parser("check-house", help="memeriksa migrasi, templat, dan terjemahan")
    parser.set_defaults(command=check_house)


def check_house(options: argparse.Namespace) -> int:
    """Print every fault; 1 when there is one."""
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        say("Model berubah tanpa migrasi.")
        return 1
    faults = [*_template_faults(), *_translation_faults(), *_rule_faults()]
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    say(f"{len(faults)} kesalahan.")
    return 1 if faults else 0


def own_apps() -> Iterator[tuple[str, Path]]:
    """The label and folder of each app of this house."""
    for config in apps.get_app_configs():
        if config.name.split(".")[0] in {"adopsi", "tenants", "catalog", "provisioning"}:
            yield config.label, Path(config.path)


def _rule_faults() -> Iterator[str]:
    root = Path(__file__).resolve().parents[3]
    folders = [root / name for name in ("platform/adopsi", "tenants", "catalog", "provisioning")]
    yield from house_rules.faults_of(folders, root=root, allowed=house_allowed.ALLOWED)


def _template_faults() -> Iterator[str]:
    for _label, folder in own_apps():
        root = folder / "templates"
        for file in sorted(root.rglob("*.html")):
            name = file.relative_to(root).as_posix()
            try:
                get_template(name)
            except TemplateSyntaxError as error:
                yield f"{file}: {error}"
            if not file.name.endswith(MAY_STYLE) and INLINE.search(file.read_text()):
                yield f"{file}: inline script or style, which the content security policy blocks"


def _translation_faults() -> Iterator[str]:
    for label, folder in own_apps():
        catalog = folder / "locale" / "en" / "LC_MESSAGES" / "django.po"
        if not catalog.exists():
            continue
        if not catalog.with_suffix(".mo").exists():
            yield f"{catalog}: not compiled"
        for block in catalog.read_text().split("\n\n"):
            if "#, fuzzy" in block or re.search(r'^msgstr(\[\d\])? ""$(?!\n")', block, re.M):
                found = ENTRY.search(block) or re.search(r'msgid "(.*)"', block)
                if found and found.group(1) != "":
                    yield f"{label}: untranslated: {found.group(1)[:80]}"
