/** Triangle meshes, and what can be read off one. */

/** A point or vector in space. */
export type Point = readonly [number, number, number];

/** Corners of a triangle, anticlockwise seen from outside. */
export type Face = readonly [number, number, number];

/** Vertices, and triangles between them. */
export interface Mesh {
  readonly positions: readonly Point[];
  readonly faces: readonly Face[];
}

/** a - b. */
export const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

/** a × b. */
export const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** a · b. */
export const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** (x_j - x_i) × (x_k - x_i): twice the area long, and outward where faces run anticlockwise. */
export function faceVector({ positions }: Mesh, [i, j, k]: Face): Point {
  const origin = positions[i]!;
  return cross(minus(positions[j]!, origin), minus(positions[k]!, origin));
}

/** The area of all triangles. */
export function surfaceArea(mesh: Mesh): number {
  return mesh.faces.reduce((sum, face) => sum + Math.hypot(...faceVector(mesh, face)) / 2, 0);
}

/** The volume inside, Σ x_i·(x_j × x_k)/6; meaningful where the mesh is closed. */
export function volume({ positions, faces }: Mesh): number {
  return faces.reduce(
    (sum, [i, j, k]) => sum + dot(positions[i]!, cross(positions[j]!, positions[k]!)) / 6,
    0,
  );
}

/** Pairs of joined vertices, the smaller first, each once. */
export function edges({ faces }: Mesh): [number, number][] {
  const found = new Map<string, [number, number]>();
  for (const face of faces) {
    face.forEach((a, at) => {
      const b = face[(at + 1) % 3]!;
      const [low, high] = a < b ? [a, b] : [b, a];
      found.set(`${low},${high}`, [low, high]);
    });
  }
  return [...found.values()];
}

/**
 * Whether the mesh encloses something: it has triangles, and each edge has one on either side, which
 * run through it in opposite directions.
 */
export function isClosed({ faces }: Mesh): boolean {
  const directed = new Set<string>();
  for (const face of faces) {
    for (let at = 0; at < 3; at++) {
      const key = `${face[at]},${face[(at + 1) % 3]}`;
      if (directed.has(key)) return false;
      directed.add(key);
    }
  }
  return faces.length > 0 &&
    [...directed].every((key) => directed.has(key.split(",").reverse().join(",")));
}

/** The mesh with each position changed. */
export function mapPositions(mesh: Mesh, change: (x: Point, vertex: number) => Point): Mesh {
  return { positions: mesh.positions.map(change), faces: mesh.faces };
}

/** Each face run through the other way round. */
export function flipFaces({ positions, faces }: Mesh): Mesh {
  return { positions, faces: faces.map(([i, j, k]) => [i, k, j]) };
}

/** Vertex i renamed to[i]. */
export function renameVertices({ positions, faces }: Mesh, to: readonly number[]): Mesh {
  const moved = new Array<Point>(positions.length);
  to.forEach((place, i) => moved[place] = positions[i]!);
  return { positions: moved, faces: faces.map(([i, j, k]) => [to[i]!, to[j]!, to[k]!]) };
}

/** Centred at the mean of the vertices, the farthest of them at distance 1. */
export function normalise(mesh: Mesh): Mesh {
  const n = mesh.positions.length;
  const mean = mesh.positions.reduce<number[]>((sum, x) => x.map((v, i) => sum[i]! + v / n), [
    ...[0, 0, 0],
  ]) as unknown as Point;
  const centred = mesh.positions.map((x) => minus(x, mean));
  const radius = Math.max(...centred.map((x) => Math.hypot(...x)), 1e-300);
  return {
    positions: centred.map(([x, y, z]) => [x / radius, y / radius, z / radius]),
    faces: mesh.faces,
  };
}
