/** Trainings that are shipped. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { shippedTrainings } from "lib/papers/idem/files.ts";
import { finerDw4Options, gmmOptions, ownGmmOptions } from "lib/papers/idem/settings.ts";

Deno.test("each kind was trained from three seeds, as long each time", () => {
  for (
    const [kind, options, steps] of [
      ["gmm40_paper", gmmOptions(), 3000],
      ["gmm40_ours", ownGmmOptions(), 3000],
      ["gmm40_ours_prior", ownGmmOptions(), 3000],
      ["gmm40_ours_long", ownGmmOptions(), 10_000],
      ["dw4_finer", finerDw4Options(), 10_000],
    ] as const
  ) {
    const all = shippedTrainings(kind, options, 3);
    assertEquals(all.map((one) => one.steps), [steps, steps, steps]);
    assertEquals(new Set(all.map((one) => one.energyEvaluations)).size, 1);
    const firsts = all.map(({ params }) => Object.values(params)[0]!.dataSync()[0]!);
    assert(new Set(firsts).size === 3, `${kind}: ${firsts}`);
    assert(all.every(({ network }) => network === options.network));
  }
  assertThrows(() => shippedTrainings("gmm40_ours", ownGmmOptions(), 4), Error, "gmm40_ours_4");
});
