/** Which claims held, computed from what was measured. */
import type { CutRow, SquareRun, TurnedRun } from "./experiments.ts";
import { spreadText, type Walk } from "./report.ts";
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

/** Shares of the largest cut by which a bound is passed; less is rounding, or p not quite 0 or 1. */
const PASSING = 1e-3;

/** Errors of double precision over sums of some hundred products stay far below this. */
const EXACT = 1e-9;

/** A walk that stays nearer than this to the symmetric states kept them; coordinates are about 1. */
const KEPT = 1e-4;

/** Of the graphs whose bound is below their largest cut: on how many every seed passes its own. */
function passing(graphs: readonly CutRow[], told: keyof CutRow["shares"]): number {
  return graphs.filter(({ bound, shares }) => shares[told].every((s) => s > bound + PASSING))
    .length;
}

/** Standard errors of a rule's mean by which every seed of a network must be off to count. */
const APART = 2;

/** On how many graphs every seed is above, or below, the better of the rules. */
function besideRules(graphs: readonly CutRow[], told: keyof CutRow["shares"]) {
  const better = ({ rules }: CutRow) =>
    Object.values(rules).reduce((a, b) => b.mean > a.mean ? b : a);
  const off = (row: CutRow, sign: number) => {
    const { mean, standardError } = better(row);
    const least = APART * standardError + PASSING;
    return row.shares[told].every((share) => sign * (share - mean) > least);
  };
  const count = (sign: number) => graphs.filter((row) => off(row, sign)).length;
  return { above: count(1), below: count(-1) };
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
  const off = Math.max(...well.map((run) => run.relaxed));
  const plain = ofTurned("plain").map((run) => run.turned / Math.max(run.lying, 1e-12));
  const exact = theorem.every(({ relaxedError }) => relaxedError < EXACT);
  const [breaks, keeps] = [
    theorem.filter(({ group, kept }) => group === "S3" && kept === 1),
    theorem.filter(({ group, kept }) => group === "S3" && kept === 2),
  ];
  const symmetric = cuts.filter(({ bound }) => bound < 1 - PASSING);
  const within = cuts.filter(({ bound, shares }) => shares.nothing.every((s) => s <= bound + 1e-6));
  const [noise, labels] = [passing(symmetric, "noise"), passing(symmetric, "canonical labels")];
  const ruling = (rule: keyof CutRow["rules"]) =>
    symmetric.filter(({ bound, rules }) =>
      rules[rule].mean > bound + APART * rules[rule].standardError + PASSING
    ).length;
  const [byNoise, byLabels] = [
    besideRules(symmetric, "noise"),
    besideRules(symmetric, "canonical labels"),
  ];
  const ps = walks.map(({ p }) => p);
  // Of the walks as they are: those that are projected keep the symmetry by construction.
  const drifts = walks.map(({ asymmetry }) => Math.max(...asymmetry.map(({ value }) => value)));
  const quiet = drifts.filter((drift) => drift < KEPT).length;
  // All p-values together: none below 5 % shared out among them (Bonferroni).
  const uniform = ps.filter((p) => p > 0.05 / ps.length).length;
  return [
    {
      claim: `Curie: an equivariant network stops at the floor, ${floor.toFixed(4)}`,
      verdict: held(near.every((d) => d < 1e-4), near.some((d) => d < 1e-4)),
      number: `loss ${spreadText(losses("equivariant"))}`,
    },
    {
      claim: "relaxed equivariance passes the floor, and its outputs are relaxed equivariant",
      // Asked of rectangles: at the square, whose images are all one, any function is.
      verdict: held(
        relaxed.every(({ loss }) => loss < 1e-6) && off < 1e-5,
        relaxed.some(({ loss }) => loss < 1e-6),
      ),
      number:
        `loss ${spreadText(relaxed.map(({ loss }) => loss))}; relaxed-equivariance error on ` +
        `rectangles at most ${off.toExponential(1)}`,
    },
    {
      claim: "ours: noise injection needs a loss that knows the orbit",
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
      claim: "Theorem 5 gives relaxed equivariance",
      verdict: held(exact, theorem.some(({ relaxedError }) => relaxedError < EXACT)),
      number: `error ${Math.max(...theorem.map((row) => row.relaxedError)).toExponential(1)}`,
    },
    {
      claim: "ours: the choice of coset representatives decides whether symmetry is broken",
      verdict: held(breaks.length > 0 && keeps.length > 0, false),
      number: `of S3's ${
        breaks.length + keeps.length
      } choices ${breaks.length} breaks the symmetry`,
    },
    {
      claim: "symmetric graphs: equivariant networks stay within their bound, the others pass it",
      verdict: held(
        within.length === cuts.length && noise === symmetric.length && labels === symmetric.length,
        within.length === cuts.length && noise + labels > 0,
      ),
      number:
        `told nothing: within it on ${within.length} of ${cuts.length} graphs; above it, in ` +
        `every seed: noise on ${noise}, labels on ${labels} of ${symmetric.length} with a bound ` +
        `below 100 %; without training: greedy on ${ruling("greedy")}, local search on ${
          ruling("local search")
        }`,
    },
    {
      claim: "ours: on these graphs trained networks cut more than rules without training",
      verdict: held(
        byNoise.above + byLabels.above === 2 * symmetric.length,
        byNoise.above + byLabels.above > 0,
      ),
      number:
        `every seed above the better rule: noise on ${byNoise.above}, labels on ${byLabels.above} of ${symmetric.length}; below it: noise on ${byNoise.below}, labels on ${byLabels.below}`,
    },
    {
      claim: "ours: descent keeps the symmetry; with noise it ends at each image equally often",
      verdict: held(
        uniform === ps.length && quiet === walks.length,
        uniform > 0 && quiet > 0,
      ),
      number: `not projected, ${quiet} of ${walks.length} walks stay within ${KEPT} of the ` +
        `symmetric states (farthest ${Math.max(...drifts).toExponential(1)}); with noise p ` +
        ps.map((p) => p.toFixed(2)).join(", "),
    },
  ];
}
