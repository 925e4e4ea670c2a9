/** Small networks from four corners to four corners: equivariant, relaxed, and otherwise. */
import { type Key, swish, type Tensor, type Tensor2D, tf, tidy } from "../../tensor/mod.ts";
import { initialize, parameter, type ParameterSpecs, type Params } from "../../nn/parameters.ts";
import {
  actBy,
  canonicalImage,
  directSum,
  equivariantMaps,
  type FiniteGroup,
  lexicographic,
  regular,
  type Representation,
  reynolds,
} from "../../symmetry/mod.ts";
import { type Matrix, orthonormalBasis, transpose } from "../../symmetry/matrix.ts";
import { type Corners, corners } from "./square.ts";
import { cosetRepresentatives, relaxedMaps } from "./theorem5.ts";

/** What a network knows of the group. */
export type CornersKind = "equivariant" | "relaxed" | "canonicalised" | "noise" | "plain";

/** A network from corners to corners. */
export interface CornersNetwork {
  readonly kind: CornersKind;
  readonly parameters: ParameterSpecs;
  init(key: Key): Params;
  /** What of inputs is computed on the host, once. */
  prepare(xs: readonly Corners[]): CornersBatch;
  /** Outputs `[batch, 8]`; `noise` `[batch, 8]` only matters to "noise". */
  apply(params: Params, batch: CornersBatch, noise: Tensor): Tensor2D;
}

/** Inputs as tensors. */
export type CornersBatch = {
  /** `[batch, 8]`; for "canonicalised" the canonical images. */
  readonly x: Tensor;
  /** ρ(c) `[batch, 8, 8]`, what leads from the canonical image back; otherwise the identity. */
  readonly back: Tensor;
};

/** Hidden units, in copies of the group's regular representation. */
const WIDTH = 16;

/** One linear layer: a fixed basis of maps (one flat map a row), and one of biases; none if free. */
interface Layer {
  readonly name: string;
  readonly maps?: Matrix;
  readonly biases?: Matrix;
  readonly sizes: readonly [number, number];
}

const flatten = (maps: readonly Matrix[]) => maps.map((w) => transpose(w).flat());

/** Kernel `[inputs, outputs]` and bias of a layer: coefficients times the basis. */
function affine(params: Params, layer: Layer, x: Tensor): Tensor {
  const spanned = (name: string, basis?: Matrix) => {
    const coefficients = tf.reshape(parameter(params, `${layer.name}/${name}`), [1, -1]);
    return basis
      ? tf.matMul(coefficients, tf.tensor2d(basis.map((row) => [...row])))
      : coefficients;
  };
  const kernel = tf.reshape(spanned("maps", layer.maps), [...layer.sizes]) as Tensor2D;
  return tf.add(tf.matMul(x as Tensor2D, kernel), spanned("biases", layer.biases));
}

/**
 * A network of three linear layers with swish between them, on copies of the group's regular
 * representation, where swish acts on each coordinate alone and so commutes with the group.
 *
 * - "equivariant": every layer's W has ρ′(g)W = Wρ(g), every bias is fixed by the group.
 * - "relaxed": the same, but the first layer's W has only Theorem 5's constraint, for inputs whose
 *   stabiliser contains a conjugate of `subgroup`.
 * - "canonicalised": c(x)·φ(c(x)⁻¹x), with φ free.
 * - "noise": the equivariant network of x and of normal numbers that turn as corners do.
 * - "plain": φ free, no group.
 *
 * @param subgroup For "relaxed": K; the whole group by default
 */
export function cornersNetwork(
  kind: CornersKind,
  group: FiniteGroup<number>,
  subgroup: readonly number[] = group.elements,
): CornersNetwork {
  const free = kind === "canonicalised" || kind === "plain";
  const hidden = directSum(
    ...new Array<Representation<number>>(WIDTH / group.elements.length).fill(regular(group)),
  );
  const input = kind === "noise" ? directSum(corners, corners) : corners;
  const layer = (
    name: string,
    from: Representation<number>,
    to: Representation<number>,
    relaxed = false,
  ): Layer => {
    const sizes = [from.dimension, to.dimension] as const;
    if (free) return { name, sizes };
    const representatives = cosetRepresentatives(group, subgroup);
    const maps = relaxed
      ? relaxedMaps({ group, subgroup, representatives, input: from, output: to })
      : equivariantMaps(group, from, to);
    const fixed = orthonormalBasis(reynolds(group.elements, to));
    // A representation that fixes nothing still has a bias of zero.
    const biases = fixed.length ? fixed : [new Array<number>(to.dimension).fill(0)];
    return { name, maps: flatten(maps), biases, sizes };
  };
  const layers = [
    layer("layer1", input, hidden, kind === "relaxed"),
    layer("layer2", hidden, hidden),
    layer("layer3", hidden, corners),
  ];
  const parameters: ParameterSpecs = Object.assign(
    {},
    ...layers.map(({ name, maps, biases, sizes: [inputs, outputs] }) => {
      const count = maps?.length ?? inputs * outputs;
      return {
        // As many independent numbers as maps: scaled so that W's entries have variance 1/inputs.
        [`${name}/maps`]: { shape: [count], bound: 0, deviation: Math.sqrt(outputs / count) },
        [`${name}/biases`]: { shape: [biases?.length ?? outputs], bound: 0.1 },
      };
    }),
  );
  return {
    kind,
    parameters,
    init: (key) => initialize(key, parameters),
    prepare(xs) {
      const act = (g: number, x: Corners) => actBy(corners, g, x);
      const pairs = xs.map((x) => {
        if (kind !== "canonicalised") return { image: x, element: group.identity };
        return canonicalImage(group, act, x, lexicographic(1e-6));
      });
      return {
        x: tf.tensor2d(pairs.map(({ image }) => [...image])),
        back: tf.tensor3d(
          pairs.map(({ element }) => corners.matrix(element).map((row) => [...row])),
        ),
      };
    },
    apply(params, { x, back }, noise) {
      let z: Tensor = kind === "noise" ? tf.concat([x, noise], 1) : x;
      layers.forEach((layer, i) => {
        z = affine(params, layer, z);
        if (i < layers.length - 1) z = swish(z);
      });
      return tf.reshape(tf.matMul(back, tf.expandDims(z, 2)), [-1, 8]) as Tensor2D;
    },
  };
}

/** The network as a function on the host, of one input. */
export function asFunction(
  network: CornersNetwork,
  params: Params,
  noise: readonly number[] = new Array<number>(8).fill(0),
): (x: Corners) => number[] {
  return (x) => {
    const y = tidy(() => network.apply(params, network.prepare([x]), tf.tensor2d([[...noise]])));
    const values = [...y.dataSync()];
    y.dispose();
    return values;
  };
}
