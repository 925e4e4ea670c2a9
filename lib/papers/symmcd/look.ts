/** Tables of what a space group is, and of what holds exactly. */
import { expand, type SymmetricCrystal } from "../../datasets/crystals/crystal.ts";
import {
  AXES,
  findOperations,
  maskLattice,
  metricOfRows,
  orbit,
  project,
  SITE_SYMBOLS,
  spaceGroup,
  wyckoffPositions,
} from "../../symmetry/space_groups/mod.ts";
import { rng } from "../../datasets/rng.ts";
import { identify } from "./identify.ts";
import { latticeOf } from "../../symmetry/space_groups/mod.ts";

/** The Wyckoff positions of a group, a row each. */
export const positionRows = (group: number) =>
  wyckoffPositions(spaceGroup(group)).map((one) => ({
    position: `${one.multiplicity}${one.letter}`,
    "site symmetry": one.symbol,
    point: one.triplet,
    "free numbers": one.dimension,
    "first symbols on axes": one.sites[0]!.code.flatMap((symbol, axis) =>
      symbol === 0 ? [] : [`${SITE_SYMBOLS[symbol]} along ${AXES[axis]!.join("")}`]
    ).slice(0, 4).join(", ") || "none",
  }));

/** The symbols of one position on the 15 axes. */
export const symbolRows = (group: number, letter: string) => {
  const position = wyckoffPositions(spaceGroup(group)).find((one) => one.letter === letter);
  if (!position) throw new RangeError(`Cannot find position ${letter} in group ${group}`);
  return position.sites[0]!.code.map((symbol, axis) => ({
    axis: `[${AXES[axis]!.join(" ")}]`,
    symbol: SITE_SYMBOLS[symbol]!,
  }));
};

/** The largest errors of what must hold exactly, over random points in all 230 groups. */
export function exactRows(seed: number) {
  const random = rng(seed);
  let [points, wrongOrbits, again, metricError] = [0, 0, 0, 0];
  for (let n = 1; n <= 230; n++) {
    const group = spaceGroup(n);
    const raw = Array.from({ length: 6 }, () => 0.4 * random.uniform() - 0.2);
    const metric = metricOfRows(latticeOf(maskLattice(raw, group.family)));
    for (const { rotation: w } of group.operations.slice(0, 48)) {
      for (let at = 0; at < 9; at++) {
        const [i, j] = [Math.floor(at / 3), at % 3];
        let value = 0;
        for (let p = 0; p < 3; p++) {
          for (let q = 0; q < 3; q++) value += w[3 * p + i]! * metric[3 * p + q]! * w[3 * q + j]!;
        }
        metricError = Math.max(metricError, Math.abs(value - metric[at]!));
      }
    }
    for (const position of wyckoffPositions(group)) {
      const x = [random.uniform(), random.uniform(), random.uniform()];
      const options = { metric, allowed: (one: typeof position) => one === position };
      const once = project(group, x, options)!;
      again = Math.max(again, project(group, once.x, options)!.distance);
      if (orbit(group, once.x, 1e-7).length !== position.multiplicity) wrongOrbits++;
      points++;
    }
  }
  return [
    { what: "groups and Wyckoff positions", value: `230 and ${points}` },
    { what: "orbits of a wrong size", value: String(wrongOrbits) },
    {
      what: "lattice moved by its group's rotations, at most (Å²)",
      value: metricError.toExponential(1),
    },
    { what: "projecting twice moves by, at most (Å)", value: again.toExponential(1) },
  ];
}

/** How many crystals have every operation of their group, to 1e-6 Å by us and by moyo's number. */
export function symmetryOf(crystals: readonly SymmetricCrystal[]) {
  return crystals.map((crystal) => {
    const { lattice, positions, numbers } = expand(crystal);
    const { operations } = spaceGroup(crystal.group);
    const atoms = { metric: metricOfRows(lattice), positions, kinds: numbers };
    const found = findOperations(atoms, 1e-6).length;
    return {
      group: crystal.group,
      asked: operations.length,
      found,
      moyo: identify({ lattice, positions, numbers })?.group,
    };
  });
}
