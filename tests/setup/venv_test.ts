import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { findPython, pythonCandidates, whyNoPython } from "lib/setup/python.ts";
import type { Run } from "lib/setup/process.ts";
import { checkPython, ensureVenv, isVenvReady, setUpJupyter } from "lib/setup/venv.ts";
import { fakeContext, inFolder } from "./fake.ts";

const GOOD = '{"version": [3, 12], "venv": true}';

/** Plays Python, venv and pip; `breaks` is the step that fails. */
function fakePython(root: string, breaks?: "venv" | "pip"): { run: Run; calls: string[] } {
  const calls: string[] = [];
  const run: Run = async (_, args) => {
    const probe = args.at(-1) ?? "";
    if (probe.startsWith("import sys")) return { code: 0, output: GOOD };
    if (probe === "import pip") return { code: 0, output: "" };
    const step = args.includes("venv") ? "venv" : "pip";
    calls.push(step);
    if (step === "venv") await Deno.mkdir(join(root, ".venv", "bin"), { recursive: true });
    return step === breaks ? { code: 137, output: "" } : { code: 0, output: "" };
  };
  return { run, calls };
}

Deno.test("the environment is made once", () =>
  inFolder(async (root) => {
    const { run, calls } = fakePython(root);
    const { context } = fakeContext(root, run);
    const whole = { ...context, python: () => ensureVenv(context) };
    await setUpJupyter(whole);
    await setUpJupyter(whole);
    assertEquals(calls, ["venv", "pip"]);
    assert(await isVenvReady(context));
  }));

Deno.test("an environment cut off while being made, or while being filled, is made anew", () =>
  inFolder(async (root) => {
    for (const breaks of ["venv", "pip"] as const) {
      const { context } = fakeContext(root, fakePython(root, breaks).run);
      const broken = { ...context, python: () => ensureVenv(context) };
      await assertRejects(() => setUpJupyter(broken), Error, "was killed");
      assert(!await isVenvReady(context));
      await Deno.writeTextFile(join(root, ".venv", "half"), "");
      const { run, calls } = fakePython(root);
      const { context: repairing, lines } = fakeContext(root, run);
      await setUpJupyter({ ...repairing, python: () => ensureVenv(repairing) });
      assertEquals(calls, ["venv", "pip"]);
      assert(lines.some((line) => line.includes("making it anew")));
      assertEquals(await Deno.stat(join(root, ".venv", "half")).catch(() => "gone"), "gone");
      await Deno.remove(join(root, ".venv"), { recursive: true });
    }
  }));

Deno.test("an environment that held an accelerator's plugin is not made anew without a word of it", () =>
  inFolder(async (root) => {
    const { context, lines } = fakeContext(root, fakePython(root).run);
    const told = () => lines.filter((line) => line.includes("setup --accelerator=NAME"));
    await ensureVenv(context);
    const plugin = join(root, ".venv/lib/python3.12/site-packages/jax_plugins/xla_cuda13");
    await Deno.mkdir(plugin, { recursive: true });
    await ensureVenv(context);
    assertEquals(told(), []);
    // As an update of the project does that pins other packages.
    await Deno.writeTextFile(
      join(root, ".venv/setup-state.json"),
      JSON.stringify({ step: "ready", packages: ["jupyterlab==4.0.0"] }),
    );
    await ensureVenv(context);
    assertEquals(told().length, 1);
    assertStringIncludes(told()[0]!, "xla_cuda13");
  }));

Deno.test("the first Python that is recent enough and has venv is taken", async () => {
  const answers: Record<string, string> = {
    python3: '{"version": [3, 8], "venv": true}',
    python: "Python was not found",
    "python3.13": '{"version": [3, 13], "venv": false}',
    "python3.11": GOOD,
  };
  const run: Run = (command) => {
    const output = answers[command];
    return Promise.resolve(output ? { code: 0, output } : { code: 127, output: "" });
  };
  assertEquals(await findPython(run, "linux"), ["python3.11"]);
  assertEquals(pythonCandidates("windows")[1], ["py", "-3"]);
});

Deno.test("without a suitable Python one sentence says what to install", () =>
  inFolder(async (root) => {
    const absent: Run = () => Promise.resolve({ code: 127, output: "" });
    const { context } = fakeContext(root, absent);
    await assertRejects(() => checkPython(context), Error, "No Python was found: install");
    assertStringIncludes(whyNoPython([{ version: [3, 8], venv: true }]), "Python 3.8 is too old");
    const bare = whyNoPython([{ version: [2, 7], venv: false }, { version: [3, 12], venv: false }]);
    assertStringIncludes(bare, "apt install python3.12-venv");
  }));
