import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { progressBar } from "lib/plots/mod.ts";

/** A clock that stands still until it is moved. */
function clock() {
  let time = 0;
  return { now: () => time, pass: (milliseconds: number) => void (time += milliseconds) };
}

Deno.test("progressBar() writes a plain line at most every ten seconds", async () => {
  const { now, pass } = clock();
  let text = "";
  const write = (more: string) => void (text += more);
  const bar = progressBar({ total: 1000, label: "training", mode: "lines", write, now });
  for (let step = 1; step <= 1000; step++) {
    pass(25);
    bar.update(step, `loss ${step}`);
  }
  await bar.finish();
  bar.update(3);
  await bar.finish();
  assertEquals(text.split("\n"), [
    "training  0/1,000  0 %  0 s",
    "training  400/1,000  40 %  10 s, 15 s left  loss 400",
    "training  800/1,000  80 %  20 s, 5 s left  loss 800",
    "training  1,000/1,000  100 %  25 s  loss 1000",
    "",
  ]);
});

Deno.test("progressBar() writes its last line once", async () => {
  const { now, pass } = clock();
  for (const [detail, lines] of [[undefined, 2], ["done", 3]] as const) {
    let text = "";
    const write = (more: string) => void (text += more);
    const bar = progressBar({ total: 2, label: "training", mode: "lines", write, now });
    pass(10_000);
    bar.update(2, "loss 1");
    pass(5000);
    await bar.finish(detail);
    assertEquals(text.trim().split("\n").length, lines, text);
  }
});

Deno.test("progressBar() rewrites one line on a terminal", async () => {
  const { now, pass } = clock();
  let text = "";
  const write = (more: string) => void (text += more);
  const bar = progressBar({ total: 3, label: "solving", mode: "terminal", write, now });
  pass(200);
  bar.update(1);
  await bar.finish();
  assertEquals(text.split("\r").length, 4);
  assertEquals(text.indexOf("\n"), text.length - 1);
});

Deno.test("progressBar() keeps one notebook display up to date, twice a second at most", async () => {
  const { now, pass } = clock();
  const shown: { data: Record<string, string>; id: string; update: boolean }[] = [];
  const display = (
    data: Record<string, string>,
    { display_id, update = false }: { raw: true; display_id: string; update?: boolean },
  ) => Promise.resolve(void shown.push({ data, id: display_id, update }));
  const bar = progressBar({ total: 100, label: "training <b>", display, now });
  for (let step = 1; step <= 100; step++) {
    pass(100);
    bar.update(step);
    await new Promise((done) => setTimeout(done));
  }
  await bar.finish("loss 0.5");
  assert(shown.length >= 20 && shown.length <= 22, `${shown.length} displays`);
  assertEquals(new Set(shown.map(({ id }) => id)).size, 1);
  assertEquals(shown.map(({ update }) => update).indexOf(true), 1);
  const last = shown.at(-1)!.data;
  assertMatch(last["text/html"]!, /<progress value="100" max="100".*training &lt;b&gt;.*loss 0.5/);
  assertMatch(last["text/plain"]!, /100\/100/);
});

Deno.test("progressBar() gives two bars two displays, and reports a failing display", async () => {
  const ids = new Set<string>();
  const display = (_: unknown, { display_id }: { display_id: string }) => {
    ids.add(display_id);
    return Promise.reject(new Error("kernel gone"));
  };
  for (const label of ["a", "b"]) {
    const bar = progressBar({ total: 1, label, display });
    bar.update(1);
    await assertRejects(() => bar.finish(), Error, "kernel gone");
  }
  assertEquals(ids.size, 2);
});

Deno.test("progressBar() refuses a total that is no whole number above 0", () => {
  for (const total of [0, -1, 1.5, NaN]) {
    assertThrows(() => progressBar({ total, label: "x", write: () => {} }), RangeError);
  }
});
