/** Theorem 5 on small groups: which cases allow symmetry to be broken, and which do not. */
import { rng } from "../../datasets/rng.ts";
import {
  complements,
  type FiniteGroup,
  permutationGroup,
  permuting,
  type Representation,
  sameElements,
  symmetricGroup,
} from "../../symmetry/mod.ts";
import { C4, corners } from "./square.ts";
import {
  allRepresentatives,
  cosetRepresentatives,
  examine,
  type RelaxedFindings,
} from "./theorem5.ts";

/** A line of the table. */
export interface TheoremRow extends RelaxedFindings {
  readonly group: string;
  readonly acts: string;
  /** Which K is. */
  readonly subgroup: string;
  readonly representatives: string;
  /** |K|. */
  readonly symmetries: number;
}

function row<G>(
  group: FiniteGroup<G>,
  subgroup: readonly G[],
  names: { readonly acts: string; readonly subgroup: string; readonly representatives: string },
  representation: Representation<G>,
  representatives: readonly G[],
): TheoremRow {
  const found = examine(
    { group, subgroup, representatives, input: representation, output: representation },
    rng(7),
  );
  return { group: group.name, ...names, symmetries: subgroup.length, ...found };
}

const V4 = permutationGroup("V4", [[0, 1, 2, 3], [1, 0, 3, 2], [2, 3, 0, 1], [3, 2, 1, 0]]);

/** All rows of the notebook's table. */
export function theoremRows(): TheoremRow[] {
  const c4 = (subgroup: readonly number[], name: string) =>
    row(
      C4,
      subgroup,
      {
        acts: "four corners",
        subgroup: name,
        representatives: subgroup.length === 4 ? "the identity" : "rotations",
      },
      corners,
      cosetRepresentatives(C4, subgroup),
    );
  const swap = [V4.elements[0]!, V4.elements[1]!];
  const s3 = symmetricGroup(3);
  const pair = [[0, 1, 2], [1, 0, 2]];
  const points = permuting(3);
  const [complement] = complements(s3, pair);
  const rotations = allRepresentatives(s3, pair).map((list) => {
    const isGroup = sameElements(s3, list, complement!);
    const representatives = isGroup
      ? "the rotations, a subgroup"
      : `${describe(list)}, no subgroup`;
    return row(
      s3,
      pair,
      { acts: "three points", subgroup: "a swap", representatives },
      points,
      list,
    );
  });
  return [
    c4([0], "the identity"),
    c4([0, 2], "the half turn"),
    c4([0, 1, 2, 3], "all of C4"),
    row(
      V4,
      swap,
      { acts: "four points", subgroup: "a double swap", representatives: "a complement" },
      permuting(4),
      cosetRepresentatives(V4, swap),
    ),
    ...rotations,
  ];
}

/** Of S3: how many swaps and three-cycles are beside the identity. */
function describe(list: readonly (readonly number[])[]): string {
  const swaps = list.filter((p) => p.filter((to, i) => to !== i).length === 2).length;
  const cycles = list.length - 1 - swaps;
  const parts = [
    swaps ? `${swaps} swap${swaps > 1 ? "s" : ""}` : "",
    cycles ? `${cycles} rotation` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}
