"""A handful of the drill's kill points, so that the drill itself stays alive."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from adopsi.runtime import environment
from tests.drills.__main__ import Stage
from tests.drills.report import merge, report
from tests.drills.servers import servers


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    home = tmp_path_factory.mktemp("drill")
    with servers(home) as addresses:
        stage = Stage(home, {**addresses, "ADOPSI_HOME": str(home)})
        assert stage.play("setup", "setup")
        yield stage


def test_a_rollout_killed_inside_its_message_goes_on(stage):
    found = stage.play("rollout", "rollout", "1.4.0", "1", "message:inside,message:after,ring:before")
    assert found is not None
    figures = found["operations"]["rollout"]
    assert figures["kills"] >= 5
    assert (figures["half_made"], figures["unfinished"], figures["problems"]) == (0, 0, [])


def test_workers_killed_at_a_few_points_leave_nothing_half_made(stage, tmp_path):
    found = stage.play("steps", "steps", "1", "enable", "tables:inside,commit:before,commit:after,announce:after")
    assert found is not None
    enable = found["operations"]["enable"]
    assert (enable["kills"], enable["half_made"], enable["unfinished"], enable["missed"]) == (4, 0, 0, 0)
    said = []
    assert report(merge([found]), file=tmp_path / "drill.json", seconds=1.0, say=said.append) == 0
    written = json.loads((tmp_path / "drill.json").read_text())
    assert (written["kills"], written["enable"]["kills"], written["half_made"]) == (4, 4, 0)
    assert any(line.startswith("enable") for line in said)


def test_what_is_half_made_is_counted_and_fails_the_drill(tmp_path):
    broken = {"kills": 3, "half_made": 1, "unfinished": 0, "longest_recovery_s": 2.0, "missed": 0, "problems": ["x"]}
    said = []
    merged = merge([{"operations": {"create": broken}, "faults": {}}])
    assert report(merged, file=tmp_path / "drill.json", seconds=1.0, say=said.append) == 1
    assert "  ! x" in said


def test_the_drill_refuses_a_scene_that_does_not_exist():
    done = subprocess.run(
        [sys.executable, "-m", "tests.drills", "--only", "nothing"],
        env={**environment.inherited(), "PATH": os.environ["PATH"]},
        cwd=Path(__file__).resolve().parent.parent,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "no such scene: nothing" in done.stderr
