"""The collector is left alone while documents are made, and is as it was afterwards."""

from __future__ import annotations

import gc
import subprocess
import sys
from threading import Barrier, Thread

import pytest

from briefgen.collector import calm_collector


def test_the_collector_is_as_it_was_after_an_error() -> None:
    before = gc.get_threshold()

    def fail() -> None:
        with calm_collector():
            assert gc.get_threshold() != before
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert gc.get_threshold() == before


def test_the_collector_is_as_it_was_when_the_last_of_several_threads_is_done() -> None:
    before = gc.get_threshold()
    together = Barrier(4)

    def work() -> None:
        with calm_collector():
            together.wait(10)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert gc.get_threshold() == before


def test_a_collector_that_is_switched_off_stays_off() -> None:
    before = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with calm_collector():
            assert gc.get_threshold()[0] == 0
        assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)


_PROCESS = """
import atexit, gc
atexit.register(lambda: print(gc.get_threshold(), gc.get_freeze_count() > 0))  # goes last
from briefgen.cli.main import main
main(%s)
"""


@pytest.mark.parametrize(("arguments", "is_own"), [("", True), ("['--version']", False)])
def test_a_process_of_the_command_is_calm_to_its_end_and_one_that_calls_it_is_left_alone(
    arguments: str, is_own: bool
) -> None:
    command = [sys.executable, "-c", _PROCESS % arguments, "--version"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    threshold = "(100000, 50, 1000)" if is_own else str(gc.get_threshold())
    assert out.splitlines()[-1] == f"{threshold} {is_own}"
