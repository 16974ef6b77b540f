"""Jobs for a guard that end badly: tests/test_limits.py."""

import os
import signal
import time


def bad(job: dict) -> dict:
    """Does what the job names."""
    what = job["what"]
    if what == "sleeps":
        time.sleep(60)
    elif what == "works":
        while True:
            pass
    elif what == "grows":
        held = []
        while True:
            held.append(bytearray(50_000_000))
    elif what == "crashes":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif what == "leaves":
        os._exit(3)
    elif what == "fails":
        raise ZeroDivisionError
    elif what == "prints":
        print("no answer at all", flush=True)
    return {"done": what, "by": os.getpid()}
