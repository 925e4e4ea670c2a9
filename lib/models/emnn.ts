/**
 * EMNN (Trang et al., AISTATS 2024), a network on meshes whose features are invariant under rotations
 * and translations of space and under renaming of vertices, and whose positions turn along; under
 * reflections too, if faces are run through the other way round with them.
 */
import { assertOptionNames } from "../checks/spelling.ts";
import { type Key, swish, type Tensor, type Tensor1D, type Tensor2D, tf } from "../tensor/mod.ts";
import { dense, linear } from "../nn/layers.ts";
import { denseSpec, initialize, type ParameterSpecs, type Params } from "../nn/parameters.ts";
import { checkSizes } from "../nn/sizes.ts";

/** Meshes of one size as one graph of separate parts, m meshes of n vertices. */
export type MeshTensors = {
  /** `[m·n, 3]`. */
  readonly positions: Tensor;
  /** Directed edges, to and from: `[2, E]`, int32. Messages go from row 1 to row 0. */
  readonly edges: Tensor;
  /** Corners i, j, k of faces, `[3, F]`, int32. */
  readonly faces: Tensor;
  /** 1/number of neighbours of each vertex, `[m·n, 1]`. */
  readonly weights: Tensor;
};

/** How {@link emnn} is built. */
export interface EmnnConfig {
  /** Channels of vertices and messages. */
  readonly width?: number;
  readonly layers?: number;
  readonly outputs: number;
  /**
   * "summed" at the right vertices; "scrambled", as the released code does by a slip (messages of
   * corners in one order are added at corners in another); "none", which leaves EGNN.
   */
  readonly faces?: "summed" | "scrambled" | "none";
  /** "moving" by the layers, equivariantly; "features": given to the network as plain numbers. */
  readonly coordinates?: "moving" | "features";
}

/** Names of {@link EmnnConfig}. */
const CONFIG_NAMES = [
  ...["width", "layers", "outputs", "faces", "coordinates"],
] as const satisfies (keyof EmnnConfig)[];

/** A network on meshes. */
export interface MeshNetwork {
  readonly config: Required<EmnnConfig>;
  readonly parameters: ParameterSpecs;
  init(key: Key): Params;
  /**
   * Features `[m·n, width]` after all layers, and standardised positions `[m·n, 3]` after the last
   * but one, as the last moves none; with coordinates as "features" no layer does.
   */
  vertices(params: Params, mesh: MeshTensors, meshes: number): { h: Tensor; x: Tensor };
  /** `[m, outputs]` from the mean over each mesh's vertices. */
  apply(params: Params, mesh: MeshTensors, meshes: number): Tensor2D;
}

/** Rows of `x` at `index` `[k]`. */
const rows = (x: Tensor, index: Tensor) => tf.gather(x, index as Tensor1D, 0);

/** Adds up rows `[k, c]` at the vertices of `index` `[k]`. */
const sumAt = (values: Tensor, index: Tensor, count: number) =>
  tf.unsortedSegmentSum(values, index as Tensor1D, count);

/** a × b, row by row. */
function crossRows(a: Tensor, b: Tensor): Tensor {
  const [ax, ay, az] = tf.split(a, 3, 1) as [Tensor, Tensor, Tensor];
  const [bx, by, bz] = tf.split(b, 3, 1) as [Tensor, Tensor, Tensor];
  const difference = (p: Tensor, q: Tensor, r: Tensor, s: Tensor) =>
    tf.sub(tf.mul(p, q), tf.mul(r, s));
  return tf.concat([
    difference(ay, bz, az, by),
    difference(az, bx, ax, bz),
    difference(ax, by, ay, bx),
  ], 1);
}

