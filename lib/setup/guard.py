"""Runs a Python module as `python -m` would, and dies with the process that started it.

A setup killed with `kill -9` cannot stop its children; without this, an orphaned pip would go on
writing into the folders that the next setup repairs.
"""

import os
import runpy
import signal
import sys
import threading


def stop(*_):
    if hasattr(os, "killpg"):
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def watch_parent():
    try:
        # The parent keeps stdin open and writes nothing: end of file means that it is gone.
        while os.read(0, 1024):
            pass
    finally:
        stop()


if hasattr(os, "setsid"):
    try:
        os.setsid()
    except PermissionError:
        pass
    if os.getpgrp() == os.getpid():
        signal.signal(signal.SIGTERM, stop)
        threading.Thread(target=watch_parent, daemon=True).start()

sys.path.pop(0)
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
