/** Timing, by a clock that only moves when told to. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { measure } from "lib/cli/measure.ts";

/** Runs with a clock of its own, in milliseconds. */
function withClock<T>(use: (pass: (milliseconds: number) => void) => T): T {
  const real = performance.now;
  let now = 0;
  performance.now = () => now;
  try {
    return use((milliseconds) => now += milliseconds);
  } finally {
    performance.now = real;
  }
}

Deno.test("a measurement has the first call, then the middle and the best of the rounds", () => {
  const found = withClock((pass) => {
    // The second call warms up and does not count.
    const times = [100, 50, 9, 1, 5, 3, 7].values();
    return measure(() => pass(times.next().value!), {
      rounds: 5,
      seconds: 10,
      yardstick: () => pass(10),
    });
  });
  assertEquals([found.first, found.median, found.best], [100, 5, 1]);
  assertAlmostEquals(found.relative!, 10 / 5, 1e-12);
});

Deno.test("after the seconds there are no more rounds, but there is one", () => {
  for (const [seconds, expected] of [[0, 3], [2.5, 5]] as const) {
    let calls = 0;
    withClock((pass) =>
      measure(() => {
        calls++;
        pass(1000);
      }, { rounds: 50, seconds })
    );
    assertEquals(calls, expected);
  }
});
