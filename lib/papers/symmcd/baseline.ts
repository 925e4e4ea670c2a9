/** The trivial answer: crystals put together from parts of training crystals. */
import type { SymmetricCrystal } from "../../datasets/crystals/crystal.ts";
import { rng } from "../../datasets/rng.ts";

/**
 * Crystals with the group, positions and letters of one training crystal, the lattice of another of
 * the same group, and elements each drawn from the sites of all: nothing in them fits together, but
 * their groups and templates are those of the training crystals.
 */
export function shuffledParts(
  training: readonly SymmetricCrystal[],
  count: number,
  seed: number,
): SymmetricCrystal[] {
  const random = rng(seed).split("shuffled parts");
  const elements = training.flatMap(({ sites }) => sites.map(({ element }) => element));
  return Array.from({ length: count }, () => {
    const { group, sites } = training[random.int(training.length)]!;
    const alike = training.filter((one) => one.group === group);
    const { k } = alike[random.int(alike.length)]!;
    return {
      group,
      k,
      sites: sites.map((site) => ({ ...site, element: elements[random.int(elements.length)]! })),
    };
  });
}
