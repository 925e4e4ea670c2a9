/** Packing the program. */
import { assertEquals } from "@std/assert";
import { pack } from "lib/setup/pack.ts";
import { withFolder } from "../support/cli.ts";

Deno.test("packing says what it does before it does it, as it takes minutes", () =>
  withFolder(async (folder) => {
    // With an archive of this Deno from before, which is not made again.
    const made =
      `Made by \`deno task pack\` with Deno ${Deno.version.deno} (${Deno.build.target}).\n`;
    Deno.writeTextFileSync(`${folder}/.energy-pack`, made);
    Deno.writeFileSync(`${folder}/deno.xz`, Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0));
    const said: string[] = [];
    await pack(folder, [], (line) => said.push(line));
    assertEquals(said, [`Copying the program into ${folder}.`, "Deno is packed there already."]);
  }));
