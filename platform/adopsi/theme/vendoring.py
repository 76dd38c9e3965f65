"""Fetch the pinned third-party front-end files and record their checksums: `python -m adopsi.theme.vendoring`.

Needs npm, and the package brotli for the font; nothing else in Adopsi does. What it writes is committed, so neither a build nor a run needs it.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from adopsi.theme.font_subset import cut, text_font, whole_font

THEME = Path(__file__).resolve().parent
VENDOR = THEME / "vendor"
STATIC_VENDOR = THEME / "static" / "vendor"
CHECKSUMS = VENDOR / "checksums.sha256"

# npm package -> (folder name, files to copy as {path in the package: path in our folder}).
SERVED: dict[str, tuple[str, dict[str, str]]] = {
    "htmx.org": ("htmx", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"}),
    "@alpinejs/csp": ("alpinejs-csp", {"dist/cdn.min.js": "alpine-csp.min.js"}),
    "leaflet": (
        "leaflet",
        {
            "dist/leaflet.js": "leaflet.js",
            "dist/leaflet.css": "leaflet.css",
            "dist/images/layers.png": "images/layers.png",
            "dist/images/layers-2x.png": "images/layers-2x.png",
            "dist/images/marker-icon.png": "images/marker-icon.png",
            "LICENSE": "LICENSE",
        },
    ),
    "leaflet.markercluster": (
        "leaflet.markercluster",
        {
            "dist/leaflet.markercluster.js": "leaflet.markercluster.js",
            "dist/MarkerCluster.css": "MarkerCluster.css",
            "MIT-LICENCE.txt": "LICENSE",
        },
    ),
    "jsqr": ("jsqr", {"dist/jsQR.js": "jsQR.js", "LICENSE": "LICENSE"}),
    "@fontsource-variable/plus-jakarta-sans": (
        "plus-jakarta-sans",
        {"files/plus-jakarta-sans-latin-wght-normal.woff2": "latin-wght-normal.woff2", "LICENSE": "LICENSE"},
    ),
}
# daisyUI comes as hundreds of modules; the build reads it as two files, as its own releases offer them.
DAISYUI = {"index.js": "daisyui.mjs", "theme/index.js": "daisyui-theme.mjs"}


def pinned_versions() -> dict[str, str]:
    """The exact version of every third-party package, by npm name."""
    manifest = json.loads((VENDOR / "package.json").read_text(encoding="utf-8"))
    return {**manifest["dependencies"], **manifest["devDependencies"]}


def committed_files() -> list[Path]:
    """Every third-party file Adopsi carries, sorted by path."""
    folders = [STATIC_VENDOR, *(path for path in VENDOR.iterdir() if path.is_dir())]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def checksum_lines() -> list[str]:
    """One `sha256  path` line for every third-party file, in the form `sha256sum --check` reads."""
    return [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(THEME).as_posix()}"
        for path in committed_files()
    ]


def _run(command: list[str], folder: Path) -> None:
    # A developer's own npm, with words that all stand in this file.
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603


def _copy_served(modules: Path, versions: dict[str, str]) -> None:
    shutil.rmtree(STATIC_VENDOR, ignore_errors=True)
    for package, (name, files) in SERVED.items():
        for source, target in files.items():
            destination = STATIC_VENDOR / f"{name}-{versions[package]}" / target
            destination.parent.mkdir(parents=True, exist_ok=True)
            text = (modules / package / source).read_bytes()
            # A source map comment would make hashed static storage look for a file we do not ship.
            lines = [line for line in text.splitlines(True) if not line.startswith(b"//# sourceMappingURL")]
            destination.write_bytes(b"".join(lines) if target.endswith(".js") else text)
    _write_alpine_licence(modules, STATIC_VENDOR / f"alpinejs-csp-{versions['@alpinejs/csp']}" / "LICENSE")


def _write_alpine_licence(modules: Path, target: Path) -> None:
    # Alpine's npm package states its MIT licence in package.json only; the build carries @vue/reactivity within it.
    vue = (modules / "@vue" / "reactivity" / "LICENSE").read_text(encoding="utf-8")
    terms = vue[vue.index("Permission is hereby granted") :]
    alpine = "The MIT License (MIT)\n\nCopyright (c) Caleb Porzio and contributors\n\n" + terms
    target.write_text(f"Alpine.js\n\n{alpine.rstrip()}\n\n\n@vue/reactivity, bundled within\n\n{vue}", encoding="utf-8")


def _bundle_build_only(modules: Path, versions: dict[str, str]) -> None:
    daisyui = VENDOR / f"daisyui-{versions['daisyui']}"
    lucide = VENDOR / f"lucide-static-{versions['lucide-static']}"
    for folder in (daisyui, lucide):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    esbuild = [str(modules / ".bin" / "esbuild"), "--bundle", "--format=esm", "--minify"]
    for source, target in DAISYUI.items():
        _run([*esbuild, str(modules / "daisyui" / source), f"--outfile={daisyui / target}"], modules)
    shutil.copy(modules / "daisyui" / "LICENSE", daisyui / "LICENSE")
    nodes = json.loads((modules / "lucide-static" / "icon-nodes.json").read_bytes())
    lines = ",\n".join(f"{json.dumps(name)}:{json.dumps(nodes[name], separators=(',', ':'))}" for name in sorted(nodes))
    (lucide / "icon-nodes.json").write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    shutil.copy(modules / "lucide-static" / "LICENSE", lucide / "LICENSE")


def fetch() -> None:
    """Install the pinned packages in a scratch folder, copy what Adopsi uses and write the checksums."""
    versions = pinned_versions()
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(VENDOR / name, scratch)
        _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], Path(scratch))
        modules = Path(scratch) / "node_modules"
        _copy_served(modules, versions)
        cut(whole_font(), text_font())
        _bundle_build_only(modules, versions)
    CHECKSUMS.write_text("\n".join(checksum_lines()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    fetch()
