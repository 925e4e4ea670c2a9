/** What the results say of the paper's claims. */
import { type Order, orderOf } from "../../records/order.ts";
import type { EstimatorRow } from "./estimator_errors.ts";
import type { FixedPoint } from "./maze_fixed_point.ts";
import type { BanditRow, MazeRow } from "./report.ts";

/** One claim and what was found. */
export interface Finding {
  readonly claim: string;
  readonly verdict: "reproduced" | "only partly" | "not reproduced" | "not decided";
  readonly number: string;
}

const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;

/** What it is called if a claim holds in so many cases of all. */
const verdictOf = (holds: number, all: number): Finding["verdict"] =>
  holds === all ? "reproduced" : holds > 0 ? "only partly" : "not reproduced";

function banditFinding(rows: readonly BanditRow[]): Finding {
  const of = (method: string) => mean(rows.filter((r) => r.method === method).map((r) => r.kl));
  const [dqs, qsm, sac] = [of("DQS"), of("QSM"), of("SAC")];
  const mixed = of("DQS, η optimal (ours)");
  const [floor, uniform] = [of("exact actions"), of("uniform actions")];
  const weighted = of("32 uniform actions, weighted");
  const close = dqs < floor + 0.5 * (uniform - floor), first = dqs < Math.min(qsm, sac);
  return {
    claim: "DQS samples multimodal policies",
    verdict: close && first && dqs < weighted
      ? "reproduced"
      : close || first
      ? "only partly"
      : "not reproduced",
    number: `KL: DQS ${dqs.toFixed(2)}, with the optimal η (ours) ${mixed.toFixed(2)}, ` +
      `QSM ${qsm.toFixed(2)}, SAC ${sac.toFixed(2)}; 32 weighted ` +
      `uniform actions, without an actor, ${weighted.toFixed(2)}; exact ${floor.toFixed(2)}, ` +
      `uniform ${uniform.toFixed(2)}`,
  };
}

/** Agents that reach each goal in a tenth of their episodes or more. */
const keepsBoth = (row: MazeRow) => Math.min(row["upper goal"], row["lower goal"]) >= 0.1;

function mazeFinding(rows: readonly MazeRow[]): Finding {
  const of = (method: string) => rows.filter((row) => row.method === method);
  const count = (method: string) => of(method).filter(keepsBoth).length;
  const solved = (method: string) => mean(of(method).map((row) => row.solved));
  /** At one last temperature: DQS mostly keeps both, SAC never does. */
  const holds = (dqs: string, sac: string) => count(dqs) > of(dqs).length / 2 && count(sac) === 0;
  const cold = holds("DQS", "SAC"), warm = holds("DQS, warm", "SAC, warm");
  const agents = new Set(rows.map(({ method }) => method).filter((it) => it !== "uniform actions"));
  const text = [...agents].map((method) =>
    `${method} ${count(method)} of ${of(method).length} (solved ${
      (100 * solved(method)).toFixed(0)
    } %)`
  );
  return {
    claim: "ours: in the maze, DQS keeps both goals, SAC one",
    verdict: verdictOf(Number(cold) + Number(warm), 2),
    number: `agents with both goals in a tenth of their episodes or more: ${text.join(", ")}`,
  };
}

/** Steps in the maze until an agent had seen both goals; endless if it never did. */
const exploredAfter = (row: MazeRow) =>
  typeof row["both found after"] === "number" ? row["both found after"] : Infinity;

/**
 * By ranges over runs, at both last temperatures. Kinds of DQS share seeds and random numbers: an agent
 * of the warm kind that saw both goals at the very step at which the same agent of the other did is the
 * same run, and counts once.
 */
