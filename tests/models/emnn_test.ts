/** What EMNN promises exactly: rotations, reflections, names, places; and where it looks. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { random, type Tensor, tf, tidy } from "lib/tensor/mod.ts";
import { initialize, type Params } from "lib/nn/parameters.ts";
import { rng } from "lib/datasets/rng.ts";
import {
  apply3,
  flipFaces,
  icosphere,
  makePotato,
  makeShape,
  mapPositions,
  type Mesh,
  randomRotation,
  renameVertices,
} from "lib/datasets/mesh/mod.ts";
import { emnn, type EmnnConfig, emnnLayer, layerSpec } from "lib/models/emnn.ts";
import { meshTensors } from "lib/models/mesh_tensors.ts";

/** Parameters so large that all parts of the network matter. */
function strong(config: EmnnConfig): { network: ReturnType<typeof emnn>; params: Params } {
  const network = emnn(config);
  const params = Object.fromEntries(
    Object.entries(network.init(random.key(3))).map(([name, p]) =>
      [name, /(move|turn)2/.test(name) ? tf.mul(p, 200) : p] as const
    ),
  );
  return { network, params };
}

/** Outputs, features and positions of one mesh, on the host. */
function see({ network, params }: ReturnType<typeof strong>, mesh: Mesh) {
  return tidy(() => {
    const input = meshTensors([mesh]);
    const { h, x } = network.vertices(params, input, 1);
    const y = network.apply(params, input, 1);
    return {
      y: [...y.dataSync()],
      h: h.arraySync() as number[][],
      x: x.arraySync() as number[][],
    } as never;
  }) as { y: number[]; h: number[][]; x: number[][] };
}

const apart = (a: readonly number[], b: readonly number[]) => {
  const size = Math.max(...b.map(Math.abs));
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!))) / size;
};

const mesh = makePotato(rng(1), { divisions: 1 });
const MIRROR = (m: Mesh) => mapPositions(m, ([x, y, z]) => [x, -y, z]);

for (const faces of ["summed", "scrambled", "none"] as const) {
  const model = strong({ outputs: 3, faces });
  const own = see(model, mesh);

  Deno.test(`faces ${faces}: rotations, translations and scales change nothing but positions`, () => {
    const rotation = randomRotation(rng(2));
    const moved = mapPositions(mesh, (x) => {
      const [a, b, c] = apply3(rotation, x);
      return [2 * a + 1, 2 * b - 3, 2 * c + 0.5];
    });
    const other = see(model, moved);
    assert(apart(other.y, own.y) < 1e-6, `${apart(other.y, own.y)}`);
    assert(apart(other.h.flat(), own.h.flat()) < 1e-6);
    const turned = own.x.map((x) => apply3(rotation, x as unknown as [number, number, number]));
    assert(apart(other.x.flat(), turned.flat()) < 1e-6);
    // The positions did move.
    assert(
      apart(
        own.x.flat(),
        mesh.positions.flatMap((x) => x.map((v) => v * Math.sqrt(42 / (4 * Math.PI)))),
      ) > 0.01,
    );
  });

  Deno.test(`faces ${faces}: a reflection needs its faces turned over`, () => {
    const other = see(model, flipFaces(MIRROR(mesh)));
    if (faces === "scrambled") return; // where faces are summed depends on the order of corners
    assert(apart(other.y, own.y) < 1e-6, `${apart(other.y, own.y)}`);
    const inside = see(model, MIRROR(mesh));
    // Without faces it makes no difference; with them it does.
    if (faces === "none") assert(apart(inside.y, own.y) < 1e-6);
    else assert(apart(inside.y, own.y) > 1e-4, `${apart(inside.y, own.y)}`);
  });
}

Deno.test("names of vertices, order of faces, and which corner comes first do not matter", () => {
  const model = strong({ outputs: 3 });
  const own = see(model, mesh);
  const names = rng(5).shuffle(mesh.positions.map((_, v) => v));
  const renamed = see(model, renameVertices(mesh, names));
  assert(apart(renamed.y, own.y) < 1e-6);
  own.h.forEach((h, v) => assert(apart(renamed.h[names[v]!]!, h) < 1e-4));
  const rolled = { ...mesh, faces: mesh.faces.toReversed().map(([i, j, k]) => [j, k, i] as const) };
  assert(apart(see(model, rolled).y, own.y) < 1e-6);
  const scrambled = strong({ outputs: 3, faces: "scrambled" });
  assert(
    apart(see(scrambled, rolled).y, see(scrambled, mesh).y) > 1e-5,
    "the slip depends on order",
  );
});

