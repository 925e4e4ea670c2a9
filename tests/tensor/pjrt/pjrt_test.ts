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

Deno.test({
  name: "a PJRT device computes what libtensorflow does",
  ignore: missing.length > 0,
  async fn(t) {
    const { path } = plugin as { path: string };
    const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", fileURLToPath(new URL("./device.ts", import.meta.url))],
      env: { TENSOR_BACKEND: "pjrt", PJRT_PLUGIN: path, TENSOR_PJRT_CACHE: "off" },
    }).output();
    const lines = new TextDecoder().decode(stdout).trim().split("\n");
    assert(code === 0, new TextDecoder().decode(stderr));
    const findings = lines.map((line) => JSON.parse(line) as Finding);
    assert(findings.length > 150, `only ${findings.length} findings`);
    for (const { name, ok, detail } of findings) {
      await t.step(name, () => assert(ok, `${name}: ${detail}`));
    }
  },
});
