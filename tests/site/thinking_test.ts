/** What the scripts of the solver pages do with a visitor's changes while they think. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { distances, UNREACHABLE } from "lib/datasets/graphs/distances.ts";
import { hasEdge } from "lib/datasets/graphs/graph.ts";
import { joinNearest } from "lib/site/browser/join_nearest.ts";
import { ROOT } from "lib/site/build.ts";

interface Element {
  value: string;
  readonly textContent: string;
  readonly readOnly?: boolean;
  readonly disabled?: boolean;
  readonly classList: { contains(name: string): boolean };
  dispatchEvent(event: object): void;
}

interface Page {
  readonly document: {
    getElementById(id: string): Element;
    querySelectorAll(selector: string): Iterable<Element>;
  };
  readonly window: { readonly Event: new (type: string) => object };
}

/** Runs a page's script with these globals. */
function open(name: string, globals: Readonly<Record<string, unknown>>): Page {
  const file = (ending: string) =>
    Deno.readTextFileSync(join(ROOT, "lib/site/browser", `${name}.${ending}`));
  const body = file("html").replace(/<script.*<\/script>/g, "");
  const page = parseHTML(`<!doctype html><html><body>${body}</body></html>`) as unknown as Page;
  const scope = { document: page.document, noteEnergies: () => {}, KERNELS: "", ...globals };
  new Function(...Object.keys(scope), "globalThis", file("js"))(...Object.values(scope), scope);
  return page;
}

const pause = (milliseconds = 30) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until the page says something that begins like this, for ten seconds at most. */
async function said({ document }: Page, text: string): Promise<void> {
  const status = document.getElementById("status");
  for (let waits = 0; waits < 500 && !status.textContent.startsWith(text); waits++) await pause(20);
  assertEquals(status.textContent.slice(0, text.length), text);
}

Deno.test("a board cannot be changed while the page thinks, and can be afterwards", async () => {
  const solved = Uint8Array.from(
    { length: 81 },
    (_, i) => (Math.floor(i / 9) * 3 + Math.floor(i / 27) + i) % 9 + 1,
  );
  let meanwhile = () => {};
  const solve = async (
    _: unknown,
    { onLandscape }: { onLandscape(seen: object): Promise<void> },
  ) => {
    await onLandscape({ hop: 0, t: 9, digits: solved, before: 1, energy: 0 });
    meanwhile();
    await onLandscape({ hop: 0, t: 0, digits: solved, before: 1, energy: 0 });
    return { digits: solved, solved: true, hops: 0 };
  };
  const page = open("solve", {
    SUDOKU_DATA: { weights: "", options: {} },
    Sudoku: { loadSolver: () => Promise.resolve({ solve }) },
  });
  const { document, window } = page;
  await said(page, "Ready.");
  const cells = [...document.querySelectorAll("#board input")];
  const click = (id: string) =>
    document.getElementById(id).dispatchEvent(new window.Event("click"));
  const type = (i: number, digit: number) => {
    if (cells[i]!.readOnly || cells[i]!.disabled) return;
    cells[i]!.value = String(digit);
    cells[i]!.dispatchEvent(new window.Event("input"));
  };
  const digits = () => cells.map(({ value }) => Number(value));
  click("clear");
  type(0, solved[0]!);
  assertEquals(digits()[0], solved[0]);
  // A digit that the row has elsewhere.
  meanwhile = () => type(5, solved[6]!);
  click("think");
  await said(page, "Solved in ");
  assertEquals(digits(), [...solved]);
  type(5, solved[6]!);
  assertEquals(digits()[5], solved[6]);
  assert(cells[5]!.classList.contains("clue"));
});

/** A page whose solver sees one landscape of this board after the other, until it is told to end. */
function endless(digits: Uint8Array): Page {
  const solve = async (_: unknown, { onLandscape }: { onLandscape(seen: object): unknown }) => {
    while (!await onLandscape({ hop: 0, t: 9, digits, before: 1, energy: 0 })) await pause(5);
  };
  return open("solve", {
    SUDOKU_DATA: { weights: "", options: {} },
    Sudoku: { loadSolver: () => Promise.resolve({ solve }) },
  });
}

