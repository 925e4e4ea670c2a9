/** The icosphere: an icosahedron whose triangles are divided, corners pushed out to the sphere. */
import { apply3, type Rotation } from "./rotation.ts";
import type { Face, Mesh, Point } from "./mesh.ts";

const unit = (x: Point): Point => {
  const length = Math.hypot(...x);
  return [x[0] / length, x[1] / length, x[2] / length];
};

function icosahedron(): Mesh {
  const g = (1 + Math.sqrt(5)) / 2;
  const positions: Point[] = ([
    ...[[-1, g, 0], [1, g, 0], [-1, -g, 0], [1, -g, 0], [0, -1, g], [0, 1, g]],
    ...[[0, -1, -g], [0, 1, -g], [g, 0, -1], [g, 0, 1], [-g, 0, -1], [-g, 0, 1]],
  ] as unknown as Point[]).map(unit);
  const faces = [
    ...[[0, 11, 5], [0, 5, 1], [0, 1, 7], [0, 7, 10], [0, 10, 11], [1, 5, 9], [5, 11, 4]],
    ...[[11, 10, 2], [10, 7, 6], [7, 1, 8], [3, 9, 4], [3, 4, 2], [3, 2, 6], [3, 6, 8], [3, 8, 9]],
    ...[[4, 9, 5], [2, 4, 11], [6, 2, 10], [8, 6, 7], [9, 8, 1]],
  ] as unknown as Face[];
  return { positions, faces };
}

function divide({ positions, faces }: Mesh): Mesh {
  const points = [...positions];
  const middles = new Map<string, number>();
  const middle = (a: number, b: number): number => {
    const key = a < b ? `${a},${b}` : `${b},${a}`;
    let found = middles.get(key);
    if (found === undefined) {
      const [p, q] = [points[a]!, points[b]!];
      found = points.push(unit([p[0] + q[0], p[1] + q[1], p[2] + q[2]])) - 1;
      middles.set(key, found);
    }
    return found;
  };
  const smaller = faces.flatMap(([i, j, k]): Face[] => {
    const [a, b, c] = [middle(i, j), middle(j, k), middle(k, i)];
    return [[i, a, c], [j, b, a], [k, c, b], [a, b, c]];
  });
  return { positions: points, faces: smaller };
}

/**
 * A closed mesh of the unit sphere with 10·4ⁿ + 2 vertices after n divisions, turned by `rotation`:
 * another rotation gives another triangulation of the same surface.
 */
export function icosphere(divisions: number, rotation?: Rotation): Mesh {
  if (!Number.isInteger(divisions) || divisions < 0 || divisions > 6) {
    throw new RangeError(`Divisions must be an integer from 0 to 6: current value is ${divisions}`);
  }
  let mesh = icosahedron();
  for (let i = 0; i < divisions; i++) mesh = divide(mesh);
  if (!rotation) return mesh;
  return { positions: mesh.positions.map((x) => apply3(rotation, x)), faces: mesh.faces };
}
