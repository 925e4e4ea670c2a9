"""Times programs that the engine wrote, run by JAX: a reference for `deno task bench --device=pjrt`.

    TENSOR_PJRT_DUMP=FOLDER deno task bench --device=pjrt --task=sudoku --network=relational
    python3 lib/tensor/pjrt/time_by_jax.py FOLDER/*step.mlir

Needs JAX of the same device, and XLA_PYTHON_CLIENT_PREALLOCATE=false where another program holds the
memory. Inputs are random; what a program may overwrite is kept, as the benchmark keeps it.
"""

import re
import sys
import time

import jax
import numpy as np
from jax._src.lib import xla_client

CALLS, RUNS = 40, 5
WHOLE = {"i32": np.int32, "i64": np.int64, "ui32": np.uint32, "ui64": np.uint64}


def inputs(text):
    """Random arrays of the shapes that the module's main function takes."""
    arguments = re.search(r"@main\((.*?)\) -> \(", text, re.S).group(1)
    rng = np.random.default_rng(0)
    for shaped in re.findall(r"%arg\d+: tensor<([^>]*)>", arguments):
        *sizes, element = shaped.split("x")
        shape = [int(size) for size in sizes]
        if element == "f32":
            yield np.asarray(rng.normal(size=shape) * 0.1, np.float32)
        elif element == "i1":
            yield np.zeros(shape, bool)
        else:
            yield np.asarray(rng.integers(0, 9, size=shape), WHOLE[element])


def median_and_pipelined(run):
    """Milliseconds of a call that is waited for, and of one among many of which only the last is."""
    wait = jax.block_until_ready
    wait(run())
    times = []
    for _ in range(CALLS):
        start = time.perf_counter()
        wait(run())
        times.append(time.perf_counter() - start)
    pipelined = []
    for _ in range(RUNS):
        start = time.perf_counter()
        for _ in range(CALLS):
            last = run()
        wait(last)
        pipelined.append((time.perf_counter() - start) / CALLS)
    return 1e3 * np.median(times), 1e3 * np.median(pipelined)


def main(paths):
    device = jax.devices()[0]
    client = device.client
    print(f"JAX {jax.__version__} on {device.device_kind}")
    for path in paths:
        with open(path) as file:
            text = file.read().replace("tf.aliasing_output", "kept.aliasing_output")
        start = time.perf_counter()
        devices = xla_client.DeviceList((device,))
        program = client.compile_and_load(text, devices, xla_client.CompileOptions())
        compiled = time.perf_counter() - start
        given = [jax.device_put(value, device) for value in inputs(text)]

        def run():
            outputs = program.execute_sharded(given).disassemble_into_single_device_arrays()
            return outputs[-1]

        waited, pipelined = median_and_pipelined(run)
        print(f"{path}: {waited:.2f} ms, unwaited {pipelined:.2f} ms, compiled in {compiled:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
