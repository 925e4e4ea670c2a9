/** Ten kinds of closed surfaces, and deformations that leave their kind: a small SHREC of our own. */
import type { Rng } from "../rng.ts";
import { type Mesh, normalise, type Point } from "./mesh.ts";
import { apply3, randomRotation, type Rotation } from "./rotation.ts";
import { icosphere } from "./sphere.ts";

/** A point of the unit sphere to one of the surface. */
type Profile = (x: Point) => Point;

const radial = (radius: (x: Point) => number): Profile => (x) => {
  const r = radius(x);
  return [r * x[0], r * x[1], r * x[2]];
};

/** A smooth bump on the sphere around the direction `at`. */
const bump = (x: Point, at: Point, sharpness: number) =>
  Math.exp(sharpness * (x[0] * at[0] + x[1] * at[1] + x[2] * at[2] - 1));

/** Directions spread evenly around the equator. */
const around = (count: number): Point[] =>
  Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    return [Math.cos(angle), Math.sin(angle), 0];
  });

const lobes = (at: readonly Point[], height: number, sharpness: number): Profile =>
  radial((x) => 0.5 + height * at.reduce((sum, one) => sum + bump(x, one, sharpness), 0));

const CUBE: readonly Point[] = [1, -1].flatMap((a) =>
  [1, -1].flatMap((b) =>
    [1, -1].map((c): Point => [a, b, c].map((v) => v / Math.sqrt(3)) as unknown as Point)
  )
);

/** The kinds, by name. */
export const profiles: Readonly<Record<string, Profile>> = {
  "egg": ([x, y, z]) => [0.75 * x * (1 - 0.25 * z), 0.75 * y * (1 - 0.25 * z), z],
  "cigar": ([x, y, z]) => [0.4 * x, 0.4 * y, z],
  "disc": ([x, y, z]) => [x, y, 0.3 * z],
  "dumb-bell": ([x, y, z]) => {
    const waist = 0.25 + 0.5 * z * z;
    return [waist * x, waist * y, z];
  },
  "box": radial(([x, y, z]) =>
    (Math.abs(x) ** 6 + Math.abs(y) ** 6 + Math.abs(z) ** 6) ** (-1 / 6)
  ),
  "three lobes": lobes(around(3), 0.7, 6),
  "four lobes": lobes(around(4), 0.7, 8),
  "jack": lobes([...around(4), [0, 0, 1], [0, 0, -1]], 0.7, 9),
  "eight bumps": lobes(CUBE, 0.6, 10),
  "banana": ([x, y, z]) => [0.35 * x + 0.7 * (z * z - 0.35), 0.35 * y, z],
};

/** Their names, in the order of their labels. */
export const shapeNames: readonly string[] = Object.keys(profiles);

/** How strong a deformation is, by default. */
export const DEFORMATION = 0.35;

/** A smooth random deformation: bend, twist, taper, uneven stretch, and low waves. */
function deformation(random: Rng, strength: number): (x: Point) => Point {
  const coin = () => strength * (2 * random.uniform() - 1);
  const frame = randomRotation(random.split("frame"));
  const back = [0, 1, 2].map((j) => frame.map((row) => row[j]!)) as unknown as Rotation;
  const [bend, twist, taper] = [0.6 * coin(), 1.5 * coin(), 0.6 * coin()];
  const stretch = [1 + 0.5 * coin(), 1 + 0.5 * coin(), 1 + 0.5 * coin()];
  const waves = Array.from({ length: 4 }, (_, i) => {
    const own = random.split(i);
    const direction = randomRotation(own)[0];
    return {
      direction,
      phase: 2 * Math.PI * own.uniform(),
      size: 0.2 * coin(),
      often: 2 + own.int(3),
    };
  });
  return (point) => {
    let [x, y, z] = apply3(frame, point);
    [x, y, z] = [x * stretch[0]!, y * stretch[1]!, z * stretch[2]!];
    [x, y] = [x * (1 + taper * z), y * (1 + taper * z)];
    const [c, s] = [Math.cos(twist * z), Math.sin(twist * z)];
    [x, y] = [c * x - s * y, s * x + c * y];
    x += bend * z * z;
    const length = Math.hypot(x, y, z) || 1;
    let grow = 1;
    for (const { direction, phase, size, often } of waves) {
      const along = (direction[0] * x + direction[1] * y + direction[2] * z) / length;
      grow += size * Math.sin(often * along + phase);
    }
    // Turned back: a shape stands as its kind does.
    return apply3(back, [x * grow, y * grow, z * grow]);
  };
}

/** How a shape is made. */
export interface ShapeOptions {
  /** Divisions of the icosphere: 2 for 162 vertices (default), 1 for 42. */
  readonly divisions?: number;
  /** 0 leaves the kind's own shape. */
  readonly strength?: number;
  /** Turns the sphere before it becomes the shape: the same surface, triangulated otherwise. */
  readonly triangulation?: Rotation;
}

/**
 * One deformed shape of a kind, centred and with its farthest vertex at 1; the same `random` gives
 * the same surface, whatever the triangulation.
 *
 * @throws {RangeError} If there is no such kind
 */
export function makeShape(kind: string, random: Rng, options: ShapeOptions = {}): Mesh {
  const profile = Object.hasOwn(profiles, kind) ? profiles[kind] : undefined;
  if (!profile) {
    throw new RangeError(
      `A shape must be one of ${shapeNames.join(", ")}: current value is ${kind}`,
    );
  }
  const { divisions = 2, strength = DEFORMATION, triangulation } = options;
  const deform = strength > 0 ? deformation(random, strength) : (x: Point) => x;
  const { positions, faces } = icosphere(divisions, triangulation);
  return normalise({ positions: positions.map((x) => deform(profile(x))), faces });
}

/** Shapes with their labels. */
export interface LabelledMesh {
  readonly mesh: Mesh;
  readonly label: number;
}

/** `each` deformed shapes of each of the ten kinds, those of a stream of random numbers. */
export function makeShapes(random: Rng, each: number, options: ShapeOptions = {}): LabelledMesh[] {
  return shapeNames.flatMap((kind, label) =>
    Array.from({ length: each }, (_, i) => (
      { label, mesh: makeShape(kind, random.split(kind).split(i), options) }
    ))
  );
}

/** A random star-shaped surface: a ball with bumps and dents all over, of random strength. */
export function makePotato(random: Rng, options: ShapeOptions = {}): Mesh {
  const { divisions = 2, triangulation } = options;
  const bumps = Array.from({ length: 12 }, (_, i) => {
    const own = random.split(i);
    return {
      at: randomRotation(own)[0],
      height: 0.9 * (own.uniform() - 0.5),
      sharpness: 3 + 12 * own.uniform(),
    };
  });
  const stretch = [1, 0.6 + 0.4 * random.uniform(), 0.6 + 0.4 * random.uniform()];
  const surface = radial((x) =>
    Math.max(
      0.2,
      1 +
        bumps.reduce((sum, { at, height, sharpness }) => sum + height * bump(x, at, sharpness), 0),
    )
  );
  const { positions, faces } = icosphere(divisions, triangulation);
  return normalise({
    positions: positions.map((x) => surface(x).map((v, i) => v * stretch[i]!) as unknown as Point),
    faces,
  });
}
