/** Which claims held, computed from what was measured. */
import type { CutRow, SquareRun, TurnedRun } from "./experiments.ts";
import { spread, spreadText, type Walk } from "./report.ts";
import { C4, errorFloor, RECTANGLE, SQUARE } from "./square.ts";
import type { TheoremRow } from "./theorem_cases.ts";

/** What the notebook measured. */
export interface Measured {
  readonly square: readonly SquareRun[];
  readonly turned: readonly TurnedRun[];
  readonly theorem: readonly TheoremRow[];
  readonly cuts: readonly CutRow[];
  readonly walks: readonly Walk[];
}

/** A claim, whether it held, and the number behind that. */
export interface Finding {
  readonly claim: string;
  readonly verdict: "reproduced" | "only partly" | "not reproduced";
  readonly number: string;
}

const held = (all: boolean, some: boolean): Finding["verdict"] =>
  all ? "reproduced" : some ? "only partly" : "not reproduced";

/** The verdict, a line for each claim of the notebook's first cell. */
export function findings({ square, turned, theorem, cuts, walks }: Measured): Finding[] {
  const losses = (method: string) =>
    square.filter((run) => run.method.startsWith(method)).map(({ loss }) => loss);
  const floor = errorFloor(C4, SQUARE, RECTANGLE);
  const stuck = [...losses("equivariant"), ...losses("noise injection, squared")];
  const near = losses("equivariant").map((loss) => Math.abs(loss - floor));
  const relaxed = square.filter(({ method }) => /^(relaxed|canonicalised)/.test(method));
  const ofTurned = (method: string) => turned.filter((run) => run.method.startsWith(method));
  const well = [...ofTurned("relaxed"), ...ofTurned("canonicalised")];
  const plain = ofTurned("plain").map((run) => run.turned / Math.max(run.lying, 1e-12));
  const exact = theorem.every(({ relaxedError }) => relaxedError < 1e-9);
  const [breaks, keeps] = [
    theorem.filter(({ group, kept }) => group === "S3" && kept === 1),
    theorem.filter(({ group, kept }) => group === "S3" && kept === 2),
  ];
  const symmetric = cuts.filter(({ bound }) => bound < 0.99);
  const within = cuts.every(({ bound, shares }) => shares.nothing.every((s) => s <= bound + 1e-6));
  const labels = symmetric.flatMap(({ shares }) => shares["canonical labels"]);
  const nothing = symmetric.flatMap(({ shares }) => shares.nothing);
  const noise = symmetric.flatMap(({ shares }) => shares.noise);
  const ps = walks.map(({ p }) => p);
  const quiet = Math.max(...walks.map(({ exactAsymmetry }) => exactAsymmetry));
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  // All p-values together: none below 5 % shared out among them (Bonferroni).
  const uniform = ps.filter((p) => p > 0.05 / ps.length).length;
  return [
    {
      claim: "Curie: an equivariant network stops at the floor, 0.0625",
      verdict: held(near.every((d) => d < 1e-4), near.some((d) => d < 1e-4)),
      number: `loss ${spreadText(losses("equivariant"))}`,
    },
    {
      claim: "relaxed equivariance passes the floor, and is what it says",
      verdict: held(
        relaxed.every(({ loss, relaxed }) => loss < 1e-6 && relaxed < 1e-6),
        relaxed.some(({ loss }) => loss < 1e-6),
      ),
      number: `loss ${spreadText(relaxed.map(({ loss }) => loss))}`,
    },
    {
      claim: "noise injection needs a loss that knows the orbit",
      verdict: held(
        Math.min(...stuck) > 0.9 * floor &&
          losses("noise injection, nearest").every((loss) => loss < floor / 5),
        Math.min(...stuck) > 0.9 * floor,
      ),
      number: `nearest image ${spreadText(losses("noise injection, nearest"))}, squared error ` +
        spreadText(losses("noise injection, squared")),
    },
    {
      claim: "what relaxed networks learn of one position holds in all others",
      verdict: held(
        well.every((run) => run.turned < 1.5 * run.lying + 1e-6) && Math.min(...plain) > 10,
        well.some((run) => run.turned < 1.5 * run.lying + 1e-6),
      ),
      number: `turned: relaxed ${spreadText(well.map((run) => run.turned))}, plain ` +
        spreadText(ofTurned("plain").map((run) => run.turned)),
    },
    {
      claim: "Theorem 5 gives relaxed equivariance; coset representatives decide about breaking",
      verdict: held(exact && breaks.length > 0 && keeps.length > 0, exact),
      number: `error ${Math.max(...theorem.map((row) => row.relaxedError)).toExponential(1)}; ` +
        `of S3's ${breaks.length + keeps.length} choices ${breaks.length} breaks the symmetry`,
    },
    {
      claim: "symmetric graphs: equivariant networks stay below their bound, the others pass it",
      verdict: held(
        within && spread(labels).low > spread(nothing).high,
        within && spread(labels).value > spread(nothing).value,
      ),
      number: `nothing ${spreadText(nothing, percent)}, noise ${spreadText(noise, percent)}, ` +
        `labels ${spreadText(labels, percent)}`,
    },
    {
      claim: "descent keeps the symmetry; with noise it ends at each image equally often",
      verdict: held(uniform === ps.length && quiet < 1e-6, uniform > 0),
      number: `p ${ps.map((p) => p.toFixed(2)).join(", ")}`,
    },
  ];
}
