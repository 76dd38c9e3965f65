"""How services are kept up, given up and ended."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from adopsi.runtime.child import Service
from adopsi.runtime.errors import ServiceFailed
from adopsi.runtime.home import Home, held
from adopsi.runtime.supervisor import RESTARTS, Supervisor


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    home = Home(tmp_path / "home")
    with held(home, doing="a test") as lock:
        supervisor = Supervisor(home=home.root, logs=home.logs, lock=lock, say=said.append)
        yield supervisor
        supervisor.stop()


def program(name: str, code: str, *, holds_data: bool = False) -> Service:
    return Service(name, (sys.executable, "-S", "-c", code), dict(os.environ), holds_data=holds_data)


def test_service_that_keeps_ending_is_given_up_with_its_log(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.start(program("web", "print('no such table', flush=True); raise SystemExit(3)"))
    with pytest.raises(ServiceFailed, match="(?s)web ended with 3.*no such table"):
        supervisor.watch()
    assert len(said) == RESTARTS
    assert "starting it again" in said[0]


def test_service_that_holds_data_is_not_started_again(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.start(program("postgres", "raise SystemExit(1)", holds_data=True))
    with pytest.raises(ServiceFailed, match="postgres ended with 1"):
        supervisor.watch()
    assert said == []


def test_failed_step_shows_the_end_of_its_log(supervisor: Supervisor) -> None:
    with pytest.raises(ServiceFailed, match="(?s)migrate failed with 1.*column missing"):
        supervisor.complete(program("migrate", "raise SystemExit('column missing')"))


def test_shown_step_repeats_its_output(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.complete(program("demo", "print('Kota Tangerang'); print('selesai')"), shown=True)
    assert "\n".join(said).splitlines() == ["Kota Tangerang", "selesai"]


def test_step_does_not_outlive_a_service_it_may_wait_for(supervisor: Supervisor) -> None:
    supervisor.start(program("provisioner", "raise SystemExit(1)"))
    with pytest.raises(ServiceFailed, match="provisioner ended"):
        supervisor.complete(program("demo", "import time; time.sleep(600)"))


def test_services_end_in_reverse_order_even_when_they_do_not_listen(supervisor: Supervisor, tmp_path: Path) -> None:
    order = tmp_path / "order"
    ending = (
        "import signal, sys, time\n"
        f"def end(*_):\n    open({str(order)!r}, 'a').write('%s ')\n    sys.exit()\n"
        "signal.signal(signal.SIGTERM, end)\nprint('up', flush=True)\ntime.sleep(600)"
    )
    deaf = (
        "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('up', flush=True)\ntime.sleep(600)"
    )
    logs = tmp_path / "home" / "logs"
    services = []
    for name, code in (("database", ending % "database"), ("worker", deaf), ("web", ending % "web")):
        log = logs / f"{name}.log"
        services.append(
            Service(
                name,
                (sys.executable, "-S", "-c", code),
                dict(os.environ),
                ready=lambda log=log: "up" in log.read_text(),
                stop_seconds=1,
            )
        )
        supervisor.start(services[-1])
    supervisor.wait_ready(seconds=20)
    supervisor.stop()
    assert order.read_text() == "web database "
