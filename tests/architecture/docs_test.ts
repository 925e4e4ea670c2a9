/** Every public name says what it is. */
import { assert, assertEquals } from "@std/assert";
import { ROOT } from "./sources.ts";

interface Declaration {
  readonly kind: string;
  readonly jsDoc?: { readonly doc?: string };
}

interface DocumentedSymbol {
  readonly name: string;
  readonly declarations: readonly Declaration[];
}

/** What needs no text of its own: names that come with a module of their own. */
const described = ["namespace", "moduleDoc", "import", "reference"];

Deno.test("every name that lib/mod.ts exports has a docstring", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", "lib/mod.ts"],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout));
  const symbols = Object.values<{ symbols: DocumentedSymbol[] }>(nodes).flatMap((one) =>
    one.symbols
  );
  assert(symbols.length > 200, `${symbols.length}`);
  const silent = symbols.filter(({ declarations }) =>
    declarations.every(({ kind, jsDoc }) => !described.includes(kind) && !jsDoc?.doc)
  );
  assertEquals(silent.map(({ name }) => name), []);
});
