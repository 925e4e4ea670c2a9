/**
 * Measures samples of LJ-13 by chains and by the shipped network, for data/papers/idem/lj13.json:
 * `deno run -A lib/papers/idem/make_lennard_jones.ts [--reference=1e7] [--samples=1000] [--steps=300]
 * [--seeds=4071,4072,4073] [--to=data/papers/idem]`.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sourceCommit } from "../../records/records.ts";
import { describeMachine } from "../../training/machine.ts";
import { drawIdem, energiesOf } from "./evaluate.ts";
import { shippedIdem } from "./files.ts";
import { lj13Chains, type Lj13Row, lj13Row } from "./lennard_jones.ts";
import { lj13Options } from "./settings.ts";

const { values } = parseArgs({
  options: {
    reference: { type: "string", default: "2e7" },
    samples: { type: "string", default: "1000" },
    steps: { type: "string", default: "300" },
    seeds: { type: "string", default: "4071,4072,4073" },
    to: { type: "string", default: "data/papers/idem" },
  },
});
const seeds = values.seeds.split(",").map(Number), count = Number(values.samples);
const commit = sourceCommit(), began = performance.now(), settings = lj13Options();
const network = shippedIdem("lj13_ours_1", settings), trained = network.energyEvaluations;
const long = lj13Chains(Number(values.reference), { seed: 991, kept: 50 });
const energies = energiesOf(settings.target as never, long.points);
const reference = {
  count: energies.length,
  energies: long.energies,
  meanEnergy: energies.reduce((sum, e) => sum + e / energies.length, 0),
};
console.log(JSON.stringify(reference));
const rows: Lj13Row[] = [];
const add = (method: string, seed: number, points: Lj13Points, spent: number) => {
  const row = lj13Row(points, long.points, { method, seed, energies: spent });
  rows.push(row);
  const { quantiles: _, distances: __, ...shown } = row;
  console.log(JSON.stringify(shown));
};
type Lj13Points = typeof long.points;
for (const seed of seeds) {
  const floor = lj13Chains(Number(values.reference), { seed });
  add("chains as long (floor)", seed, floor.points, floor.energies);
  for (
    const [method, share] of [["as many energies", 1], ["a tenth of the energies", 0.1]] as const
  ) {
    const found = lj13Chains(share * trained, { seed: seed + 100 });
    add(`parallel tempering, ${method}`, seed, found.points, found.energies);
  }
  const drawn = drawIdem(settings, network.params, { count, steps: Number(values.steps), seed });
  add("iDEM, ours", seed, drawn, trained);
}
const digits = (_: string, v: unknown) => typeof v === "number" ? Number(v.toPrecision(4)) : v;
const seconds = Math.round((performance.now() - began) / 1000);
const record = { machine: describeMachine(), ...(commit && { commit }), seconds, reference, rows };
Deno.writeTextFileSync(join(values.to, "lj13.json"), JSON.stringify(record, digits, 1) + "\n");
