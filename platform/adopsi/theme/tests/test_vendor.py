"""Third-party files are the pinned ones, unchanged, with their licences."""

import json

from adopsi.theme import vendoring


def test_every_file_is_the_recorded_one() -> None:
    assert vendoring.CHECKSUMS.read_text(encoding="utf-8").splitlines() == vendoring.checksum_lines()


def test_every_package_brings_its_licence() -> None:
    folders = {path.parent for path in vendoring.committed_files() if path.parent.name != "images"}
    assert len(folders) == 8
    assert [folder for folder in folders if not (folder / "LICENSE").is_file()] == []


def test_pins_are_exact_and_agree_with_the_folders() -> None:
    versions = vendoring.pinned_versions()
    assert all(version[0].isdigit() for version in versions.values())
    folders = {path.parent.name for path in vendoring.committed_files()}
    for package, (name, _) in vendoring.SERVED.items():
        assert f"{name}-{versions[package]}" in folders


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((vendoring.VENDOR / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: facts for name, facts in lock["packages"].items() if name}
    assert all("resolved" not in facts for facts in packages.values())
    assert all(facts["integrity"].startswith("sha512-") for facts in packages.values())
