/** Scripts that make what is shipped: nothing begins by mistake, and nothing that was made is lost. */
import { assert, assertEquals } from "@std/assert";
import { filesBelow, readSource } from "../architecture/sources.ts";

const ROOT = new URL("../../", import.meta.url);

const papers = filesBelow("lib/papers", ".ts").map(readSource);

/** Programs of papers and of data; those of the command line and of the site have their own tests. */
const makers = [...papers, ...filesBelow("lib/datasets", ".ts").map(readSource)]
  .filter(({ path }) => /\/(make(_\w+)?|main)\.ts$/.test(path));

Deno.test("scripts refuse flags that they do not know, and tell their usage", () => {
  assert(makers.length >= 28, `${makers.length}`);
  const careless = makers.filter(({ code }) =>
    !code.includes("await runScript(import.meta, ") ||
    !/\bscriptArguments\((Deno\.)?args, /.test(code)
  );
  assertEquals(careless.map(({ path }) => path), []);
  const untold = makers.filter(({ path, text }) => !text.includes(` ${path}`));
  assertEquals(untold.map(({ path }) => path), []);
});

Deno.test("scripts compute only where they are called, not where they are imported", () => {
  const atOnce = makers.filter(({ code }) => /\bDeno\.args\b/.test(code));
  assertEquals(atOnce.map(({ path }) => path), []);
});

Deno.test("records are written whole, and are taken for missing only where there is none", () => {
  const risky = papers.filter(({ code }) =>
    /Deno\.writeTextFileSync/.test(code) ||
    /read(TextFileSync|\w*Record|Reruns)\([^}]*\}\s*catch \{\s*return/.test(code)
  );
  assertEquals(risky.map(({ path }) => path), []);
});

async function run(script: string, ...args: string[]) {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, ...args],
    cwd: ROOT,
    stdout: "piped",
    stderr: "piped",
  });
  const { code, stdout, stderr } = await command.output();
  const [said, refused] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trim());
  return { code, said: said!, refused: refused! };
}

Deno.test("asked for help, or for what they do not know, scripts compute nothing", async () => {
  const script = "lib/papers/idem/make_limits.ts", record = "data/papers/idem/dw4_limits.json";
  const before = Deno.statSync(new URL(record, ROOT)).mtime;
  const [help, unknown] = await Promise.all([run(script, "--help"), run(script, "--seed=1")]);
  assertEquals(help.code, 0);
  assert(help.said.startsWith("Measures what bounds samples of DW-4"), help.said);
  assertEquals([unknown.code, unknown.said], [2, ""]);
  assert(unknown.refused.includes("Unknown option --seed: accepted are --to, --help"));
  assertEquals(Deno.statSync(new URL(record, ROOT)).mtime, before);
});

Deno.test("a script whose record is complete says so", async () => {
  const script = "lib/papers/canonicalisation/make_record.ts";
  // If anything were missing, nothing would be computed in no minutes.
  const { code, said } = await run(script, "--minutes=0");
  assertEquals(code, 0);
  assert(said.startsWith("data/results/canonicalisation.json is complete"), said);
  assert(said.endsWith(": move it away to make it anew"), said);
});