Deno.test("coordinates as features are not invariant", () => {
  const model = strong({ outputs: 3, coordinates: "features", faces: "none" });
  const rotation = randomRotation(rng(2));
  const turned = see(model, mapPositions(mesh, (x) => apply3(rotation, x)));
  assert(apart(turned.h.flat(), see(model, mesh).h.flat()) > 1e-2);
});

Deno.test("one layer looks one ring far, unless faces are scrambled", () => {
  const sphere = icosphere(1), width = 4, moved = 7;
  const near = new Set(sphere.faces.filter((face) => face.includes(moved)).flat());
  const changed = (faces: "summed" | "scrambled") => {
    const params = initialize(random.key(1), layerSpec("layer1", width, faces));
    const after = (mesh: Mesh) =>
      tidy(() => {
        const input = meshTensors([mesh]);
        const h = tf.ones([42, width]) as Tensor;
        return emnnLayer(params, "layer1", { h, x: input.positions }, input, { faces });
      });
    const one = after(sphere);
    const other = after(
      mapPositions(sphere, (x, v) => v === moved ? [1.3 * x[0], 1.3 * x[1], 1.3 * x[2]] : x),
    );
    const [a, b] = [one.h.arraySync(), other.h.arraySync()] as [number[][], number[][]];
    return a.flatMap((h, v) => h.some((value, i) => Math.abs(value - b[v]![i]!) > 1e-7) ? [v] : []);
  };
  assert(changed("summed").every((v) => near.has(v)));
  assert(changed("summed").length > 3);
  assert(changed("scrambled").some((v) => !near.has(v)), "the slip reaches elsewhere");
});

Deno.test("faces, sums and areas against sums written out", () => {
  // One triangle with two corners of features: the messages can be followed by hand.
  const triangle: Mesh = { positions: [[0, 0, 0], [2, 0, 0], [0, 2, 0]], faces: [[0, 1, 2]] };
  const params = initialize(random.key(9), layerSpec("layer1", 2, "summed"));
  const h = [[1, 0], [0, 1], [0.5, -0.5]];
  const { x } = tidy(() => {
    const input = meshTensors([triangle]);
    return emnnLayer(params, "layer1", { h: tf.tensor2d(h), x: input.positions }, input, {
      faces: "summed",
    });
  });
  const get = (name: string) => params[`layer1/${name}`]!.arraySync() as number[][];
  const bias = (name: string) => params[`layer1/${name}`]!.arraySync() as unknown as number[];
  const swish = (v: number) => v / (1 + Math.exp(-v));
  const layer = (part: string, z: readonly number[]) =>
    bias(`${part}/bias`).map((b, o) =>
      swish(z.reduce((sum, v, i) => sum + v * get(`${part}/kernel`)[i]![o]!, b))
    );
  const scalar = (part: string, m: readonly number[]) =>
    layer(`${part}1`, m).reduce((sum, v, i) => sum + v * get(`${part}2/kernel`)[i]![0]!, 0);
  const p = triangle.positions;
  for (let i = 0; i < 3; i++) {
    const expected = [...p[i]!];
    const others = [0, 1, 2].filter((j) => j !== i);
    for (const j of others) {
      const apart = p[i]!.map((v, c) => v - p[j]![c]!);
      const square = apart.reduce((sum, v) => sum + v * v, 0);
      const m = layer("edge2", layer("edge1", [...h[i]!, ...h[j]!, square, 0.5]));
      apart.forEach((v, c) => expected[c]! += v * scalar("move", m));
    }
    const mean = h[others[0]!]!.map((v, c) => (v + h[others[1]!]![c]!) / 2);
    const m = layer("face2", layer("face1", [...h[i]!, ...mean, 2]));
    expected[2]! += 4 * scalar("turn", m);
    const got = (x.arraySync() as number[][])[i]!;
    got.forEach((v, c) =>
      assert(Math.abs(v - expected[c]!) < 1e-6, `vertex ${i}: ${got} ${expected}`)
    );
  }
});

Deno.test("batches keep meshes apart, and must be of one size", () => {
  const model = strong({ outputs: 2 });
  const list = ["egg", "jack", "box"].map((kind) => makeShape(kind, rng(1), { divisions: 1 }));
  const together = tidy(() => model.network.apply(model.params, meshTensors(list), 3)).arraySync();
  (together as number[][]).forEach((y, m) => assert(apart(y, see(model, list[m]!).y) < 1e-6));
  assertThrows(() => meshTensors([list[0]!, icosphere(0)]), RangeError, "must be of one size");
  assertThrows(() => meshTensors([]), RangeError, "one mesh at least");
  assertThrows(() => emnn({ outputs: 2, faces: "no" as "none" }), RangeError, "faces must be");
  assertEquals(
    Object.keys(emnn({ outputs: 1 }).parameters).some((n) => n.startsWith("layer3/move")),
    false,
  );
});
