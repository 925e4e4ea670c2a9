import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { kernelspec } from "lib/setup/kernel.ts";
import { cleanNotebook, cleanText } from "lib/setup/notebook_file.ts";
import { eachLine, type Run, run } from "lib/setup/process.ts";
import { createReport } from "lib/setup/report.ts";
import { executeNotebook, parseEvent } from "lib/setup/runner.ts";
import { allOrNone } from "lib/setup/setup.ts";
import { fakeContext, inFolder } from "./fake.ts";

const NOTEBOOK = {
  nbformat: 4,
  metadata: { kernelspec: { name: "deno" }, widgets: {} },
  cells: [{
    cell_type: "code",
    metadata: { execution: { "iopub.status.busy": "2026" }, tags: ["parameters"] },
    outputs: [{ text: ["RESULT a=1\n", "\x1b[31m/Users/me/p/lib/mod.ts\x1b[0m"], data: { n: 1 } }],
  }],
};

Deno.test("cleaned notebooks have ids, and no times, escape codes or absolute paths", () => {
  const [cell] = cleanNotebook(structuredClone(NOTEBOOK), ["/Users/me/p"]).cells;
  assertEquals(cell.id, "cell-01");
  assertEquals(cell.metadata, { tags: ["parameters"] });
  assertEquals(cell.outputs, [{ text: ["RESULT a=1\n", "./lib/mod.ts"], data: { n: 1 } }]);
  assertEquals(cleanText("at file:///Users/me/p/a.ts:1", ["/Users/me/p"]), "at ./a.ts:1");
});

Deno.test("text comes before charts, whatever order the kernel sent them in", () => {
  const text = (name: string, ...lines: string[]) => ({ output_type: "stream", name, text: lines });
  const chart = { output_type: "display_data", data: {} };
  const sent = [chart, text("stdout", "a\n"), text("stderr", "x\n"), text("stdout", "b\n")];
  const cells = [{ cell_type: "code", metadata: {}, outputs: sent }];
  const [cell] = cleanNotebook({ metadata: {}, cells }, []).cells;
  assertEquals(cell.outputs, [text("stdout", "a\n", "b\n"), text("stderr", "x\n"), chart]);
});

/** Plays the runner: prints `lines` and leaves an executed notebook. */
function fakeRunner(lines: readonly string[]): Run {
  return async (_, args, options) => {
    lines.forEach((line) => options?.onLine?.(line));
    await Deno.writeTextFile(args[2], JSON.stringify(NOTEBOOK));
    return { code: 0, output: lines.join("\n") };
  };
}

Deno.test("an executed notebook is cleaned and put in its place", () =>
  inFolder(async (root) => {
    const lines = [
      '@{"event":"start","cells":1}',
      "noise",
      '@{"event":"cell","index":1,"seconds":2}',
    ];
    const { context } = fakeContext(root, fakeRunner([...lines, '@{"event":"done"}']));
    const target = join(root, "results", "a.ipynb");
    const outcome = await executeNotebook(context, {
      source: join(root, "a.ipynb"),
      target,
      env: {},
    });
    assertEquals([outcome.cells, outcome.total, outcome.error], [1, 1, undefined]);
    assertStringIncludes(await Deno.readTextFile(target), "cell-01");
  }));

Deno.test("a failed notebook names its cell and leaves earlier results alone", () =>
  inFolder(async (root) => {
    const error =
      '@{"event":"error","index":2,"name":"TypeError","message":"TypeError: bad\\nat x"}';
    const { context } = fakeContext(root, fakeRunner([error]));
    const target = join(root, "a.ipynb");
    await Deno.writeTextFile(target, "good");
    const outcome = await executeNotebook(context, { source: target, target, env: {} });
    assertEquals(outcome.error, "a.ipynb failed in code cell 2: TypeError: bad");
    assertEquals(await Deno.readTextFile(target), "good");
    assert(await Deno.stat(join(root, "a.failed.ipynb")));
  }));

Deno.test("only marked lines of the runner are progress", () => {
  assertEquals(parseEvent('@{"event":"done"}'), { event: "done" });
  assertEquals(parseEvent('{"event":"done"}'), undefined);
  assertEquals(parseEvent("@{half"), undefined);
});

Deno.test("the kernelspec is for TypeScript, quiet, and without colours", () => {
  const spec = kernelspec("/there/deno") as { argv: string[]; env: Record<string, string> };
  assertEquals(spec.argv.slice(0, 2), ["/there/deno", "jupyter"]);
  assertEquals(spec.env.NO_COLOR, "1");
});

Deno.test("programs report lines of both streams, and their absence", async () => {
  const lines: string[] = [];
  const code = "console.log('a\\nb'); console.error('c'); Deno.exit(3)";
  const ended = await run(Deno.execPath(), ["eval", code], { onLine: (line) => lines.push(line) });
  assertEquals(ended.code, 3);
  assertEquals(lines.sort(), ["a", "b", "c"]);
  assertEquals((await run("no-such-program-here", [])).code, 127);
  const parts: string[] = [];
  const bytes = new TextEncoder().encode("ä\r\nrest");
  const stream = ReadableStream.from([bytes.slice(0, 1), bytes.slice(1)]);
  await eachLine(stream, (line) => parts.push(line));
  assertEquals(parts, ["ä", "rest"]);
});

Deno.test("off a terminal progress is a plain line per ten seconds", () => {
  let [text, now] = ["", 0];
  const report = createReport({ write: (more) => void (text += more) }, () => now);
  for (; now < 25_000; now += 1000) report.update("npm", `${now / 1000}`);
  report.done("npm", "npm: ready");
  assertEquals(text, "  npm: 10\n  npm: 20\nnpm: ready\n");
});

Deno.test("the first failure stops the other parts and is the one told", async () => {
  const stop = new AbortController();
  const other = new Promise<void>((_, reject) =>
    stop.signal.addEventListener("abort", () => reject(new Error("stopped")))
  );
  const error = await allOrNone(stop, [other, Promise.reject(new Error("first"))]).catch((e) => e);
  assertEquals(error.message, "first");
});
