"""Runs cells in a kernel; interrupts one once it has printed a text. JSON in, JSON out."""

import json
import queue
import sys
import time

from jupyter_client.manager import start_new_kernel

TIMEOUT = 120


def run(manager, client, cell):
    asked = client.execute(cell["code"])
    text, status, deadline = "", None, time.time() + TIMEOUT
    wanted = cell.get("interruptAt")
    while time.time() < deadline:
        try:
            message = client.get_iopub_msg(timeout=1)
        except queue.Empty:
            if not manager.is_alive():
                return {"status": "dead", "text": text}
            continue
        if message["parent_header"].get("msg_id") != asked:
            continue
        content = message["content"]
        if message["msg_type"] == "stream":
            text += content["text"]
        if message["msg_type"] == "execute_result":
            text += content["data"].get("text/plain", "")
        if message["msg_type"] == "error":
            status, text = "error", text + content["ename"] + ": " + content["evalue"]
        if message["msg_type"] == "status" and content["execution_state"] == "idle":
            return {"status": status or "ok", "text": text}
        if wanted and wanted in text:
            wanted = None
            manager.interrupt_kernel()
    return {"status": "dead", "text": text + " (no end after %d s)" % TIMEOUT}


manager, client = start_new_kernel(kernel_name="deno", startup_timeout=60)
try:
    print(json.dumps([run(manager, client, cell) for cell in json.loads(sys.argv[1])]))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
