/** Whether a crystal's symmetry is that of its group. */
import {
  findOperations,
  metricOfRows,
  primitiveAtoms,
  spaceGroup,
} from "../../symmetry/space_groups/mod.ts";
import { expand, type SymmetricCrystal } from "./crystal.ts";

/**
 * Whether a crystal has no symmetry beyond its group, up to `tolerance` in Å. (It has that of its
 * group by construction, so that counting operations is enough.)
 */
export function hasNoMoreSymmetry(crystal: SymmetricCrystal, tolerance = 0.1): boolean {
  const { lattice, positions, numbers } = expand(crystal);
  const { centring, operations } = spaceGroup(crystal.group);
  const metric = metricOfRows(lattice);
  const atoms = primitiveAtoms({ metric, positions, kinds: numbers }, centring);
  const cells = positions.length / atoms.positions.length;
  return findOperations(atoms, tolerance).length === operations.length / cells;
}
