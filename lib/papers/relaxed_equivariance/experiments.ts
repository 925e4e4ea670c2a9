/** The experiments of the notebook: what is trained, over which seeds, and what is measured. */
import { tf } from "../../tensor/mod.ts";
import { rng } from "../../datasets/rng.ts";
import {
  bernoulliGraph,
  completeBipartite,
  cycleGraph,
  hypercube,
  type NamedGraph,
  pathGraph,
  petersen,
  prism,
  wheel,
} from "../../datasets/named_graphs.ts";
import { actBy, canonicalLabelling, stabiliserOf } from "../../symmetry/mod.ts";
import { asFunction, type CornersKind, cornersNetwork } from "./networks.ts";
import { CUT_RULES, cutByRule, type CutRule, type RuleCut } from "./cut_rules.ts";
import {
  cutByNetwork,
  equivariantBound,
  expectedCut,
  maxCut,
  type VertexFeatures,
} from "./max_cut.ts";
import {
  C4,
  type Corners,
  corners,
  D4,
  errorFloor,
  orbitError,
  RECTANGLE,
  rectangle,
  relaxedError,
  SQUARE,
  targetOrbit,
} from "./square.ts";
import { type CornersExample, trainCorners } from "./train_corners.ts";

/** One way to train on the square. */
interface Way {
  readonly method: string;
  readonly kind: CornersKind;
  readonly loss: "target" | "nearest image";
}

/** The ways that are compared. */
export const WAYS: readonly Way[] = [
  { method: "equivariant MLP", kind: "equivariant", loss: "target" },
  { method: "noise injection, squared error", kind: "noise", loss: "target" },
  { method: "noise injection, nearest image", kind: "noise", loss: "nearest image" },
  { method: "relaxed MLP (Theorem 5)", kind: "relaxed", loss: "target" },
  { method: "canonicalised network", kind: "canonicalised", loss: "target" },
];

/** What a run on the square ends with. */
export interface SquareRun {
  readonly method: string;
  readonly seed: number;
  readonly curve: readonly { readonly step: number; readonly loss: number }[];
  readonly loss: number;
  /** Outputs for the square, for noise networks with several draws. */
  readonly outputs: readonly Corners[];
  /** Error of relaxed equivariance at the square. */
  readonly relaxed: number;
}

/** Square to rectangle, or to another target, each way with each seed. */
export function squareRuns(
  seeds: readonly number[],
  steps: number,
  target: Corners = RECTANGLE,
): SquareRun[] {
  const example = { x: SQUARE, images: targetOrbit(C4, SQUARE, target) };
  return WAYS.flatMap(({ method, kind, loss }) => {
    const network = cornersNetwork(kind, C4);
    const copies = kind === "noise" ? 64 : 1;
    return seeds.map((seed) => {
      const { params, curve } = trainCorners(network, [example], { seed, steps, loss, copies });
      const noises = drawNoise(seed + 500, kind === "noise" ? 24 : 1);
      const outputs = noises.map((noise) => asFunction(network, params, noise)(SQUARE));
      const relaxed = relaxedError(C4, corners, corners, asFunction(network, params), SQUARE);
      tf.dispose(Object.values(params));
      return { method, seed, curve, loss: curve.at(-1)!.loss, outputs, relaxed };
    });
  });
}

function drawNoise(seed: number, count: number): number[][] {
  const source = rng(seed);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - source.uniform())) * Math.cos(2 * Math.PI * source.uniform());
  return Array.from({ length: count }, () => Array.from({ length: 8 }, normal));
}

/** The symmetries of every rectangle along the axes: the half turn and two reflections. */
export const RECTANGULAR: readonly number[] = stabiliserOf(D4.elements, corners, RECTANGLE);

/** What is asked of a rectangle: one diagonal longer, the other shorter. */
export function leaning(x: Corners): Corners {
  return x.map((value, i) => value * ([0, 1, 4, 5].includes(i) ? 1.25 : 0.75));
}

function rectangles(seed: number, count: number): CornersExample[] {
  const source = rng(seed);
  return Array.from({ length: count }, () => {
    const x = rectangle(1.1 + 0.6 * source.uniform(), 0.4 + 0.5 * source.uniform());
    return { x, images: targetOrbit(D4, x, leaning(x)) };
  });
}

