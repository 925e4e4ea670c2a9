import { assert, assertEquals, assertThrows } from "@std/assert";
import type { VectorNetwork } from "../../lib/nn/vector_network.ts";
import { egnn } from "../../lib/models/egnn.ts";
import { particleGraph } from "../../lib/models/particle_graph.ts";
import { scoreMlp } from "../../lib/models/score_mlp.ts";
import { vectorMlp } from "../../lib/models/vector_mlp.ts";
import { countParameters, type Params } from "../../lib/nn/parameters.ts";
import { random, type Tensor, type Tensor2D, type Tensor3D, tf } from "../../lib/tensor/mod.ts";
import { relativeError } from "./contract.ts";

const values = (x: Tensor) => Array.from(x.dataSync());

Deno.test("iDEM's network for GMM-40 has its 99 thousand parameters", () => {
  assertEquals(countParameters(scoreMlp().parameters), 99_074);
});

Deno.test("conditions of one row serve the whole batch", () => {
  const network = scoreMlp({ conditions: 2 });
  const params = network.init(random.key(1));
  const x = random.normal(random.key(2), [5, 2]);
  const one = tf.tensor2d([[.3, 2]]);
  const many = tf.tile(one, [5, 1]) as Tensor2D;
  assert(relativeError(network.apply(params, x, one), network.apply(params, x, many)) < 1e-6);
  const other = network.apply(params, x, tf.tensor2d([[.8, 2]]));
  assert(relativeError(other, network.apply(params, x, one)) > .01);
});

const sizes = { particles: 5, dimensions: 3, width: 16, layers: 2 };
const network = egnn(sizes);
/** As published, and with distances in bumps and conditions in waves. */
const networks = [network, egnn({ ...sizes, bumps: 9, bumpRange: 4, waves: 4 })];

/** Parameters under which particles push each other hard, so that tests see it. */
function strong(network: VectorNetwork): Params {
  const params = network.init(random.key(1));
  return Object.fromEntries(
    Object.entries(params).map(([name, p]) => [
      name,
      name.includes("push/second") ? tf.mul(p, 1000) : p,
    ]),
  );
}

const x = random.normal(random.key(2), [4, 5, 3]);
const t = tf.tensor2d([[.1], [.4], [.7], [1]]);

/** A rotation about an axis aslant, and the reflection in a plane. */
function orthogonal(): Tensor2D {
  const [c, s] = [Math.cos(.7), Math.sin(.7)];
  const turn = tf.tensor2d([[c, -s, 0], [s, c, 0], [0, 0, 1]]);
  const tilt = tf.tensor2d([[1, 0, 0], [0, c, -s], [0, s, c]]);
  const mirror = tf.tensor2d([[-1, 0, 0], [0, 1, 0], [0, 0, 1]]);
  return tf.matMul(tf.matMul(turn, tilt), mirror);
}

const rotated = (y: Tensor) =>
  tf.reshape(tf.matMul(tf.reshape(y, [-1, 3]) as Tensor2D, orthogonal()), y.shape);

Deno.test("EGNN turns with rotations and reflections", () => {
  for (const network of networks) {
    const params = strong(network);
    const found = network.apply(params, rotated(x), t);
    assert(relativeError(found, rotated(network.apply(params, x, t))) < 1e-4);
  }
});

Deno.test("EGNN goes along with permutations, ignores translations, and moves no centre", () => {
  for (const network of networks) {
    const params = strong(network);
    const plain = network.apply(params, x, t);
    const order = tf.tensor1d([3, 0, 4, 1, 2], "int32");
    const permuted = network.apply(params, tf.gather(x as Tensor3D, order, 1), t);
    assert(relativeError(permuted, tf.gather(plain as Tensor3D, order, 1)) < 1e-4);
    const shifted = network.apply(params, tf.add(x, tf.tensor1d([5, -3, 2])), t);
    assert(relativeError(shifted, plain) < 1e-3);
    assert(values(tf.max(tf.abs(tf.sum(plain, 1))))[0]! < 1e-4);
  }
});

Deno.test("EGNN starts near 0 and every parameter has a gradient", () => {
  for (const network of networks) {
    const params = network.init(random.key(1));
    const start = values(tf.max(tf.abs(network.apply(params, x, t))))[0]!;
    assert(start < .1, `${start}`);
    const names = Object.keys(params);
    const loss = (...all: Tensor[]) =>
      tf.sum(tf.square(tf.sub(
        network.apply(Object.fromEntries(names.map((name, i) => [name, all[i]!])), x, t),
        x,
      )));
    const gradients = tf.grads(loss)(names.map((name) => params[name]!));
    assertEquals(gradients.map((g) => g.shape), names.map((name) => params[name]!.shape));
    assert(gradients.every((g) => values(tf.max(tf.abs(g)))[0]! > 0));
  }
});

