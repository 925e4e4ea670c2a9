/** Why twisted particles miss so much: their potential, their proposals, or their number. */
import { noiseOf } from "./plane.ts";
import type { Finding } from "./report.ts";
import { type ParticleOptions, particles } from "./particles.ts";
import { type Guided, ringMeans, ringProblem, ringWeights } from "./problems.ts";
import { modeCounts } from "../../metrics/mod.ts";
import { normalisedWeights } from "../../samplers/resample.ts";

/** Particles that differ in what pushes and what weighs them. */
export const twists: Readonly<Record<string, Omit<ParticleOptions, "particles">>> = {
  "TDS": { method: "tds" },
  "TDS, pushed by ½σ at most": { method: "tds", longest: 0.5 },
  "SMC: not pushed": { method: "smc" },
  "tempered": { method: "tempered" },
  "tempered, pushed by ½σ at most": { method: "tempered", longest: 0.5 },
  "weighted rollouts": { method: "rollouts" },
};

/** The ring with rewards κr, whose evidence and masses are known up to the chain's own error. */
export function softRing(
  kappa: number,
): Guided & { readonly Z: number; readonly heaviest: number } {
  const problem = ringProblem();
  const weights = ringWeights.map((w) => (8 * w) ** kappa / 8);
  const Z = weights.reduce((a, b) => a + b, 0);
  return { ...problem, reward: (x) => kappa * problem.reward(x), Z, heaviest: weights[7]! / Z };
}

/** Runs of one kind of particles. */
export interface TwistRow {
  readonly method: string;
  readonly kappa: number;
  readonly particles: number;
  /** Of each run: what it says of Z, divided by Z; and the share of the heaviest mode. */
  readonly evidence: readonly number[];
  readonly heaviest: readonly number[];
  readonly truth: number;
}

/** All {@link twists} with several numbers of particles. */
export function twistRows(
  { kappas, counts, runs, seed }: {
    readonly kappas: readonly number[];
    readonly counts: readonly number[];
    readonly runs: number;
    readonly seed: number;
  },
): TwistRow[] {
  return kappas.flatMap((kappa) => {
    const problem = softRing(kappa);
    return Object.entries(twists).flatMap(([method, options]) =>
      counts.map((count) => {
        const noise = noiseOf(seed, `${method} ${count} ${kappa}`);
        const all = Array.from({ length: runs }, () => {
          const ends = particles(problem, { ...options, particles: count }, noise);
          const weights = normalisedWeights(ends.logWeights);
          const heaviest = ends.points.reduce((sum, x, i) => {
            const counts = modeCounts({ values: x, dimension: 2 }, ringMeans);
            return sum + counts[7]! * weights[i]!;
          }, 0);
          return { heaviest, evidence: Math.exp(ends.logEvidence) / problem.Z };
        });
        return {
          ...{ method, kappa, particles: count, truth: problem.heaviest },
          evidence: all.map(({ evidence }) => evidence),
          heaviest: all.map(({ heaviest }) => heaviest),
        };
      })
    );
  });
}

const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;
/** Half of the 95 % interval of a mean over runs. */
const error = (v: readonly number[]) => {
  const m = mean(v);
  const variance = v.reduce((s, x) => s + (x - m) ** 2, 0) / Math.max(1, v.length - 1);
  return 1.96 * Math.sqrt(variance / v.length);
};

/** Evidence and share of each kind, means over runs with intervals of 95 %. */
export function twistTable(rows: readonly TwistRow[]) {
  const written = (v: readonly number[]) => `${mean(v).toFixed(2)} ± ${error(v).toFixed(2)}`;
  return rows.map((row) => ({
    method: row.method,
    "κ": row.kappa,
    particles: row.particles,
    "Ẑ/Z": written(row.evidence),
    "runs below Z": `${row.evidence.filter((e) => e < 1).length} of ${row.evidence.length}`,
    "share of the heaviest mode": written(row.heaviest),
    "true share": row.truth.toFixed(3),
  }));
}

/** TDS: whether it is off where its own weights, with shorter pushes, are right. */
export function twistFinding(rows: readonly TwistRow[]): Finding {
  const most = Math.max(...rows.map((row) => row.particles));
  const hardest = Math.max(...rows.map((row) => row.kappa));
  const of = (method: string) =>
    rows.find((r) => r.method === method && r.particles === most && r.kappa === hardest)!;
  const near = ({ evidence }: TwistRow) => Math.abs(mean(evidence) - 1) < 0.25;
  const written = (method: string) =>
    `${method} ${mean(of(method).evidence).toFixed(2)} ± ${error(of(method).evidence).toFixed(2)}`;
  const [plain, short] = [near(of("TDS")), near(of("TDS, pushed by ½σ at most"))];
  return {
    claim: `ours: TDS samples the target with ${most.toLocaleString("en")} particles`,
    verdict: plain ? "reproduced" : short ? "only partly" : "not reproduced",
    number: `Ẑ/Z, ± 95 %: ${Object.keys(twists).map(written).join("; ")}`,
  };
}