/** Errors on rectangles as they lay in training, and on the same turned by 90°. */
export interface TurnedRun {
  readonly method: string;
  readonly seed: number;
  /** Mean squared error to the nearest right answer. */
  readonly lying: number;
  readonly turned: number;
  /** The largest error of relaxed equivariance. */
  readonly relaxed: number;
  /** The least that an equivariant function errs on the target itself. */
  readonly floor: number;
}

/** Rectangle to leaning quadrilateral: learned from lying ones, asked of upright ones. */
export function turnedRuns(seeds: readonly number[], steps: number): TurnedRun[] {
  const kinds: readonly (readonly [string, CornersKind])[] = [
    ["equivariant MLP", "equivariant"],
    ["relaxed MLP (Theorem 5)", "relaxed"],
    ["canonicalised network", "canonicalised"],
    ["plain MLP", "plain"],
  ];
  return kinds.flatMap(([method, kind]) => {
    const network = cornersNetwork(kind, D4, RECTANGULAR);
    return seeds.map((seed) => {
      const { params } = trainCorners(network, rectangles(seed, 24), {
        seed,
        steps,
        loss: "target",
      });
      const tests = rectangles(seed + 1000, 16);
      const f = asFunction(network, params);
      const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
      const errors = (g: number) =>
        mean(
          tests.map(({ x, images }) =>
            orbitError(images.map((one) => actBy(corners, g, one)), f(actBy(corners, g, x)))
          ),
        );
      const relaxed = Math.max(
        ...tests.slice(0, 4).map(({ x }) => relaxedError(D4, corners, corners, f, x)),
      );
      const floor = mean(tests.map(({ x }) => errorFloor(D4, x, leaning(x))));
      const run = { method, seed, lying: errors(0), turned: errors(1), relaxed, floor };
      tf.dispose(Object.values(params));
      return run;
    });
  });
}

/** The graphs that are cut, from the most symmetric kinds to random ones. */
export function cutGraphs(): NamedGraph[] {
  return [
    ...[petersen(), completeBipartite(3, 3), hypercube(3), cycleGraph(12), prism(5), cycleGraph(8)],
    ...[completeBipartite(2, 4), wheel(6), pathGraph(8)],
    bernoulliGraph(rng(1), 8, 0.5, "random, 8 vertices"),
    bernoulliGraph(rng(2), 10, 0.4, "random, 10 vertices"),
  ];
}

/** Cuts of one graph, as shares of the largest cut there is. */
export interface CutRow {
  readonly graph: string;
  readonly automorphisms: number;
  readonly edges: number;
  readonly largest: number;
  /** The most that any equivariant function cuts on average. */
  readonly bound: number;
  /** By what vertices are told, a share for each seed. */
  readonly shares: Readonly<Record<VertexFeatures, readonly number[]>>;
  /** The share that rules without training cut, mean over random starts. */
  readonly rules: Readonly<Record<CutRule, RuleCut>>;
}

/** Max-cut with each kind of features and each seed, and by rules without training. */
export function cutRows(seeds: readonly number[], steps: number): CutRow[] {
  const graphs = cutGraphs();
  const all = (features: VertexFeatures) =>
    seeds.map((seed) => cutByNetwork(graphs, { features, seed, steps }));
  const cuts = { nothing: all("nothing"), noise: all("noise"), labels: all("canonical labels") };
  return graphs.map(({ name, adjacency }, i) => {
    const largest = maxCut(adjacency);
    const shares = (runs: readonly (readonly number[])[]) => runs.map((run) => run[i]! / largest);
    const byRule = (rule: CutRule): RuleCut => {
      const { mean, standardError } = cutByRule(adjacency, rule, seeds[0]!);
      return { mean: mean / largest, standardError: standardError / largest };
    };
    const rules = Object.keys(CUT_RULES) as CutRule[];
    return {
      graph: name,
      automorphisms: canonicalLabelling(adjacency).automorphisms.length,
      edges: 2 * expectedCut(adjacency, adjacency.map(() => 0.5)),
      largest,
      bound: equivariantBound(adjacency) / largest,
      shares: {
        "nothing": shares(cuts.nothing),
        "noise": shares(cuts.noise),
        "canonical labels": shares(cuts.labels),
      },
      rules: Object.fromEntries(rules.map((rule) => [rule, byRule(rule)])) as CutRow["rules"],
    };
  });
}
