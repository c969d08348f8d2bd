"""The garbage collector while much is made and little thrown away.

A brief and its pages are trees without cycles that only grow. The collector goes through all of them again and again as
they grow, for nothing: a fifth of the time at a hundred pages, more at a thousand. Young objects are still looked at.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_CALM = (100_000, 50, 1_000)  # the young after so many new objects; the oldest hardly ever
_lock = Lock()
_inside = 0
_before = (0, 0, 0)


def calm_process() -> None:
    """Be calm to the end of this process, and leave what is there then to the system, which takes it all at once."""
    _calm()
    atexit.register(gc.freeze)


@contextmanager
def calm_collector() -> Iterator[None]:
    """Leave objects that have lived for a while alone, in all threads, until the last one that asked for it is done."""
    global _inside, _before
    with _lock:
        if not _inside:
            _before = gc.get_threshold()
            _calm()
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.set_threshold(*_before)


def _calm() -> None:
    if gc.get_threshold()[0]:  # whoever has switched the collector off knows why
        gc.set_threshold(*_CALM)
