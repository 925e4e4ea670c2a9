/** Training on corners: one target, or any of the images that cannot be told apart. */
import { random, type Tensor, tf } from "../../tensor/mod.ts";
import type { Params } from "../../nn/parameters.ts";
import { fit } from "../../training/fit.ts";
import type { CornersNetwork } from "./networks.ts";
import type { Corners } from "./square.ts";

/** Inputs with what is right for each: the first image is the target itself. */
export interface CornersExample {
  readonly x: Corners;
  readonly images: readonly Corners[];
}

/** How {@link trainCorners} trains. */
export interface CornersTraining {
  readonly seed: number;
  readonly steps: number;
  /** Squared error to the target, or to the nearest of its images. */
  readonly loss: "target" | "nearest image";
  /** Copies of each example in a batch, for networks with noise. */
  readonly copies?: number;
}

/** The loss along training. */
export interface CornersCurve {
  readonly step: number;
  readonly loss: number;
}

/** Smallest over the images of the mean squared error, then the mean over the batch. */
function lossOf(y: Tensor, images: Tensor): Tensor {
  const errors = tf.mean(tf.squaredDifference(tf.expandDims(y, 1), images), 2);
  return tf.mean(tf.min(errors, 1));
}

/** Trains a network by Adam at a rate of 0.01; parameters belong to the caller. */
export function trainCorners(
  network: CornersNetwork,
  examples: readonly CornersExample[],
  { seed, steps, loss, copies = 1 }: CornersTraining,
): { readonly params: Params; readonly curve: readonly CornersCurve[] } {
  const all = examples.flatMap((one) => new Array<CornersExample>(copies).fill(one));
  const batch = network.prepare(all.map(({ x }) => x));
  const most = loss === "target" ? 1 : Math.max(...all.map(({ images }) => images.length));
  // Short lists of images are filled up with their first.
  const images = tf.tensor3d(
    all.map(({ images }) => Array.from({ length: most }, (_, i) => [...(images[i] ?? images[0]!)])),
  );
  const [initKey, key] = [random.key(seed), random.key(seed + 1)];
  const first = network.init(initKey);
  const curve: CornersCurve[] = [];
  const params = fit(first, (params, { x, back, images }, key) => {
    const noise = random.normal(key, [x.shape[0]!, 8]);
    return lossOf(network.apply(params, { x, back }, noise), images);
  }, {
    seed,
    steps,
    learningRate: 0.01,
    batch: () => ({ ...batch, images }),
    keepBatches: "yes",
    every: 10,
    observe: (step, loss) => curve.push({ step: step + 1, loss }),
  });
  tf.dispose([initKey, key, images, batch.x, batch.back, ...Object.values(first)]);
  return { params, curve };
}
