import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { skippedByTfjsNode } from "./run.ts";

Deno.test("at least 99 % of the specs that tfjs-node runs pass", async () => {
  const run = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL("main.ts", import.meta.url).href],
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder().decode(run.stdout);
  const totals = /(\d+) passed, (\d+) failed, (\d+) skipped/.exec(text);
  assert(totals, `No totals in: ${text}${new TextDecoder().decode(run.stderr)}`);
  const [passed, failed] = totals.slice(1).map(Number);
  assert(passed! > 3800, `Only ${passed} specs ran`);
  assert(passed! / (passed! + failed!) >= 0.99, totals[0]);
  assertEquals(run.code, 0, text);
});

Deno.test("a pattern that is none, or that nothing matches, is refused in one sentence", async () => {
  const cases = [
    ["[", "PATTERN must be a regular expression: current value is [ ("],
    [
      "zzzz",
      "PATTERN must match a spec that tfjs-node runs, such as conv2d: current value is zzzz",
    ],
  ] as const;
  for (const [pattern, message] of cases) {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", new URL("main.ts", import.meta.url).href, pattern],
      env: { NO_COLOR: "1" },
    }).output();
    const text = new TextDecoder().decode(stderr);
    assertEquals(code, 2);
    assertStringIncludes(text, message);
    assert(!/^ {4}at /m.test(text), text);
  }
});

Deno.test("the list of skipped specs is tfjs-node's own", () => {
  const skipped = skippedByTfjsNode();
  assert(skipped.length > 90, `${skipped.length}`);
  assert(skipped.includes("maxPoolWithArgmax"));
});
