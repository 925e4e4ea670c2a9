/** The site: its pages, its links, and the solver that runs in a visitor's browser. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { clueMask, encodeDigits } from "lib/datasets/sudoku/encode.ts";
import { solveBatch, solverSettings } from "lib/papers/ired/evaluation/solver.ts";
import { loadTrained } from "lib/papers/ired/evaluation/trained.ts";
import { buildSite, ROOT } from "lib/site/build.ts";
import { brokenLinks, filesBelow } from "lib/site/links.ts";
import { distances } from "lib/datasets/graphs/distances.ts";
import { hasEdge } from "lib/datasets/graphs/graph.ts";
import { encodePathQueries } from "lib/datasets/graphs/path_encoding.ts";
import { rng } from "lib/datasets/rng.ts";
import { plannerData, solverData } from "lib/site/solver_page.ts";
import { joinNearest } from "lib/site/browser/join_nearest.ts";
import { disposeTree, random, tf } from "lib/tensor/mod.ts";
import { networkResources } from "../pages/resources.ts";

/** What run_in_browser.js prints. */
interface InBrowser {
  readonly seen: readonly { hop: number; t: number; before: number; energy: number }[];
  readonly seconds: number;
  readonly energy: number;
  readonly solved: boolean;
  readonly hops: number;
  readonly answer: readonly number[];
  readonly digits: string;
}

async function inBrowser<T = InBrowser>(folder: string, ...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      fileURLToPath(new URL("./run_in_browser.js", import.meta.url)),
      folder,
      ...args,
    ],
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assertEquals(code, 0, text(stderr));
  return JSON.parse(text(stdout).trim().split("\n").at(-1)!);
}

/** The library's answer on the first way down, from the same key. */
function inLibrary(puzzle: string) {
  const clues = Uint8Array.from(puzzle, (cell) => cell === "." ? 0 : Number(cell));
  const trained = loadTrained(join(ROOT, "data/checkpoints/sudoku_own_descents"));
  const x = tf.tensor4d(encodeDigits(clues), [1, 9, 9, 9]);
  const mask = tf.tensor4d(clueMask(clues), [1, 9, 9, 9]);
  const settings = solverSettings(trained.task, {
    ...trained,
    sampler: solverData().options,
    mode: "graph",
  });
  const question = { condition: { x, mask }, observed: { mask, values: x } };
  const root = random.key(0), key = random.fold(root, 0);
  // solveBatch() folds the number of the run into its key, which is 0 for the first.
  const { answer, energy } = solveBatch(trained, question, [1, 9, 9, 9], root, settings);
  const found = { answer: answer.dataSync<"float32">(), energy: energy![0]! };
  disposeTree({ x, mask, root, key, answer, params: trained.params });
  return found;
}

/** What run_in_browser.js prints of a path. */
interface PlanInBrowser extends Pick<InBrowser, "seconds" | "energy" | "answer"> {
  readonly seen: readonly { t: number; before: number; energy: number }[];
  readonly moves: readonly number[];
  readonly givenUp: boolean;
  readonly adjacency: readonly number[];
}

/** Points with their numbers of arrows, and a start and a goal four moves apart. */
const someGraph = (() => {
  const stream = rng(5);
  for (;;) {
    const points = Array.from({ length: 40 }, () => stream.uniform());
    const degrees = Array.from({ length: 20 }, () => 1 + stream.int(5));
    const pair = distances(joinNearest(Float64Array.from(points), degrees)).indexOf(4);
    if (pair >= 0) return { points, degrees, start: Math.floor(pair / 20), goal: pair % 20 };
  }
})();

/** The library's plan from the same key. */
function planInLibrary() {
  const { points, degrees, start, goal } = someGraph;
  const graph = joinNearest(Float64Array.from(points), degrees);
  const trained = loadTrained(join(ROOT, "data/checkpoints/shortest_path_relational"));
  const x = tf.tensor4d(encodePathQueries([{ graph, start, goal }]), [1, 20, 20, 4]);
  const settings = solverSettings(trained.task, {
    ...trained,
    sampler: plannerData().options,
    mode: "graph",
  });
  const root = random.key(0);
  const { answer, energy } = solveBatch(
    trained,
    { condition: { x } },
    [1, 8, 20, 1],
    root,
    settings,
  );
  const found = { answer: answer.dataSync<"float32">(), energy: energy![0]!, graph };
  disposeTree({ x, root, answer, params: trained.params });
  return found;
}

Deno.test("joinNearest() gives each point its nearest ones", () => {
  const line = Float64Array.from([0, 0, 0.1, 0, 0.3, 0, 1, 0]);
  const { adjacency } = joinNearest(line, [1, 2, 1, 3]);
  assertEquals([...adjacency], [0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 1, 1, 0]);
});

