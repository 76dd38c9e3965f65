"""A run that cannot start says why and what to do."""

from __future__ import annotations

import socket
import subprocess
from contextlib import ExitStack
from pathlib import Path

import pytest

from adopsi.runtime import account
from adopsi.runtime.environment import inherited
from adopsi.runtime.errors import AccountMissing, EmbeddedRunError
from adopsi.runtime.home import LONGEST_SOCKET_PATH, Home
from adopsi.runtime.postgres import Cluster, initialise
from adopsi.runtime.tests.processes import START, mentioning, started_services


def make_run(home: Path, *, port: int) -> subprocess.CompletedProcess[str]:
    environment = {**inherited(), "ADOPSI_HOME": str(home), "ADOPSI_PORT": str(port)}
    return subprocess.run([*START, "run"], env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_second_run_in_the_same_folder_says_who_holds_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with ExitStack() as stack:
        first = started_services(home, stack)
        second = make_run(home, port=18999)
        assert second.returncode == 1
        assert f"already runs in {home}" in second.stderr
        assert f"process {first.pid}" in second.stderr
        assert "ADOPSI_HOME" in second.stderr
        assert first.poll() is None


def test_taken_port_names_the_variable_and_starts_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = make_run(home, port=port)
    assert refused.returncode == 1
    assert f"Port {port}" in refused.stderr
    assert "ADOPSI_PORT" in refused.stderr
    assert not (home / "postgres").exists()
    assert mentioning(home) == []


def test_impossible_port_is_refused(tmp_path: Path) -> None:
    refused = make_run(tmp_path / "home", port=70000)
    assert refused.returncode == 1
    assert "ADOPSI_PORT=70000" in refused.stderr


def test_cluster_of_another_version_is_left_alone(tmp_path: Path) -> None:
    cluster = Cluster(folder=tmp_path, sockets=tmp_path, account=None)
    cluster.data.mkdir()
    (cluster.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedRunError, match="PostgreSQL 17"):
        initialise(cluster, password="x", environment={}, logs=tmp_path)
    assert sorted(path.name for path in cluster.data.iterdir()) == ["PG_VERSION"]


def test_deep_folder_gets_a_short_place_for_its_sockets(tmp_path: Path) -> None:
    home = Home(tmp_path / ("deep" * 20) / ("er" * 20))
    home.create()
    socket_path = home.postgres_sockets() / ".s.PGSQL.5432.lock"
    assert len(str(socket_path)) <= LONGEST_SOCKET_PATH
    assert home.postgres_sockets() == socket_path.parent
    assert home.valkey_socket().parent != socket_path.parent
    for folder in (socket_path.parent, home.valkey_socket().parent):
        assert folder.stat().st_mode & 0o777 == 0o700
        folder.rmdir()


def test_root_without_any_way_into_the_folder_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(account, "_holds", lambda _capability: False)
    monkeypatch.setattr(account, "_may", lambda path, _account, _bits: path != closed)
    with pytest.raises(AccountMissing, match="other users may enter"):
        account.account_for(closed / "postgres", programs=())
    assert closed.stat().st_mode & 0o777 == 0o700
