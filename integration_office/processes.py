"""Processes that never outlive the one that started them, not even its kill -9."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO


PR_SET_PDEATHSIG = 1
TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def follow(parent: int, by: signal.Signals) -> None:
    """Ask the kernel for the signal `by` as soon as our parent process is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, by)
        if os.getppid() != parent:
            os._exit(1)


def spawn(
    command: list[str | Path],
    *,
    ends_by: signal.Signals | None = signal.SIGTERM,
    before: Callable[[], None] | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | str | None = None,
    output: IO[bytes] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own: Ctrl-C reaches us first, and we decide the order."""
    parent = os.getpid()

    def prepare() -> None:
        # Our handlers would swallow a signal that comes before the new programme runs, and what
        # we ignore it would ignore for ever.
        for number in TO_STOP:
            signal.signal(number, signal.SIG_DFL)
        if before is not None:
            before()
        if ends_by is not None:
            follow(parent, ends_by)  # after `before`: changing the user forgets it

    return subprocess.Popen(
        command,
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=None if output is None else subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=prepare,
    )


def end(process: subprocess.Popen[bytes], *, patience: float = 15) -> None:
    """Ask politely, then not: whatever the process started goes with it."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
