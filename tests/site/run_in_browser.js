// Runs the page's scripts as a browser would, without the library beside them: they must not share
// an engine. Prints what was found as JSON; arguments: folder of the scripts, clues, hops, stop.
const [folder, clues, hops, stop] = Deno.args;
globalThis.window = globalThis;
globalThis.document = {};
const run = (name, after = "") =>
  (0, eval)(Deno.readTextFileSync(`${folder}/assets/${name}.js`) + after);
run("sudoku_data");
run("sudoku_solver", ";globalThis.Sudoku = Sudoku");
const { weights, options, kernels } = globalThis.SUDOKU_DATA;
const solver = await globalThis.Sudoku.loadSolver(Uint8Array.fromBase64(weights), options, kernels);
const seen = [];
const digits = Uint8Array.from(clues, (cell) => cell === "." ? 0 : Number(cell));
const begin = performance.now();
const found = await solver.solve(digits, {
  hops: Number(hops),
  stop,
  onLandscape: ({ hop, t, energy }) => void seen.push({ hop, t, energy }),
});
const seconds = (performance.now() - begin) / 1000;
console.log(JSON.stringify({
  ...{ seen, seconds, energy: found.energy, solved: found.solved, hops: found.hops },
  answer: [...found.answer],
  digits: [...found.digits].join(""),
}));
