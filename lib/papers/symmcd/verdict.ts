/** What became of the paper's claims, from a record. */
import type { Interval } from "../../records/statistics.ts";
import { METHODS } from "./methods.ts";
import { PUBLISHED_SECONDS } from "./published.ts";
import type { CrystalRecord } from "./record.ts";
import { percent, pool, type Pooled, written } from "./report.ts";

/** One claim and what became of it. */
export interface Finding {
  readonly claim: string;
  readonly published: string;
  readonly ours: string;
  readonly verdict: string;
}

const apart = (a: Interval, b: Interval) => a.low > b.high ? 1 : a.high < b.low ? -1 : 0;

/** The verdict on each claim, from a record. */
export function verdict(record: CrystalRecord): Finding[] {
  const pooled = new Map(pool(record).map((one) => [one.method, one]));
  const [orbits, free, atoms, shuffled] =
    ([METHODS.orbits, METHODS.free, METHODS.atoms, METHODS.shuffled] as const).map((name) =>
      pooled.get(name)!
    ) as [Pooled, Pooled, Pooled, Pooled];
  const perStep = (nodes: string) => {
    const { seconds, steps, batch } = record.networks.find((one) => one.nodes === nodes)!;
    return 1000 * seconds / (steps * batch);
  };
  const symmetric = apart(orbits.asAsked, atoms.asAsked);
  const groups = apart(orbits.groupDistance, atoms.groupDistance);
  const fresh = apart(orbits.fresh, atoms.fresh);
  const validity = apart(orbits.valid, atoms.valid);
  const said = (sign: number, yes: string, no: string, tie: string) =>
    sign > 0 ? yes : sign < 0 ? no : tie;
  return [
    {
      claim: "samples have the space group that they were made for",
      published: "shown by d_sg only",
      ours: `${percent(orbits.asAsked.share)}, without symmetry ${percent(atoms.asAsked.share)}`,
      verdict: said(
        symmetric,
        `reproduced; the rest are atoms on one another or a higher group; ${
          percent(free.asAsked.share)
        } if no position is taken twice`,
        "not reproduced",
        "not decided",
      ),
    },
    {
      claim: "space groups are distributed as in the data",
      published: ".164, without symmetry .44 (DiffCSP) to .69 (CDVAE)",
      ours: `${written(orbits.groupDistance)}, without symmetry ${written(atoms.groupDistance)}`,
      verdict: said(
        -groups,
        `reproduced, but so do shuffled parts (${written(shuffled.groupDistance)}): groups are ` +
          "drawn from training frequencies, not learned",
        "not reproduced",
        "not decided",
      ),
    },
    {
      claim: "more new templates than without symmetry",
      published: "1654 new of 10,000, without symmetry 568 to 764",
      ours: `${(100 * orbits.fresh.mean).toFixed(1)} new of 100, without symmetry ${
        (100 * atoms.fresh.mean).toFixed(1)
      }`,
      verdict: said(fresh, "reproduced", "not reproduced", "not decided: the seeds overlap"),
    },
    {
      claim: "fewer valid structures than without symmetry",
      published: "90.34 %, without symmetry 96.67 to 99.97 %",
      ours: `${percent(orbits.valid.share)}, without symmetry ${percent(atoms.valid.share)}`,
      verdict: said(
        -validity,
        `reproduced; ${percent(free.valid.share)} if no position is taken twice`,
        "not reproduced: ours has more",
        `not decided; ${percent(free.valid.share)} if no position is taken twice`,
      ),
    },
    {
      claim: "training is cheaper per crystal",
      published: `${(PUBLISHED_SECONDS.atoms / PUBLISHED_SECONDS.orbits).toFixed(1)} times`,
      ours: `${(perStep("atoms") / perStep("orbits")).toFixed(1)} times (${
        perStep("orbits").toFixed(2)
      } ms and ${perStep("atoms").toFixed(2)} ms)`,
      verdict: perStep("atoms") > perStep("orbits") ? "reproduced" : "not reproduced",
    },
  ];
}
