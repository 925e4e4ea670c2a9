import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { isUsageError } from "../../lib/cli/flags.ts";
import { parseConditions } from "../../lib/cli/problem_input.ts";

const shapes = { x: [1, 2, 2], observed: [2] };
const one = { x: [[[1, 2], [3, 4]]], observed: [0, 1] };

Deno.test("parseConditions() reads one condition or several", () => {
  const expected = { x: new Float32Array([1, 2, 3, 4]), observed: new Float32Array([0, 1]) };
  assertEquals(parseConditions(JSON.stringify(one), shapes), [expected]);
  assertEquals(parseConditions(JSON.stringify([one, one]), shapes), [expected, expected]);
});

Deno.test("parseConditions() says what it got and what it accepts", () => {
  const cases: [unknown, string][] = [
    [{ ...one, x: [[1, 2], [3, 4]] }, '"x" of problem 0 must be 1×2×2 finite numbers: it is 2×2'],
    [[one, { x: one.x }], '"observed" of problem 1 must be 2 finite numbers: it is nothing'],
    [{ ...one, observed: [0, "1"] }, '"observed" of problem 0 must be 2 finite numbers'],
    [{ ...one, observed: [[0], 1] }, '"observed" of problem 0'],
    [{ ...one, y: 1 }, 'entry 0 has "y"'],
    [[], "it has 0"],
    [7, "entry 0 is something else"],
    [[one, null], "entry 1 is something else"],
  ];
  for (const [value, message] of cases) {
    assertThrows(() => parseConditions(JSON.stringify(value), shapes), SyntaxError, message);
  }
  assertThrows(() => parseConditions("{", shapes), SyntaxError, "must be JSON");
});

Deno.test("parseConditions() takes any JSON, or refuses it as a usage error", () => {
  fc.assert(fc.property(fc.json(), (text) => {
    try {
      parseConditions(text, shapes);
    } catch (error) {
      if (!isUsageError(error)) throw error;
    }
  }));
});
