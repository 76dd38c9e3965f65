"""The walls of the house, beyond what import-linter sees."""

import ast
import re
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
ROOMS = [ROOT / "platform" / "adopsi", ROOT / "tenants", ROOT / "catalog", ROOT / "provisioning"]
SOURCES = [file for room in ROOMS for file in room.rglob("*.py")]
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "misc.py"}


def test_platform_stays_the_standard_librarys():
    assert not (ROOT / "platform" / "__init__.py").exists()
    import platform

    assert "adopsi" not in (platform.__file__ or "")
    assert platform.python_version().startswith(str(sys.version_info.major))


def test_no_grab_bag_files():
    assert [file for file in SOURCES if file.name in FORBIDDEN_NAMES] == []


def test_no_file_is_empty():
    assert [file for file in SOURCES if not file.read_text().strip()] == []


def test_environment_is_read_in_one_place():
    allowed = {"env.py", "base.py"}
    found = [
        file.relative_to(ROOT)
        for file in SOURCES
        if "os.environ" in file.read_text()
        and file.name not in allowed
        and "runtime" not in file.parts
        and "tests" not in file.parts
        and ".setdefault(" not in file.read_text()
    ]
    assert found == []


@pytest.mark.parametrize("slug", settings.MODULE_LABELS)
def test_a_modules_relations_stay_in_the_pemdas_schema_and_out_of_other_modules(slug):
    allowed = settings.PER_PEMDA_LABELS | {slug}
    for model in apps.get_app_config(slug).get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.is_relation and field.related_model is not None:
                assert field.related_model._meta.app_label in allowed, f"{model.__name__}.{field.name}"


@pytest.mark.parametrize("slug", settings.MODULE_LABELS)
def test_a_module_names_no_other_module(slug):
    others = set(settings.MODULE_LABELS) - {slug}
    folder = ROOT / "catalog" / "modules" / slug
    for file in folder.rglob("*"):
        if file.suffix in {".py", ".html"} and "tests" not in file.parts:
            text = file.read_text()
            for other in others:
                assert f"catalog.modules.{other}" not in text, file
                assert f"{other}:" not in re.sub(r"https?:", "", text), file


@pytest.mark.parametrize("slug", settings.MODULE_LABELS)
def test_a_module_imports_only_the_sdk(slug):
    own = f"catalog.modules.{slug}"
    rooms = ("adopsi", "tenants", "catalog", "provisioning")
    for file in (ROOT / "catalog" / "modules" / slug).rglob("*.py"):
        if "tests" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom) and node.level == 0
                else []
            )
            for name in names:
                if name.split(".")[0] in rooms:
                    assert name.startswith((own, "catalog.sdk")), f"{file}: {name}"


def test_no_shared_table_points_into_a_pemda_or_back():
    for model in apps.get_models():
        label = model._meta.app_label
        if label in settings.SHARED_ONLY_LABELS:
            for field in model._meta.get_fields():
                if field.is_relation and field.related_model is not None:
                    assert field.related_model._meta.app_label in settings.SHARED_ONLY_LABELS
