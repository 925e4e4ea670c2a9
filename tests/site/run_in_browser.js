// Runs the page's scripts as a browser would, without the library beside them: they must not share
// an engine. Prints what was found as JSON; arguments: folder of the scripts, then clues, hops and
// stop, or path and a graph as JSON: points, degrees, start and goal.
const [folder, problem, ...rest] = Deno.args;
globalThis.window = globalThis;
globalThis.document = {};
const run = (name, after = "") =>
  (0, eval)(Deno.readTextFileSync(`${folder}/assets/${name}.js`) + after);
run("kernels");

/** The page's solver. */
function load(name, global) {
  run(`${name}_data`);
  run(`${name}_solver`, `;globalThis.${global} = ${global}`);
  const { weights, options } = globalThis[`${name.toUpperCase()}_DATA`];
  return globalThis[global].loadSolver(Uint8Array.fromBase64(weights), options, globalThis.KERNELS);
}

const seen = [];
if (problem === "path") {
  const solver = await load("path", "Path");
  const { points, degrees, start, goal } = JSON.parse(rest[0]);
  const graph = globalThis.Path.joinNearest(Float64Array.from(points), degrees);
  const begin = performance.now();
  const found = await solver.plan({ graph, start, goal }, {
    onLandscape: ({ t, before, energy }) => void seen.push({ t, before, energy }),
  });
  const seconds = (performance.now() - begin) / 1000;
  const given = await solver.plan({ graph, start, goal }, { onLandscape: ({ t }) => t < 8 });
  console.log(JSON.stringify({
    ...{ seen, seconds, energy: found.energy, moves: found.moves, givenUp: given === undefined },
    answer: [...found.answer],
    adjacency: [...graph.adjacency],
  }));
} else {
  const [hops, stop] = rest;
  const solver = await load("sudoku", "Sudoku");
  const digits = Uint8Array.from(problem, (cell) => cell === "." ? 0 : Number(cell));
  const begin = performance.now();
  const found = await solver.solve(digits, {
    hops: Number(hops),
    stop,
    onLandscape: ({ hop, t, before, energy }) => void seen.push({ hop, t, before, energy }),
  });
  const seconds = (performance.now() - begin) / 1000;
  console.log(JSON.stringify({
    ...{ seen, seconds, energy: found.energy, solved: found.solved, hops: found.hops },
    answer: [...found.answer],
    digits: [...found.digits].join(""),
  }));
}
