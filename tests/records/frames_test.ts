import { assertEquals } from "@std/assert";
import { frame } from "lib/records/frames.ts";

Deno.test("a column keeps its values however late the first of them comes", () => {
  const rows = [
    ...Array.from({ length: 500 }, (_, step) => ({ step })),
    { step: 500, error: 0.5, name: "late", solved: true },
  ];
  const records = frame(rows).toRecords();
  assertEquals(records.at(-1), { step: 500, error: 0.5, name: "late", solved: true });
  assertEquals(records[0], { step: 0, error: null, name: null, solved: null });
});

Deno.test("NaN and infinities come back, whole numbers before fractions too", () => {
  const values = [1, NaN, Infinity, -Infinity, 2.5, null];
  for (const count of [1, 200]) {
    const rows = [
      ...Array.from({ length: count }, () => ({ x: 1 })),
      ...values.map((x) => ({ x })),
    ];
    assertEquals(frame(rows).toRecords().slice(count).map(({ x }) => x), values);
    const sorted = frame(rows.map((row, i) => ({ ...row, i }))).sort("i").toRecords();
    assertEquals(sorted.slice(count).map(({ x }) => x), values);
  }
});