Deno.test("impossible sizes are refused", () => {
  assertThrows(() => egnn({ width: 0 }), RangeError);
  assertThrows(() => egnn({ waves: 3 }), RangeError, "accepted are 0, 2, 3");
  for (const [name, wrong] of [["bumps", [-3, 2.5]], ["waves", [-2]]] as const) {
    for (const value of wrong) {
      const message = `${name} must be an integer of at least 0: current value is ${value}`;
      assertThrows(() => egnn({ [name]: value }), RangeError, message);
    }
  }
  for (const [name, wrong] of [["reach", [NaN, "15", 0]], ["bumpRange", [0, -1]]] as const) {
    for (const value of wrong) {
      const message = `${name} must be a finite number above 0: current value is ${value}`;
      assertThrows(() => egnn({ [name]: value as never }), RangeError, message);
    }
  }
  assertThrows(() => scoreMlp({ scale: NaN }), RangeError, "scale must be a finite number above 0");
  assertThrows(() => scoreMlp({ layers: 1.5 }), RangeError);
  for (const embedding of [2, 7]) {
    assertThrows(() => scoreMlp({ embedding }), RangeError, "an even integer of at least 4");
  }
  assertThrows(() => vectorMlp({ dimensions: 2, embedding: 3 }), RangeError, "an even integer");
});

Deno.test("a network of vectors takes them in any shape, and refuses other sizes", () => {
  const network = vectorMlp({ dimensions: 4, width: 8 }), params = network.init(random.key(1));
  const at = tf.tensor2d([[.5]]);
  assertEquals(network.apply(params, tf.ones([3, 2, 2]), at).shape, [3, 2, 2]);
  assertThrows(
    () => network.apply(params, tf.ones([3, 8]), at),
    RangeError,
    "shape [3,8]: accepted are 4 numbers for each",
  );
});

Deno.test("networks of particles refuse other particles, other coordinates and other conditions", () => {
  const at = tf.tensor2d([[.5]]), four = tf.ones([2, 4, 2]);
  for (const [name, create] of [["egnn", egnn], ["particle_graph", particleGraph]] as const) {
    const network = create({ particles: 4, dimensions: 2, width: 4, layers: 1 });
    const params = network.init(random.key(1));
    const refuse = (x: Tensor, conditions: unknown, message: string) =>
      assertThrows(
        () => network.apply(params, x, conditions as Tensor2D),
        RangeError,
        `Cannot ${message}`,
      );
    for (const shape of [[2, 4, 3], [2, 5, 2], [2, 1, 2], [4, 2]]) {
      const message = `apply ${name} to vectors of shape [${shape}]: accepted are [batch, 4, 2]`;
      refuse(tf.ones(shape), at, message);
    }
    const accepted = "accepted are [2, 1] and [1, 1]";
    refuse(four, tf.ones([3, 1]), `condition ${name} on shape [3,1]: ${accepted}`);
    refuse(four, tf.ones([2, 2]), `condition ${name} on shape [2,2]: ${accepted}`);
    refuse(four, undefined, `condition ${name} on undefined: ${accepted}`);
    assertEquals(network.apply(params, four, at).shape, [2, 4, 2]);
    const one = create({ particles: 1, width: 4 }), own = one.init(random.key(1));
    assertThrows(() => one.apply(own, four, at), RangeError, "accepted are [batch, 1, 2]");
  }
  const plain = scoreMlp({ width: 4, embedding: 4 }), params = plain.init(random.key(1));
  const wrong = () => plain.apply(params, tf.ones([3, 3]), at);
  assertThrows(wrong, RangeError, "Cannot apply score_mlp to vectors of shape [3,3]: accepted are");
  const many = () => plain.apply(params, tf.ones([3, 2]), tf.ones([2, 1]));
  assertThrows(many, RangeError, "on shape [2,1]: accepted are [3, 1] and [1, 1]");
});

Deno.test("an example without particles stays at 0, and spoils no other", () => {
  const x = random.normal(random.key(2), [2, 4, 2]);
  const kinds = tf.stack([tf.tile(tf.tensor2d([[0, 1, 0]]), [4, 1]), tf.zeros([4, 3])]);
  for (const [name, create] of [["egnn", egnn], ["particle_graph", particleGraph]] as const) {
    const sizes = { particles: 4, dimensions: 2, width: 4, layers: 1, conditions: 3, kinds: 2 };
    const network = create(sizes), params = network.init(random.key(1));
    const [some, none] = tf.unstack(network.apply(params, x, kinds as Tensor2D));
    assert(none!.dataSync().every((value) => value === 0), name);
    assert(some!.dataSync().every(Number.isFinite), name);
  }
});
