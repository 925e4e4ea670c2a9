/**
 * Measures samples of LJ-13 by chains and by the shipped network, for data/papers/idem/lj13.json:
 * `deno run -A lib/papers/idem/make_lennard_jones.ts [--reference=1e7] [--samples=1000] [--steps=100]
 * [--seeds=4071,4072,4073] [--to=data/papers/idem]`.
 */
import { join } from "node:path";
import { runScript } from "../../checks/script.ts";
import { countFrom, scriptArguments, seedsFrom } from "../../checks/script_arguments.ts";
import { writeWhole } from "../../checks/whole_file.ts";
import { type Points, pointsOf } from "../../metrics/mod.ts";
import { sourceCommit } from "../../records/records.ts";
import { describeMachine } from "../../training/machine.ts";
import { energiesOf } from "./evaluate.ts";
import { shippedIdem } from "./files.ts";
import { particlesApart } from "../../datasets/particles_apart.ts";
import { lj13Chains, lj13Drawn, type Lj13Row, lj13Row, moved } from "./lennard_jones.ts";
import { lj13Options } from "./settings.ts";

await runScript(import.meta, (args) => {
  const { values } = scriptArguments(args, {
    reference: { type: "string", default: "1e7" },
    samples: { type: "string", default: "1000" },
    steps: { type: "string", default: "100" },
    seeds: { type: "string", default: "4071,4072,4073" },
    to: { type: "string", default: "data/papers/idem" },
  });
  /** Of samples by the network, and of what has none. */
  const MALA_STEPS = 400;
  const seeds = seedsFrom("--seeds", values.seeds), count = countFrom("--samples", values.samples);
  const steps = countFrom("--steps", values.steps);
  const spentOnReference = countFrom("--reference", values.reference);
  const commit = sourceCommit(), began = performance.now(), settings = lj13Options();
  const network = shippedIdem("lj13_ours_1", settings), trained = network.energyEvaluations;
  const long = lj13Chains(spentOnReference, { seed: 991, kept: 25 });
  const energies = energiesOf(settings.target as never, long.points);
  const reference = {
    count: energies.length,
    energies: long.energies,
    meanEnergy: energies.reduce((sum, e) => sum + e / energies.length, 0),
  };
  console.log(JSON.stringify(reference));
  const rows: Lj13Row[] = [];
  const add = (method: string, seed: number, points: Points, spent: number) => {
    const row = lj13Row(points, long.points, { method, seed, energies: spent });
    rows.push(row);
    const { quantiles: _, distances: __, ...shown } = row;
    console.log(JSON.stringify(shown));
  };
  for (const seed of seeds) {
    const floor = lj13Chains(trained / 2, { seed }),
      short = lj13Chains(trained / 10, { seed: seed + 100 });
    add("chains of half as many energies (floor)", seed, floor.points, floor.energies);
    add("chains of a tenth of the energies", seed, short.points, short.energies);
    const { points: drawn } = lj13Drawn(count, { steps, seed });
    add("iDEM, ours", seed, drawn, trained);
    const spent = count * MALA_STEPS, [after, name] = [seed + 200, `${MALA_STEPS} steps of MALA`];
    add(`iDEM, ours, then ${name}`, seed, moved(drawn, MALA_STEPS, after), trained + spent);
    const gas = pointsOf(particlesApart(count, after));
    add(`${name} from particles apart`, seed, moved(gas, MALA_STEPS, after), spent);
  }
  const digits = (_: string, v: unknown) => typeof v === "number" ? Number(v.toPrecision(4)) : v;
  const seconds = Math.round((performance.now() - began) / 1000);
  const record = {
    machine: describeMachine(),
    ...(commit && { commit }),
    seconds,
    reference,
    rows,
  };
  writeWhole(join(values.to, "lj13.json"), JSON.stringify(record, digits, 1) + "\n");
});
