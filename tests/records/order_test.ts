import { assertEquals } from "@std/assert";
import { nearerBy, orderOf } from "lib/records/order.ts";

Deno.test("a difference counts where ranges part", () => {
  assertEquals(orderOf([1, 2], [3, 4]), "lower");
  assertEquals(orderOf([3, 4], [1, 2]), "higher");
  assertEquals(orderOf([1, 3], [2, 4]), "undecided");
  assertEquals(orderOf([1, 2], [2, 3]), "undecided"); // they touch
  assertEquals(orderOf([NaN, 1], [2, 3]), "undecided");
});

Deno.test("none counts between two at the floor; one above it is farther", () => {
  assertEquals(orderOf([1, 2], [3, 4], [2, 5]), "undecided");
  assertEquals(orderOf([1, 2], [5, 6], [2, 4]), "lower");
  assertEquals(orderOf([5, 6], [1, 2], [2, 4]), "higher");
  assertEquals(orderOf([1, 1], [2, 2], [1, 2]), "undecided"); // as far as exact samples are
});

Deno.test("what is below the floor is no nearer than the floor", () => {
  assertEquals(orderOf([1, 2], [3, 7], [4, 5]), "undecided"); // 3 is at the floor, too
  assertEquals(orderOf([3, 7], [1, 2], [4, 5]), "undecided");
  assertEquals(orderOf([1, 2], [6, 7], [4, 5]), "lower");
  assertEquals(orderOf([6, NaN], [1, 2], [4, 5]), "undecided");
});

Deno.test("several comparisons say yes, partly, no, or nothing", () => {
  assertEquals(nearerBy(["lower", "lower"]), true);
  assertEquals(nearerBy(["lower", "undecided"]), "partly");
  assertEquals(nearerBy(["undecided", "higher"]), false);
  assertEquals(nearerBy(["undecided", "undecided"]), "undecided");
  assertEquals(nearerBy([]), "undecided");
});

Deno.test("of measures that contradict each other, none says partly", () => {
  assertEquals(nearerBy(["lower", "higher"]), false);
  assertEquals(nearerBy(["lower", "higher", "undecided", "lower"]), false);
});
