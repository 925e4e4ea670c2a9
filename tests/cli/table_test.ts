/** Tables between their markers. */
import { assertEquals, assertThrows } from "@std/assert";
import { withTables } from "lib/cli/table.ts";

const place = (name: string, table = "") =>
  `<!-- ${name}: written by \`deno task table\` -->\n\n${table}\n<!-- end of ${name} -->`;

Deno.test("withTables() writes the tables that a text has a place for", () => {
  const tables = { one: "| 1 |\n", two: "| 2 |\n" };
  const text = (table: string) => `before\n${place("two", table)}\nafter\n`;
  assertEquals(withTables(text("| old |\n"), tables), text("| 2 |\n"));
  assertEquals(withTables(text("| 2 |\n"), tables), text("| 2 |\n"));
});

Deno.test("withTables() refuses a text without places, and a place without an end", () => {
  const tables = { one: "| 1 |\n" };
  assertThrows(() => withTables("nothing", tables), SyntaxError, "no place for a table");
  const cut = place("one").split("<!-- end")[0]!;
  assertThrows(
    () => withTables(cut, tables),
    SyntaxError,
    "has no end: a line <!-- end of one -->",
  );
});
