/** A PJRT device computes what libtensorflow does; skipped where no plugin for the CPU is installed. */
import { assert } from "@std/assert";
import { fileURLToPath } from "node:url";
import { decodeSafetensors } from "../../../lib/training/safetensors.ts";
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
async function findingsOf(
  script: string,
  env: Record<string, string> = {},
  args: readonly string[] = [],
): Promise<Finding[]> {
  const { path } = plugin as { path: string };
  const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", fileURLToPath(new URL(script, import.meta.url)), ...args],
    env: { TENSOR_BACKEND: "pjrt", PJRT_PLUGIN: path, TENSOR_PJRT_CACHE: "off", ...env },
  }).output();
  assert(code === 0, new TextDecoder().decode(stderr));
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Finding);
}

/** Asserts all that a script finds; it must find something. */
async function assertAll(script: string, env: Record<string, string>): Promise<void> {
  const findings = await findingsOf(script, env);
  assert(findings.length > 0, `${script} found nothing`);
  for (const { name, ok, detail } of findings) assert(ok, `${name}: ${detail}`);
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
    await assertAll("./devices.ts", { TENSOR_DEVICES: "4" });
  },
});

Deno.test({
  name: "TF32 is emulated on a CPU: products of entries with ten bits of mantissa",
  ignore: missing.length > 0 || (plugin as { accelerator: boolean }).accelerator,
  async fn() {
    await assertAll("./precision.ts", { TENSOR_PRECISION: "tf32" });
  },
});

for (const name of ["pjrt", "tensorflow"]) {
  Deno.test({
    name: `memory is flat over 10,000 steps (${name})`,
    ignore: missing.length > 0,
    async fn() {
      const [found] = await findingsOf("./memory.ts", { TENSOR_BACKEND: name });
      assert(found!.name === name && found!.ok, `${found!.name} grew by ${found!.detail}`);
    },
  });
}

Deno.test({
  name: "the training loop, which steps ahead on a device, passes its own tests there",
  ignore: missing.length > 0,
  async fn() {
    const tests = fileURLToPath(new URL("../../training/trainer_test.ts", import.meta.url));
    const { path } = plugin as { path: string };
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--no-check", tests],
      env: { TENSOR_BACKEND: "pjrt", PJRT_PLUGIN: path, NO_COLOR: "1" },
    }).output();
    const said = new TextDecoder().decode(stdout);
    assert(code === 0 && /\b6 passed/.test(said), said);
  },
});

/** All parameters of a checkpoint, one after another. */
function parametersOf(folder: string): number[] {
  const { files } = JSON.parse(Deno.readTextFileSync(`${folder}/checkpoint.json`));
  const { tensors } = decodeSafetensors(Deno.readFileSync(`${folder}/${files.params}`));
  const names = Object.keys(tensors).sort();
  return names.flatMap((name) => [...tensors[name]!.values]);
}

Deno.test({
  name: "a run begun on one backend goes on on another",
  ignore: missing.length > 0,
  async fn() {
    const folder = Deno.makeTempDirSync();
    try {
      const train = async (name: string, backend: string, step: number) => {
        const args = [`${folder}/${name}`, `${step}`];
        const [found] = await findingsOf("./resume.ts", { TENSOR_BACKEND: backend }, args);
        assert(found!.name === backend, `${found!.name} computed, not ${backend}`);
      };
      await train("one", "tensorflow", 6);
      await train("there", "tensorflow", 3);
      await train("there", "pjrt", 6);
      await train("back", "pjrt", 3);
      await train("back", "tensorflow", 6);
      const expected = parametersOf(`${folder}/one`);
      assert(expected.length > 10_000);
      for (const name of ["there", "back"]) {
        const apart = relativeDistance(parametersOf(`${folder}/${name}`), expected);
        assert(apart < 1e-4, `${name}: ${apart}`);
      }
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  },
});

/** ‖a - b‖ over ‖b‖. */
function relativeDistance(a: readonly number[], b: readonly number[]): number {
  const norm = (values: readonly number[]) => Math.sqrt(values.reduce((s, v) => s + v * v, 0));
  assert(a.length === b.length);
  return norm(a.map((v, i) => v - b[i]!)) / norm(b);
}