/** Face vectors (x_j - x_i) × (x_k - x_i) `[F, 3]` and areas `[F, 1]`. */
export function faceVectors(x: Tensor, faces: Tensor): { normal: Tensor; area: Tensor } {
  const [i, j, k] = tf.unstack(faces, 0) as [Tensor, Tensor, Tensor];
  const origin = rows(x, i);
  const normal = crossRows(tf.sub(rows(x, j), origin), tf.sub(rows(x, k), origin));
  // The small constant keeps the root's gradient finite where a face has no area.
  const square = tf.sum(tf.square(normal), 1, true);
  return { normal, area: tf.mul(tf.sqrt(tf.add(square, 1e-12)), 0.5) };
}

/** Parameters of one layer. */
export function layerSpec(name: string, width: number, faces: EmnnConfig["faces"]): ParameterSpecs {
  const two = (part: string, inputs: number): ParameterSpecs => ({
    ...denseSpec(`${name}/${part}1`, inputs, width),
    ...denseSpec(`${name}/${part}2`, width, width),
  });
  // Xavier's bound at a gain of 0.001: positions hardly move at first.
  const moving = (part: string): ParameterSpecs => ({
    ...denseSpec(`${name}/${part}1`, width, width),
    [`${name}/${part}2/kernel`]: { shape: [width, 1], bound: 0.001 * Math.sqrt(6 / (width + 1)) },
  });
  const withFaces = faces !== "none";
  return {
    ...two("edge", 2 * width + 2),
    ...moving("move"),
    ...(withFaces ? { ...two("face", 2 * width + 1), ...moving("turn") } : {}),
    ...two("node", (withFaces ? 3 : 2) * width),
  };
}

/**
 * One layer, in units where the mean edge is about one:
 *
 * m_ij = MLP_e(h_i, h_j, ‖x_i - x_j‖², 1/deg i), m_ijk = MLP_f(h_i, (h_j + h_k)/2, area),
 * x_i ← x_i + Σ_j (x_i - x_j)·φ_x(m_ij) + Σ_f n_f·φ_f(m_ijk),
 * h_i ← h_i + MLP_n(h_i, Σ_j m_ij, Σ_f m_ijk).
 */
export function emnnLayer(
  params: Params,
  name: string,
  { h, x }: { readonly h: Tensor; readonly x: Tensor },
  mesh: MeshTensors,
  config: {
    readonly faces: Required<EmnnConfig>["faces"];
    readonly coordinates?: "moving" | "features";
  },
): { h: Tensor; x: Tensor } {
  const count = h.shape[0]!;
  const twice = (part: string, z: Tensor) =>
    swish(dense(params, `${name}/${part}2`, swish(dense(params, `${name}/${part}1`, z))));
  const scalar = (part: string, m: Tensor) =>
    linear(params, `${name}/${part}2`, swish(dense(params, `${name}/${part}1`, m)));
  const moves = config.coordinates !== "features";

  const [to, from] = tf.unstack(mesh.edges, 0) as [Tensor, Tensor];
  const apart = tf.sub(rows(x, to), rows(x, from));
  const squares = tf.sum(tf.square(apart), 1, true);
  const own = rows(h, to);
  const m = twice("edge", tf.concat([own, rows(h, from), squares, rows(mesh.weights, to)], 1));
  const sums = [sumAt(m, to, count)];
  let moved = moves ? tf.add(x, sumAt(tf.mul(apart, scalar("move", m)), to, count)) : x;

  if (config.faces !== "none") {
    const { normal, area } = faceVectors(x, mesh.faces);
    const corners = tf.unstack(mesh.faces, 0);
    const features = corners.map((corner) => rows(h, corner));
    // All first corners, then all second, then all third.
    const stacked = [0, 1, 2].map((c) => {
      const others = tf.mul(tf.add(features[(c + 1) % 3]!, features[(c + 2) % 3]!), 0.5);
      return tf.concat([features[c]!, others, area], 1);
    });
    const faceMessages = twice("face", tf.concat(stacked, 0));
    // The slip: the same list read as face after face.
    const at = config.faces === "scrambled"
      ? tf.reshape(tf.transpose(mesh.faces), [-1])
      : tf.concat(corners, 0);
    sums.push(sumAt(faceMessages, at, count));
    if (moves) {
      const turned = tf.mul(tf.concat([normal, normal, normal], 0), scalar("turn", faceMessages));
      moved = tf.add(moved, sumAt(turned, at, count));
    }
  }
  const node = swish(dense(params, `${name}/node1`, tf.concat([h, ...sums], 1)));
  return { h: tf.add(h, dense(params, `${name}/node2`, node)), x: moved };
}

