"""What a killed run leaves: nothing, and a folder that starts again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
from contextlib import ExitStack
from pathlib import Path

from adopsi.runtime.environment import inherited
from adopsi.runtime.tests.processes import START, mentioning, started_services, within


def test_killed_supervisor_leaves_no_process_and_the_folder_starts_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with ExitStack() as stack:
        first = started_services(home, stack)
        assert any("postgres -D" in line for line in mentioning(home))
        first.kill()
        assert within(8, lambda: not mentioning(home)), mentioning(home)
        second = started_services(home, stack)
        second.terminate()
        assert second.wait(15) == 0
    assert mentioning(home) == []
    assert "database system was not properly shut down" not in (home / "logs" / "postgres.log").read_text()


def test_start_into_the_remains_of_a_killed_run_waits_for_them(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with ExitStack() as stack:
        started_services(home, stack).kill()
        started_services(home, stack)


def test_stale_lock_files_of_a_lost_machine_are_cleared(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with ExitStack() as stack:
        started_services(home, stack).terminate()
    # A number that lives but is no database, as after a reboot: this test itself.
    pid_file = home / "postgres" / "data" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{home / 'postgres' / 'data'}\n0\n5432\n{home / 'postgres'}\n\n  1 1\n")
    (home / "postgres" / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(home / "valkey" / "v.sock"))
    left.close()
    with ExitStack() as stack:
        started_services(home, stack)


def test_grandchildren_that_ignore_every_request_are_killed_too(tmp_path: Path) -> None:
    mark = f"stubborn-{os.getpid()}"
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {stubborn!r}, '{mark}'])"
    driver = textwrap.dedent(
        f"""
        import os, sys, time
        from pathlib import Path
        from adopsi.runtime.child import Service
        from adopsi.runtime.home import Home, held
        from adopsi.runtime.supervisor import Supervisor
        home = Home(Path(sys.argv[1]))
        with held(home, doing="a test") as lock:
            supervisor = Supervisor(home=home.root, logs=home.logs, lock=lock, say=print)
            supervisor.start(Service("web", (sys.executable, "-c", {parent!r}, "{mark}"), dict(os.environ)))
            time.sleep(600)
        """
    )
    supervisor = subprocess.Popen([sys.executable, "-c", driver, str(tmp_path / "home")], env=inherited())
    try:
        assert within(10, lambda: len([line for line in mentioning(mark) if "subprocess" not in line]) == 1)
    finally:
        supervisor.send_signal(signal.SIGKILL)
        supervisor.wait()
    assert within(8, lambda: not mentioning(mark)), mentioning(mark)


def test_closing_stdin_ends_the_services(tmp_path: Path) -> None:
    home = tmp_path / "home"
    ended = subprocess.run(
        [*START, "services", "--home", str(home)], env=inherited(), stdin=subprocess.DEVNULL, timeout=60, check=False
    )
    assert ended.returncode == 0
    assert mentioning(home) == []
