/** The inputs that people tried, which lie beside the project on some machines only. */

const folder = new URL("../../../shared/data/inputs/", import.meta.url);

/** Registers a test of one of them; where they are absent it is skipped and says so. */
export function testOfInput(name: string, fn: (path: URL) => void | Promise<void>): void {
  const path = new URL(name, folder);
  let there = true;
  try {
    Deno.statSync(path);
  } catch {
    there = false;
  }
  Deno.test({
    name: there ? `input ${name}` : `input ${name} (skipped: shared/data/inputs is not here)`,
    ignore: !there,
    fn: () => fn(path),
  });
}
