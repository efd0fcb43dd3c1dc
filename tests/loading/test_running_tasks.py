"""The record of running tasks is read while the workers write it."""

import os
import signal
import time
from itertools import count

from boardwright.loading.running_tasks import RunningTasks


def test_a_task_never_has_the_start_time_of_another_task():
    """A reader that mixed two records reported a file as slow in the moment when it began: it took
    the number of the new task and the time 0.
    """
    running = RunningTasks(slots=1)
    worker = os.fork()
    if not worker:
        for number in count():
            running.begin(0, pid=1, number=number)
            running.clear(0)
    try:
        end = time.monotonic() + 0.5
        seconds = [
            task.seconds
            for _ in iter(lambda: time.monotonic() < end, False)
            for task in running.find_all()
        ]
    finally:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
    assert len(seconds) > 100
    assert max(seconds) < 0.5
