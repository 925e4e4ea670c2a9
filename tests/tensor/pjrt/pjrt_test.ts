/** A PJRT device computes what libtensorflow does; skipped where no plugin for the CPU is installed. */
import { assert } from "@std/assert";
import { fileURLToPath } from "node:url";
import { locateLibrary } from "../../../lib/tensor/libtensorflow/locate.ts";
import { locatePlugin } from "../../../lib/tensor/pjrt/locate.ts";

interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

const plugin = locatePlugin(), library = locateLibrary();
const missing = [plugin, library].filter((each) => typeof each === "string");
if (missing.length) console.log(`Tests of PJRT devices are skipped: ${missing.join("; ")}.`);

/** What a script tells, run with a device as `compile`'s backend. */
async function findingsOf(script: string, env: Record<string, string> = {}): Promise<Finding[]> {
  const { path } = plugin as { path: string };
  const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", fileURLToPath(new URL(script, import.meta.url))],
    env: { TENSOR_BACKEND: "pjrt", PJRT_PLUGIN: path, TENSOR_PJRT_CACHE: "off", ...env },
  }).output();
  assert(code === 0, new TextDecoder().decode(stderr));
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Finding);
}

Deno.test({
  name: "a PJRT device computes what libtensorflow does",
  ignore: missing.length > 0,
  async fn(t) {
    const findings = await findingsOf("./device.ts");
    assert(findings.length > 150, `only ${findings.length} findings`);
    for (const { name, ok, detail } of findings) {
      await t.step(name, () => assert(ok, `${name}: ${detail}`));
    }
  },
});

Deno.test({
  name: "four devices of the CPU's plugin train as one does",
  ignore: missing.length > 0 || (plugin as { accelerator: boolean }).accelerator,
  async fn() {
    const findings = await findingsOf("./devices.ts", { TENSOR_DEVICES: "4" });
    for (const { name, ok, detail } of findings) assert(ok, `${name}: ${detail}`);
  },
});