function explorationFinding(rows: readonly MazeRow[]): Finding {
  const of = (method: string) => rows.filter((row) => row.method === method);
  const runs = (own: readonly MazeRow[]) => own.map(exploredAfter).sort((a, b) => a - b);
  const same = (row: MazeRow) =>
    of("DQS").some((one) => one.agent === row.agent && exploredAfter(one) === exploredAfter(row));
  const warm = of("DQS, warm"), own = warm.filter((row) => !same(row));
  const pairs = [[of("DQS"), of("SAC")], [own, of("SAC, warm")]] as const;
  const orders = pairs.filter((pair) => pair.every((some) => some.length > 0))
    .map(([dqs, sac]) => orderOf(runs(dqs), runs(sac)));
  const count = (order: Order) => orders.filter((one) => one === order).length;
  const written = (method: string, own: readonly MazeRow[]) =>
    `${method} ${
      runs(own).map((n) => Number.isFinite(n) ? n.toLocaleString("en") : "never").join(", ") ||
      "none"
    }`;
  const shared = warm.length - own.length;
  return {
    claim: "ours: in the maze, DQS with the optimal η explores better than SAC",
    verdict: count("lower") + count("higher") === 0
      ? "not decided"
      : verdictOf(count("lower"), orders.length),
    number: `steps until both goals were seen: ${written("DQS", of("DQS"))}; ${
      written("SAC", of("SAC"))
    }; ${written("DQS, warm", own)}${shared > 0 ? ` (and ${shared} that is DQS's own run)` : ""}; ${
      written("SAC, warm", of("SAC, warm"))
    }`,
  };
}

/** Whether leaving out the entropy takes nothing away where the policy arrives at all. */
function exactlyEnough(points: readonly FixedPoint[]): boolean {
  return points.filter(({ values }) => values === "with").every((soft) => {
    const plain = points.find((p) => p.values === "without" && p.alpha === soft.alpha)!;
    return plain.solved >= soft.solved - 0.05 && plain.entropy >= soft.entropy - 0.05;
  });
}

function entropyFinding(rows: readonly MazeRow[], points: readonly FixedPoint[]): Finding {
  const of = (method: string) => rows.filter((row) => row.method === method);
  const [without, soft] = [of("DQS"), of("DQS, soft values")].map((own) => ({
    // Over agents that arrive at all.
    bits: mean(own.map((row) => row["entropy, bits"]).filter((bits) => typeof bits === "number")),
    solved: mean(own.map((row) => row.solved)),
  })) as [{ bits: number; solved: number }, { bits: number; solved: number }];
  const learned = soft.solved <= without.solved + 0.1 && soft.bits <= without.bits + 0.1;
  const exact = points.length > 0 && exactlyEnough(points);
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  const computed = points.map(({ values, alpha, solved, entropy }) =>
    `${values} at α = ${alpha} ${percent(solved)} and ${entropy.toFixed(2)} bits`
  );
  return {
    claim: "ours: values without an entropy term are enough (reviewers doubt it)",
    verdict: verdictOf(Number(learned) + Number(exact), 2),
    number:
      `learned: solved ${percent(without.solved)} and ${without.bits.toFixed(2)} bits without, ` +
      `${percent(soft.solved)} and ${soft.bits.toFixed(2)} bits with it` +
      (computed.length ? `; computed: ${computed.join(", ")}` : ""),
  };
}

/** Noise levels at which gradients alone are within a tenth of the best estimate's error. */
function estimateFinding(rows: readonly EstimatorRow[]): Finding {
  const K = Math.min(...rows.filter(({ K }) => K >= 16).map(({ K }) => K));
  const own = rows.filter((row) => row.K === K && row.estimator.startsWith("η"));
  const levels = [...new Set(own.map(({ noise }) => noise))].sort((a, b) => a - b);
  const at = (noise: number) => {
    const of = (estimator: string) =>
      own.find((row) => row.estimator === estimator && row.noise === noise)!.rmse;
    const [gradient, noisy, best] = [of("η = 1"), of("η = 0"), of("η = optimal")];
    return { noise, gradient, noisy, best, good: gradient <= 1.1 * Math.min(noisy, best) };
  };
  const all = levels.map(at), good = all.filter((level) => level.good).length;
  const [least, most] = [all[0]!, all.at(-1)!].map(({ noise, gradient, noisy, best }) =>
    `at noise ${noise.toPrecision(2)} gradients ${gradient.toPrecision(2)}, noise ${
      noisy.toPrecision(2)
    }, optimal mixture ${best.toPrecision(2)}`
  );
  return {
    claim: "ours: the gradient estimate is the one to take, at every noise level",
    verdict: verdictOf(good, all.length),
    number: `within a tenth of the best at ${good} of ${all.length} levels; errors, K = ${K}: ` +
      `${least}; ${most}`,
  };
}

/** All claims. */
export function findings(
  { bandit, maze, estimates, fixedPoints = [] }: {
    readonly bandit: readonly BanditRow[];
    readonly maze: readonly MazeRow[];
    readonly estimates: readonly EstimatorRow[];
    /** Of the maze, computed, with and without entropy at the same temperatures. */
    readonly fixedPoints?: readonly FixedPoint[];
  },
): Finding[] {
  return [
    banditFinding(bandit),
    estimateFinding(estimates),
    explorationFinding(maze),
    mazeFinding(maze),
    entropyFinding(maze, fixedPoints),
  ];
}
