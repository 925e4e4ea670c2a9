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
  readonly verdict: "reproduced" | "only partly" | "not reproduced" | "not decided";
  /** What the verdict must not be read without; empty if there is nothing. */
  readonly but: string;
}

/** 1 if the first interval lies above the second, -1 if below, 0 if they overlap. */
const apart = (a: Interval, b: Interval) => a.low > b.high ? 1 : a.high < b.low ? -1 : 0;

const said = (sign: number): Finding["verdict"] =>
  sign > 0 ? "reproduced" : sign < 0 ? "not reproduced" : "not decided";

/**
 * "By construction" means as often as the data themselves have it; above those without symmetry, but
 * below the data, is only a part of that.
 */
function constructed(ours: Interval, without: Interval, data: Interval): Finding["verdict"] {
  const above = said(apart(ours, without));
  return above === "reproduced" && apart(ours, data) < 0 ? "only partly" : above;
}

/** More new templates than the data themselves have are errors, not discoveries: that is only a part. */
function newer(ours: Interval, without: Interval, data: Interval): Finding["verdict"] {
  const above = said(apart(ours, without));
  return above === "reproduced" && apart(ours, data) > 0 ? "only partly" : above;
}

/** Nearer to the data than without symmetry, but farther than what learns nothing, is only a part. */
function nearer(ours: Interval, without: Interval, trivial: Interval): Finding["verdict"] {
  const below = said(-apart(ours, without));
  return below === "reproduced" && apart(ours, trivial) > 0 ? "only partly" : below;
}

/** The verdict on each claim, from a record. */
export function verdict(record: CrystalRecord): Finding[] {
  const pooled = new Map(pool(record).map((one) => [one.method, one]));
  const of = (name: keyof typeof METHODS): Pooled => pooled.get(METHODS[name])!;
  const [orbits, free, atoms, shuffled] = [of("orbits"), of("free"), of("atoms"), of("shuffled")];
  const data = of("data");
  const perCrystal = (nodes: string) => record.networks.find((one) => one.nodes === nodes)!.coreMs;
  const times = perCrystal("atoms") / perCrystal("orbits");
  const perHundred = ({ mean }: { readonly mean: number }) => (100 * mean).toFixed(1);
  return [
    {
      claim: "samples have the space group that they were made for, by construction",
      published: "shown by d_sg only",
      ours: `${percent(orbits.asAsked.share)}, without symmetry ${percent(atoms.asAsked.share)}`,
      verdict: constructed(orbits.asAsked, atoms.asAsked, data.asAsked),
      but:
        `of valid crystals ${percent(orbits.asAskedOfValid)}, without symmetry ${
          percent(atoms.asAskedOfValid)
        }: the rest are atoms on one another or a higher group; ${
          percent(free.asAsked.share)
        } if no position is taken twice, shuffled parts ${percent(shuffled.asAsked.share)}, the ` +
        `generator itself ${percent(data.asAsked.share)}`,
    },
    {
      claim: "space groups are distributed as in the data",
      published: ".164, without symmetry .44 (DiffCSP) to .69 (CDVAE)",
      ours: `${written(orbits.groupDistance)}, without symmetry ${written(atoms.groupDistance)}`,
      verdict: nearer(orbits.groupDistance, atoms.groupDistance, shuffled.groupDistance),
      but: `groups are drawn from training frequencies, not learned; shuffled parts have ${
        written(shuffled.groupDistance)
      }, further crystals of the generator ${written(data.groupDistance)}`,
    },
    {
      claim: "more new templates than without symmetry",
      published: "1654 new of 10,000, without symmetry 568 to 764",
      ours: `${perHundred(orbits.fresh)} new of 100, without symmetry ${perHundred(atoms.fresh)}`,
      verdict: newer(orbits.fresh, atoms.fresh, data.fresh),
      but: `shuffled parts have ${perHundred(shuffled.fresh)}, further crystals of the generator ${
        perHundred(data.fresh)
      }: more than these is error, and new whether or not it is a crystal`,
    },
    {
      claim: "fewer valid structures than without symmetry",
      published: "90.34 %, without symmetry 96.67 to 99.97 %",
      ours: `${percent(orbits.valid.share)}, without symmetry ${percent(atoms.valid.share)}`,
      verdict: said(-apart(orbits.valid, atoms.valid)),
      but: `${percent(free.valid.share)} if no position is taken twice`,
    },
    {
      claim: "training is cheaper per crystal",
      published: `${(PUBLISHED_SECONDS.atoms / PUBLISHED_SECONDS.orbits).toFixed(1)} times`,
      ours: `${times.toFixed(1)} times (${perCrystal("orbits").toFixed(2)} and ${
        perCrystal("atoms").toFixed(2)
      } ms of one core)`,
      verdict: said(Math.sign(times - 1)),
      but: "",
    },
  ];
}
