/** The command line as a pack's `run` starts it. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { resolve } from "node:path";
import { parseFlags } from "lib/cli/flags.ts";
import { inProcess, withFolder } from "../support/cli.ts";

/** Calls `use` as if `./run` had been called in `folder`. */
async function calledFrom(folder: string, use: () => unknown): Promise<void> {
  Deno.env.set("ENERGY_CALLED_FROM", folder);
  try {
    await use();
  } finally {
    Deno.env.delete("ENERGY_CALLED_FROM");
  }
}

const flags = {
  input: { help: "", value: "FILE", kind: "text" },
  out: { help: "", value: "FOLDER", kind: "text" },
  puzzle: { help: "", value: "TEXT", kind: "text" },
} as const;

Deno.test("relative paths are seen from where ./run is called, but for what the pack has", async () => {
  const read = (...args: string[]) => Object.values(parseFlags(args, flags));
  assertEquals(read("--input=e.txt", "--out=runs/x"), ["e.txt", "runs/x"]);
  await withFolder((folder) =>
    calledFrom(folder, () => {
      Deno.writeTextFileSync(`${folder}/README.md`, "");
      assertEquals(read("--input=e.txt", "--out=x/y"), [`${folder}/e.txt`, `${folder}/x/y`]);
      assertEquals(read("--input=README.md"), [`${folder}/README.md`]);
      const own = ["data/samples/edges.txt", "data/checkpoints"];
      assertEquals(read(`--input=${own[0]}`, `--out=${own[1]}`), own);
      assertEquals(read("--input=-", "--out=none", "--puzzle=1"), ["-", "none", "1"]);
      assertEquals(read("--input=/e.txt"), ["/e.txt"]);
    })
  );
});

Deno.test("the help of a pack says how commands are called there", async () => {
  await calledFrom("/somewhere", async () => {
    const all = await inProcess("--help");
    assertStringIncludes(all.out, "./run COMMAND:\n");
    assertEquals(all.out.includes("lib/cli.ts"), false);
    const { out } = await inProcess("jobs", "--help");
    assertStringIncludes(out, "./run jobs: list the commands");
    assertStringIncludes(out, "\nExample: ./run jobs --command=");
  });
});

Deno.test("jobs of a pack call its run, and write below where that was called", async () => {
  await withFolder((folder) =>
    calledFrom(folder, async () => {
      const sweep = ["--command=train --task=addition --network=mlp", "--vary=seed=1"];
      const { out } = await inProcess("jobs", ...sweep);
      const start = `${resolve("../run")} train`;
      assertEquals(
        out.trim(),
        `${start} --task=addition --network=mlp --seed=1 --out=${folder}/results/jobs/seed1 --resume`,
      );
      const { out: all } = await inProcess("jobs", "--seeds=3");
      assert(all.trim().split("\n").every((line) => line.startsWith(`${start} --task=`)), all);
      const refused = await inProcess("jobs", ...sweep, "--deno=deno");
      assertEquals(refused.code, 2);
      assertStringIncludes(refused.err, "A pack brings its own Deno: leave --deno out");
    })
  );
});

Deno.test("a pack's run says where it was called", () => {
  const run = Deno.readTextFileSync(new URL("../../lib/setup/run.sh", import.meta.url));
  const [before] = run.split('cd "$here/app"');
  assertStringIncludes(before!, 'export ENERGY_CALLED_FROM="$PWD"\n');
});