Deno.test("the Sudoku page stops when told, and what it says is of the board that is there", async () => {
  const page = endless(new Uint8Array(81).fill(1)), { document, window } = page;
  const status = document.getElementById("status"), think = document.getElementById("think");
  const click = (id: string) =>
    document.getElementById(id).dispatchEvent(new window.Event("click"));
  await said(page, "Ready.");
  assertEquals(think.textContent, "Think");
  click("think");
  await said(page, "Thinking …");
  assertEquals([think.textContent, document.getElementById("clear").disabled], ["Stop", true]);
  click("think");
  await said(page, "Stopped after ");
  assertEquals([think.textContent, document.getElementById("clear").disabled], ["Think", false]);
  click("clear");
  assertEquals(status.textContent, "Ready.");
});

Deno.test("a board of 81 characters is pasted whole, other text as the browser does", async () => {
  const page = endless(new Uint8Array(81)), { document, window } = page;
  await said(page, "Ready.");
  const cells = [...document.querySelectorAll("#board input")];
  const paste = (text: string) => {
    const event = Object.assign(new window.Event("paste"), {
      clipboardData: { getData: () => text },
    });
    let taken = false;
    Object.assign(event, { preventDefault: () => taken = true });
    cells[40]!.dispatchEvent(event);
    return taken;
  };
  const rows = ["53..7....", "6..195...", ".98....6.", "8...6...3", "4..8.3..1"];
  const board = [...rows, "7...2...6", ".6....28.", "...419..5", "....8..79"].join("\n");
  const before = cells.map(({ value }) => value).join();
  assertEquals(paste("53"), false);
  assertEquals(cells.map(({ value }) => value).join(), before);
  assertEquals(paste(board), true);
  assertEquals(cells.map(({ value }) => value || ".").join(""), board.replaceAll("\n", ""));
});

Deno.test("the solver pages say which of their files did not load, and that thinking failed", async () => {
  const data = { weights: "", options: {} };
  const failing = {
    loadSolver: () => Promise.resolve({ solve: () => Promise.reject(new Error("x")) }),
  };
  const parts = { SUDOKU_DATA: data, Sudoku: failing, PATH_DATA: data, Path: {} };
  for (
    const [name, files] of Object.entries({
      solve: { KERNELS: "kernels", SUDOKU_DATA: "sudoku_data", Sudoku: "sudoku_solver" },
      path: { noteEnergies: "energies", PATH_DATA: "path_data", Path: "path_solver" },
    })
  ) {
    for (const [global, file] of Object.entries(files)) {
      const { document } = open(name, { ...parts, [global]: undefined });
      const said = document.getElementById("status").textContent;
      assert(said.startsWith(`This page needs assets/${file}.js, which did not load`), said);
    }
  }
  const page = open("solve", parts);
  await said(page, "Ready.");
  page.document.getElementById("think").dispatchEvent(new page.window.Event("click"));
  await said(page, "The network failed: x");
  assertEquals(page.document.getElementById("think").textContent, "Think");
});

Deno.test("a path is planned again where a drag is broken off", async () => {
  let plans = 0;
  interface Watch {
    onLandscape(left: object, moves: readonly number[]): Promise<boolean>;
  }
  const plan = async ({ goal }: { goal: number }, { onLandscape }: Watch) => {
    plans++;
    await pause(20);
    const givenUp = await onLandscape({ t: 9, before: 1, energy: 0 }, [goal]);
    return givenUp ? undefined : { moves: [goal] };
  };
  const page = open("path", {
    PATH_DATA: { weights: "", options: {} },
    Path: {
      ...{ joinNearest, distances, hasEdge, UNREACHABLE },
      loadSolver: () => Promise.resolve({ plan }),
    },
  });
  const { document, window } = page;
  const box = { left: 0, top: 0, width: 100, height: 100 };
  Object.assign(document.getElementById("graph"), { getBoundingClientRect: () => box });
  const node = [...document.querySelectorAll(".node")][3]!;
  Object.assign(node, { setPointerCapture: () => {} });
  const point = (type: string, x: number) =>
    node.dispatchEvent(Object.assign(new window.Event(type), { clientX: x, clientY: 50 }));
  await said(page, "Thinking …");
  point("pointerdown", 40);
  point("pointermove", 52);
  await pause();
  point("pointercancel", 52);
  await said(page, "Not arrived");
  // One that has not moved changes nothing.
  const before = plans;
  point("pointerdown", 52);
  point("pointercancel", 52);
  await pause();
  assertEquals(plans, before);
});
