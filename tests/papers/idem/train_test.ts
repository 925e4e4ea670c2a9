/** Trainings from energies alone, at the smallest sizes. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { gmm40 } from "lib/energy/mod.ts";
import { scoreMlp } from "lib/models/score_mlp.ts";
import { estimateErrors, specified } from "lib/papers/idem/estimates.ts";
import { drawIdem, mixtureMetrics } from "lib/papers/idem/evaluate.ts";
import { loadIdemStart, saveIdemState } from "lib/papers/idem/files.ts";
import { chains, exactPoints } from "lib/papers/idem/report.ts";
import { ownGmmOptions } from "lib/papers/idem/settings.ts";
import { freshState, type IdemProgress, trainIdem } from "lib/papers/idem/train.ts";
import { random, tf } from "lib/tensor/mod.ts";

const smallest = () => ({
  ...ownGmmOptions(),
  network: scoreMlp({ width: 8, embedding: 8, conditionScale: 10 }),
  estimator: { samples: 5, clip: 100, kind: "mixed" as const },
  ...{ batch: 16, refreshEvery: 3, refreshSamples: 10, refreshSteps: 4, initialSamples: 30 },
  ...{ source: "own samples" as const, seed: 3 },
});

Deno.test("a training that goes on from a file ends where one that never stopped ends", async () => {
  const path = join(Deno.makeTempDirSync(), "state.safetensors");
  // Full before it is saved, so that the oldest row is not the first, and replaced in part after it.
  const tiny = () => ({ ...smallest(), capacity: 34 });
  let whole: number[] = [];
  const keep = ({ params }: IdemProgress) => {
    whole = Object.values(params).flatMap((p) => Array.from(p.dataSync()));
  };
  await trainIdem({ ...tiny(), steps: 9 }, keep);
  const straight = whole;
  await trainIdem({ ...tiny(), steps: 9 }, (progress) => {
    if (progress.step < 3) return false;
    saveIdemState(path, progress, [{ step: 3, loss: 1, seconds: 2 }]);
    return true;
  });
  const options = tiny(), first = options.network.init(random.key(3));
  const from = loadIdemStart(path, first, options.learningRate)!;
  assertEquals([from.step, from.losses.length], [3, 1]);
  const last = await trainIdem({ ...options, steps: 9 }, keep, from);
  assertEquals(last.step, 9);
  assertEquals(last.energyEvaluations, 9 * 16 * 5);
  assertEquals(whole.length, straight.length);
  // Samples of the buffer are drawn by place, which a file keeps.
  assertEquals(whole, straight);
});

Deno.test("a training that is lengthened ends where one that was longer from the start ends", async () => {
  const path = join(Deno.makeTempDirSync(), "state.safetensors");
  const parameters = ({ params }: { params: IdemProgress["params"] }) =>
    Object.values(params).flatMap((p) => Array.from(p.dataSync()));
  const straight = await trainIdem({ ...smallest(), steps: 9 });
  await trainIdem({ ...smallest(), steps: 6 }, (progress) => saveIdemState(path, progress, []));
  const options = smallest(), first = options.network.init(random.key(3));
  const from = loadIdemStart(path, first, options.learningRate)!;
  assertEquals(from.step, 6);
  const lengthened = await trainIdem({ ...options, steps: 9 }, undefined, from);
  assertEquals(parameters(lengthened), parameters(straight));
  assertEquals(lengthened.networkEvaluations, straight.networkEvaluations);
});

Deno.test("a training with no step left says where it began", async () => {
  const untrained = await trainIdem({ ...smallest(), steps: 0 });
  assertEquals([untrained.step, untrained.loss, untrained.seconds], [0, NaN, 0]);
  assertEquals([untrained.energyEvaluations, untrained.networkEvaluations], [0, 0]);
  const { network, learningRate } = smallest(), state = freshState(untrained.params, learningRate);
  const counted = { step: 9, seconds: 8, energyEvaluations: 7, networkEvaluations: 6 };
  const from = { ...counted, state, samples: tf.zeros([5, 2]) };
  const last = await trainIdem({ ...smallest(), steps: 9 }, undefined, from);
  const { step, seconds, energyEvaluations, networkEvaluations } = last;
  assertEquals({ step, seconds, energyEvaluations, networkEvaluations }, counted);
  assertEquals(Object.keys(last.params).sort(), Object.keys(network.parameters).sort());
});

Deno.test("where there is no file, a training begins anew", () => {
  const { network, learningRate } = smallest();
  const params = network.init(random.key(1));
  assertEquals(loadIdemStart("no/such/file.safetensors", params, learningRate), undefined);
});

Deno.test("estimates by forces err as specified, and the mixture errs less at much noise", () => {
  const rows = estimateErrors({ Ks: [100], ts: [0.5, 0.7, 0.8, 1], points: 300, seed: 1 });
  const error = (kind: string, t: number) => rows.find((r) => r.kind === kind && r.t === t)!.error;
  for (const { t, errors } of specified) {
    if (![0.5, 0.7, 0.8, 1].includes(t)) continue;
    const ratio = error("gradient", t) / errors[1];
    assert(ratio > 0.7 && ratio < 1.4, `t = ${t}: ${ratio}`);
  }
  assert(error("mixed", 1) < 0.2 * error("gradient", 1));
  assert(error("mixed", 0.5) < 2 * error("gradient", 0.5));
});

Deno.test("chains find the modes of GMM-40, an untrained network does not", () => {
  const target = gmm40({ scale: 50 }), exact = exactPoints(target, 1000, 1);
  const found = chains(target, {
    ...{ count: 1000, temperatures: [1, 4, 16, 64, 256], stepSize: 5e-4, spread: 0.5 },
    ...{ steps: 200, kept: 5, seed: 2 },
  });
  const metrics = mixtureMetrics(found, exact, target);
  assert(metrics.modeTv < 0.25, `${metrics.modeTv}`);
  assertEquals(metrics.modes, 40);
  const { network } = smallest(), params = network.init(random.key(1));
  const drawn = drawIdem(smallest(), params, { count: 300, steps: 20, seed: 1 });
  assert(mixtureMetrics(drawn, exactPoints(target, 300, 2), target).energy > 20);
});
