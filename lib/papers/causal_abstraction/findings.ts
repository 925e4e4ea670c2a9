/** Which claims held, computed from what notebook 19 measured. */
import { formatNumber } from "../../plots/format.ts";
import type { Claim } from "../../plots/verdicts.ts";
import type { CensusRow } from "./census.ts";
import { FAMILIES, type LatentRun } from "./experiment.ts";
import { FUNCTION_OF, identified, summaries } from "./latent_report.ts";
import type { LinearExperiment } from "./linear_experiment.ts";
import { isFound, type RemainderRow } from "./remainders.ts";

/** What the notebook measured. */
export interface Measured {
  readonly census: readonly CensusRow[];
  readonly linear: readonly { readonly name: string; readonly found: LinearExperiment }[];
  /** The shipped runs of the latent model. */
  readonly runs: readonly LatentRun[];
  readonly remainders: readonly RemainderRow[];
}

/** Names that the census and the linear experiment give to the family of all single variables. */
const SINGLES = "all singletons";

/** Subspaces are right to some 1e-15 (subspaces.ts); others of the same dimension are far off. */
const ROUNDING = 1e-12;

/** Greatest distance of an observed subspace from R·T·span(e_S). */
export const largestError = ({ observed, intersections }: LinearExperiment): number =>
  Math.max(...[...observed, ...intersections].map((row) => row.error));

/** All or none of them, or some. */
const held = (good: number, all: number): Claim["holds"] =>
  good === all ? all > 0 : good > 0 && "partly";

/** The verdict: the paper's three claims, each with what is ours below it. */
export function findings(measured: Measured): Claim[] {
  return [
    {
      claim: "1: latents are known up to blocks that the sets nd(S) determine",
      holds: "undecided",
      evidence: "the theorem's text could not be read; tested is what is ours, below",
    },
    ...partitions(measured),
    ...linear(measured),
    ...learned(measured),
    ...remainders(measured),
    {
      claim: "2: further latents become separate where such sets tell single variables apart",
      holds: "undecided",
      evidence: "not tested: the theorem's condition could not be read",
    },
    singles(measured),
  ];
}

function partitions({ census }: Measured): Claim[] {
  const every = census.filter(({ families }) => families === "all");
  const sum = (of: (row: CensusRow) => number) => every.reduce((all, row) => all + of(row), 0);
  const cyclic = sum((row) => row["cyclic quotients"]), only = sum((row) => row["only remainders"]);
  const shares = every.map((row) => formatNumber(100 * row["only remainders"] / row.blocks));
  return [
    {
      claim: "ours: the graph between blocks of partition B is acyclic",
      holds: cyclic === 0,
      evidence: `${cyclic} of ${formatNumber(sum((row) => row.cases))} have a cycle`,
    },
    {
      claim: "ours: the direct reading (A) already gives every block of B",
      holds: only === 0,
      evidence: `${shares.join(", ")} % are only remainders, for ${
        every.map(({ nodes }) => nodes).join(", ")
      } nodes`,
    },
  ];
}

function linear({ linear }: Measured): Claim[] {
  const largest = Math.max(...linear.map(({ found }) => largestError(found)));
  const apart = Math.min(...linear.map(({ found }) => found.clustered));
  return [
    {
      claim: `ours, linear: subspaces are those of S to ${ROUNDING}`,
      holds: largest < ROUNDING,
      evidence: formatNumber(largest),
    },
    {
      claim: "ours, linear: clustering finds S where it is hidden",
      holds: apart === 1,
      evidence: `${formatNumber(100 * apart)} % of pairs at least`,
    },
  ];
}

function learned({ runs }: Measured): Claim[] {
  const rows = summaries(runs);
  return Object.keys(FAMILIES).map((name) => {
    const own = rows.filter((row) => row.family === name), good = own.filter(identified);
    const mixed = own.map((row) => formatNumber(row["single noises"], 2)).join(", ");
    return {
      claim: `ours, learned, ${name}: blocks of noises identified`,
      holds: held(good.length, own.length),
      evidence: `${good.length} of ${own.length} runs; single noises ${mixed}`,
    };
  });
}

/**
 * Only identified runs count. A run that failed and passes here all the same says that the measure
 * cannot tell: then it holds partly at most.
 */
function remainders({ remainders: rows }: Measured): Claim[] {
  const [good, failed] = [true, false].map((kind) =>
    rows.filter((row) => row.identified === kind)
  ) as [RemainderRow[], RemainderRow[]];
  const runsOf = (some: readonly RemainderRow[]) =>
    new Set(some.map(({ family, seed }) => `${family} ${seed}`)).size;
  const right = good.filter(isFound).length, wrong = failed.filter(isFound).length;
  const all = held(right, good.length);
  const passing = failed.length === 0
    ? "no run failed"
    : `of ${runsOf(failed)} not identified: ${wrong} of ${failed.length}`;
  return [{
    claim: "ours, learned: level B, blocks of variables that are only remainders, is identified",
    holds: all === true && wrong > 0 ? "partly" : all,
    evidence: `${right} of ${good.length} blocks of ${
      runsOf(good)
    } identified runs have R² > ${FUNCTION_OF} both ways (least ${
      formatNumber(Math.min(...good.map(({ score }) => score)))
    }; the other blocks alone give ${
      formatNumber(Math.max(...good.map(({ floor }) => floor)))
    } at most); ${passing}`,
  }];
}

function singles({ census, linear, runs }: Measured): Claim {
  const graphs = census.filter(({ families }) => families === SINGLES);
  const cases = graphs.reduce((sum, row) => sum + row.cases, 0);
  const blocks = graphs.reduce((sum, row) => sum + row.blocks, 0);
  const wanted = graphs.reduce((sum, row) => sum + row.nodes * row.cases, 0);
  const models = linear.filter(({ name }) => name === SINGLES);
  const whole = models.filter(({ found }) =>
    found.observed.every(({ set }) => found.singled.includes(set[0]!))
  );
  const own = summaries(runs.filter(({ family }) => family.every((set) => set.length === 1)));
  const good = own.filter((row) => identified(row) && row["single noises"] > FUNCTION_OF);
  const checks = [
    cases > 0 && blocks === wanted,
    models.length > 0 && whole.length === models.length,
    own.length > 0 && good.length === own.length,
  ];
  return {
    claim: "3: all single-variable interventions identify everything (Brehmer et al. 2022)",
    holds: held(checks.filter(Boolean).length, checks.length),
    evidence:
      `B: ${formatNumber(blocks)} blocks, for ${
        formatNumber(wanted)
      } variables, in ${cases} graphs; linear: all noises in ${whole.length} of ${models.length} ` +
      `models; learned: ${good.length} of ${own.length} runs, each noise by one latent`,
  };
}
