"""Executes one notebook on the project's kernel: run_notebook.py INPUT OUTPUT FOLDER.

FOLDER is the kernel's working directory. Progress goes to stdout, one JSON object per line:
start {cells}, cell {index, seconds}, error {index, name, message}, done. The executed notebook is
written to OUTPUT also when a cell fails, for a look at what happened.
"""

import json
import os
import signal
import sys
import threading
import time

# An optional checker of identifiers that jsonschema would import: it compiles a grammar for seconds.
sys.modules["rfc3987_syntax"] = None

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError


def tell(event, **facts):
    # A leading mark sets progress apart from whatever libraries print.
    print("@" + json.dumps({"event": event, **facts}), flush=True)


def execute(source, target, folder):
    notebook = nbformat.read(source, as_version=4)
    cells = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    state = {"number": 0, "begin": time.monotonic()}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None

    def on_start(cell, cell_index):
        if cell_index in cells:
            state.update(number=cells.index(cell_index) + 1, begin=time.monotonic())
            tell("begin", index=state["number"])

    def on_executed(cell, cell_index, execute_reply):
        if execute_reply["content"]["status"] == "ok":
            tell("cell", index=state["number"], seconds=time.monotonic() - state["begin"])

    client = NotebookClient(
        notebook,
        kernel_name="deno",
        timeout=None,
        startup_timeout=120,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": folder}},
        on_cell_start=on_start,
        on_cell_executed=on_executed,
    )
    watch_parent(client)
    tell("start", cells=len(cells))
    try:
        client.execute()
        tell("done")
    except CellExecutionError as error:
        tell("error", index=state["number"], name=error.ename, message=error.evalue)
    except DeadKernelError:
        message = "the kernel died (out of memory, a crash in native code, or Deno.exit)"
        tell("error", index=state["number"], name="DeadKernelError", message=message)
    finally:
        nbformat.write(notebook, target)


def watch_parent(client):
    """Stops the kernel when the process that waits for us is gone: it would run on for hours."""

    def watch():
        while os.read(0, 1024):
            pass
        pid = getattr(getattr(client.km, "provisioner", None), "pid", None)
        if pid:
            os.kill(pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    execute(*sys.argv[1:])
