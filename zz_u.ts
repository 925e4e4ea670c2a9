import { loadTrained, evaluate } from "lib/mod.ts";
for (const name of Deno.args) {
  const one = loadTrained(`data/checkpoints/${name}`);
  for (const difficulty of ["same","harder"] as const) for (const stepLength of ["fixed","adaptive"] as const) {
    const out = [];
    for (const K of [1, 2, 5, 10, 40]) {
      const n = 128;
      const e = await evaluate({ ...one, preset: "corrected", difficulty, problems: n, seed: 909, batch: n, mode: "graph", sampler: { innerSteps: K, stepLength } });
      out.push(`K${K}: ` + (e.errors.reduce((a: number, b: number) => a + b) / n).toPrecision(4));
    }
    console.log(name, difficulty, stepLength, out.join("  "));
  }
}