/**
 * Centred meshes, each with its farthest vertex at the same distance: so that the mean face of a
 * sphere of n vertices has edges of about one.
 */
function standardise(positions: Tensor, meshes: number): Tensor {
  const n = positions.shape[0]! / meshes;
  const x = tf.reshape(positions, [meshes, n, 3]);
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const radius = tf.sqrt(tf.max(tf.sum(tf.square(centred), 2, true), 1, true));
  return tf.reshape(tf.mul(tf.div(centred, radius), Math.sqrt(n / (4 * Math.PI))), [-1, 3]);
}

/**
 * EMNN with a read-out: linear, `layers` layers, then a mean over vertices. Vertices begin with the
 * mean area of their faces; coordinates as "features" come beside it.
 *
 * @throws {RangeError} If a size or a name is impossible, or an option is unknown
 */
export function emnn(config: EmnnConfig): MeshNetwork {
  assertOptionNames(config, CONFIG_NAMES, true);
  const c = { width: 16, layers: 3, faces: "summed", coordinates: "moving", ...config } as const;
  checkSizes({ width: c.width, layers: c.layers, outputs: c.outputs });
  if (!["summed", "scrambled", "none"].includes(c.faces)) {
    throw new RangeError(`faces must be summed, scrambled or none: current value is ${c.faces}`);
  }
  if (!["moving", "features"].includes(c.coordinates)) {
    throw new RangeError(
      `coordinates must be moving or features: current value is ${c.coordinates}`,
    );
  }
  const names = Array.from({ length: c.layers }, (_, l) => `layer${l + 1}`);
  const given = c.coordinates === "features" ? 4 : 1;
  const specs: ParameterSpecs = {
    ...denseSpec("input", given, c.width),
    ...Object.assign({}, ...names.map((name) => layerSpec(name, c.width, c.faces))),
    ...denseSpec("pool", c.width, c.width),
    ...denseSpec("output", c.width, c.outputs),
  };
  // Positions that no later layer reads need no parameters, nor do those that do not move.
  const unused = (name: string) =>
    /\/(move|turn)/.test(name) &&
    (c.coordinates === "features" || name.startsWith(`${names.at(-1)}/`));
  const parameters = Object.fromEntries(Object.entries(specs).filter(([name]) => !unused(name)));

  function vertices(params: Params, mesh: MeshTensors, meshes: number) {
    const count = mesh.positions.shape[0]!;
    let x: Tensor = standardise(mesh.positions, meshes);
    const { area } = faceVectors(x, mesh.faces);
    const at = tf.reshape(mesh.faces, [-1]);
    const three = tf.concat([area, area, area], 0);
    const total = sumAt(three, at, count);
    const often = sumAt(tf.onesLike(three), at, count);
    const mean = tf.div(total, tf.maximum(often, 1));
    let h = dense(params, "input", given === 4 ? tf.concat([mean, x], 1) : mean);
    names.forEach((name, l) => {
      // The last layer's positions are read by nobody.
      const coordinates = l === names.length - 1 ? "features" : c.coordinates;
      ({ h, x } = emnnLayer(params, name, { h, x }, mesh, { faces: c.faces, coordinates }));
    });
    return { h, x };
  }

  return {
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    vertices,
    apply(params, mesh, meshes) {
      const { h } = vertices(params, mesh, meshes);
      const pooled = tf.mean(tf.reshape(dense(params, "pool", h), [meshes, -1, c.width]), 1);
      return dense(params, "output", swish(pooled)) as Tensor2D;
    },
  };
}