const thirty = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79";
/** The board that the page begins with, and its solution in the samples. */
const firstBoard = (() => {
  const script = Deno.readTextFileSync(join(ROOT, "lib/site/browser/solve.js"));
  const board = /"([.\d]{81})"/.exec(script)![1]!, row = `${board.replaceAll(".", "0")},`;
  const samples = Deno.readTextFileSync(join(ROOT, "data/samples/sudoku_harder.csv"));
  return { board, solution: samples.split("\n").find((line) => line.startsWith(row))!.slice(82) };
})();
const { puzzle } = JSON.parse(
  Deno.readTextFileSync(join(ROOT, "data/samples/sudoku_solving.json")),
);

Deno.test("the site", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "site-" });
  try {
    await buildSite(folder, { reference: "left out" });
    const pages = [...filesBelow(folder)].filter((path) => path.endsWith(".html"));

    await t.step("has its pages, none of which asks a network for anything", () => {
      const names = [
        "index",
        "solve",
        "path",
        "notebooks",
        "records",
        "which",
        "contribute",
        "results",
        "accelerators",
      ];
      for (const name of names) assert(Deno.statSync(join(folder, `${name}.html`)).isFile);
      const notebooks = [...Deno.readDirSync(join(ROOT, "notebooks"))]
        .filter(({ name }) => name.endsWith(".ipynb") && !name.includes(".failed."));
      assertEquals(pages.length, names.length + notebooks.length);
      for (
        const path of [
          ...pages,
          join(folder, "assets/formulas.css"),
          join(folder, "assets/page.css"),
        ]
      ) {
        assertEquals(networkResources(Deno.readTextFileSync(path)), [], path);
      }
    });

    await t.step("has no link that leads nowhere", () => {
      assertEquals(brokenLinks(folder), []);
      // And would tell.
      Deno.writeTextFileSync(join(folder, "bad.html"), '<a href="none.html"></a><a href="#x"></a>');
      assertEquals(brokenLinks(folder), ["bad.html: none.html", "bad.html: #x"]);
      Deno.removeSync(join(folder, "bad.html"));
    });

    await t.step("shows the claims, and every record as a chart", () => {
      const index = Deno.readTextFileSync(join(folder, "index.html"));
      assertStringIncludes(index, "only with our network");
      const records = Deno.readTextFileSync(join(folder, "records.html"));
      for (const name of ["addition_symmetric", "sudoku_relational", "shortest_path_shifted"]) {
        assertStringIncludes(records, `<details id="${name}">`);
      }
      assert(records.match(/<svg /g)!.length >= 8);
    });

    await t.step("solves in the browser as the library does, to 1e-3", async () => {
      const expected = inLibrary(puzzle);
      const found = await inBrowser(folder, puzzle, "0", "never");
      const difference = Math.max(
        ...found.answer.map((value, i) => Math.abs(value - expected.answer[i]!)),
      );
      assert(difference < 1e-3, `${difference}`);
      assert(Math.abs(found.energy - expected.energy) < 1e-3 * expected.energy);
      assertEquals(found.seen.map(({ t }) => t), [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    });

    await t.step(
      "plans in the browser as the library does, to 1e-3, and can be given up",
      async () => {
        const expected = planInLibrary();
        const found = await inBrowser<PlanInBrowser>(folder, "path", JSON.stringify(someGraph));
        const difference = Math.max(
          ...found.answer.map((value, i) => Math.abs(value - expected.answer[i]!)),
        );
        assert(difference < 1e-3, `${difference}`);
        assert(Math.abs(found.energy - expected.energy) < 1e-3 * Math.max(1, expected.energy));
        assertEquals(found.seen.map(({ t }) => t), [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
        assert(found.seen.every(({ before }) => before > 0), JSON.stringify(found.seen));
        assertEquals(found.adjacency, [...expected.graph.adjacency]);
        // The first move is one: an arrow leads there, and brings the goal nearer.
        const { start, goal } = someGraph, all = distances(expected.graph), [first] = found.moves;
        assert(hasEdge(expected.graph, start, first!));
        assertEquals(all[first! * 20 + goal], all[start * 20 + goal]! - 1);
        assert(found.givenUp);
        console.log(`    a plan on 20 points: ${found.seconds.toFixed(1)} s`);
      },
    );

    await t.step("stops once a board keeps the rules, and hops where it does not", async () => {
      const easy = await inBrowser(folder, thirty, "0", "finished");
      assert(easy.solved && easy.seen.length < 10, JSON.stringify(easy.seen));
      console.log(`    30 clues: ${easy.seconds.toFixed(1)} s, ${easy.seen.length} landscapes`);
      // What the page begins with needs hops, and few.
      const hard = await inBrowser(folder, firstBoard.board, "4", "finished");
      assertEquals([hard.solved, hard.digits], [true, firstBoard.solution]);
      assert(hard.hops > 0, "solved without a hop");
      // Where bars say that the answer fell, it did.
      const rises = hard.seen.filter(({ before, energy }) => !(energy <= before));
      assertEquals(rises, []);
      // No digit is right everywhere on an empty board with two equal clues in a row.
      const impossible = await inBrowser(folder, "11" + ".".repeat(79), "1", "finished");
      assertEquals([impossible.solved, impossible.hops], [false, 1]);
      assertEquals(impossible.seen.slice(10).map(({ hop, t }) => [hop, t])[0], [1, 5]);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
