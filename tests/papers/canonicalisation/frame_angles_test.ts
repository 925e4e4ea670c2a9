/** Angles by which frames miss. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { angleBetween, frameErrors } from "lib/papers/canonicalisation/frames.ts";
import { multiply } from "lib/symmetry/matrix.ts";
import { type Matrix, rotationAbout } from "lib/symmetry/mod.ts";

/** Degrees small and large, up to nearly half a turn; at 18 the trace is a tenth from its largest. */
const DEGREES = [0, 1e-4, 1, 10, 18, 19, 60, 90, 120, 150, 179];

Deno.test("the angle between two rotations is that by which one is turned further", () => {
  const first = rotationAbout([1, -2, 0.5], 2.5);
  const plane = (angle: number): Matrix => [
    [Math.cos(angle), -Math.sin(angle)],
    [Math.sin(angle), Math.cos(angle)],
  ];
  for (const degrees of DEGREES) {
    const angle = degrees * Math.PI / 180;
    for (const axis of [[0, 0, 1], [1, 1, 1], [-3, 0.2, 1]]) {
      const further = multiply(rotationAbout(axis, angle), first);
      assertAlmostEquals(angleBetween(further, first), degrees, 1e-9);
      assertAlmostEquals(angleBetween(first, further), degrees, 1e-9);
    }
    assertAlmostEquals(angleBetween(plane(0.7 + angle), plane(0.7)), degrees, 1e-9);
    assertAlmostEquals(angleBetween(plane(0.7 - angle), plane(0.7)), degrees, 1e-9);
  }
});

Deno.test("frames by the mean turn along with every cloud, in the plane and in space", () => {
  for (const dimensions of [2, 3] as const) {
    const { degrees, median, largest } = frameErrors("mean", { count: 9, dimensions });
    assertEquals(degrees.length, 9);
    assertEquals([...degrees].sort((a, b) => a - b), degrees);
    assertEquals([median, largest], [degrees[4]!, degrees[8]!]);
    assert(largest < 0.1, `${largest}° in ${dimensions} dimensions`);
  }
});
