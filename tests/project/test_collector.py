"""The collector is left alone while documents are made, and is as it was afterwards."""

from __future__ import annotations

import gc
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
