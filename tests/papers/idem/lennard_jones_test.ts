/** Thirteen particles: chains, and what is said of samples. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { particlesApart } from "lib/datasets/particles_apart.ts";
import { lennardJones } from "lib/energy/mod.ts";
import { pointsOf } from "lib/metrics/mod.ts";
import { energiesOf } from "lib/papers/idem/evaluate.ts";
import {
  lj13Chains,
  lj13Claims,
  lj13Curves,
  type Lj13Row,
  lj13Row,
  lj13Table,
  moved,
} from "lib/papers/idem/lennard_jones.ts";

Deno.test("chains draw together from there, and tell what they took", () => {
  const { points, energies } = lj13Chains(150_000, { seed: 4 });
  assertEquals(points.values.length, 1000 * 39);
  assertAlmostEquals(energies, 150_000, 2000);
  const found = energiesOf(lennardJones(), points), mean = found.reduce((a, b) => a + b, 0) / 1000;
  // Not settled after 200 steps, but bound: at the start pairs hardly touch, and means are above 0.
  const start = energiesOf(lennardJones(), pointsOf(particlesApart(200, 4)));
  const level = start.reduce((a, b) => a + b, 0) / 200;
  assert(mean < level - 20, `${mean}`);
  const after = energiesOf(lennardJones(), moved(pointsOf(particlesApart(200, 4)), 60, 1));
  assert(after.reduce((a, b) => a + b, 0) / 200 < level - 5, "MALA goes the same way");
});

Deno.test("samples are measured, and lines and claims follow from rows", () => {
  const points = pointsOf(particlesApart(60, 1)), reference = pointsOf(particlesApart(80, 2));
  const row = lj13Row(points, reference, { method: "iDEM, ours", seed: 1, energies: 7 });
  assertEquals([row.quantiles.length, row.distances.length], [50, 80]);
  assert(row.quantiles.every((q, i) => i === 0 || q >= row.quantiles[i - 1]!));
  assert(row.distances.slice(0, 4).every((d) => d === 0), "none below .8");
  const share = row.distances.reduce((a, b) => a + b, 0) * 0.05;
  assert(share > 0.9 && share <= 1 + 1e-9, `${share}`);
  const [line] = lj13Table([row, { ...row, seed: 2 }]);
  assertEquals([line!.method, line!.energies], ["iDEM, ours", "7.0e+0"]);
  assertEquals(lj13Curves([row, { ...row, seed: 2 }]).length, 80 + 50);
  const of = (method: string, energyW2: number, distanceW2: number): Lj13Row => ({
    ...row,
    ...{ method, energyW2, distanceW2 },
  });
  const others = [
    of("half (floor)", 0.5, 0.01),
    of("chains of a tenth", 0.6, 0.02),
  ];
  const holds = (energy: number, distance: number) =>
    lj13Claims([...others, of("iDEM, ours", energy, distance)]).map((claim) => claim.holds);
  assertEquals(holds(1.5, 0.03), [true, false]);
  assertEquals(holds(2.3, 0.03), ["partly", false]);
  assertEquals(holds(4, 0.03), [false, false]);
  assertEquals(holds(40, 0.01), [false, false]);
  assertEquals(holds(0.5, 0.01), [true, true]);
  // Runs of one kind on both sides of the other decide nothing.
  const several = (energies: readonly number[]) =>
    lj13Claims([...others, ...energies.map((energy) => of("iDEM, ours", energy, 0.01))])
      .map((claim) => claim.holds);
  assertEquals(several([0.5, 0.55]), [true, true]);
  assertEquals(several([0.5, 0.65]), [true, "partly"], "distances alone");
  assertEquals(several([1.9, 3]), ["undecided", false]);
});
