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
  const scope = { document: page.document, noteEnergies: () => {}, ...globals };
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
