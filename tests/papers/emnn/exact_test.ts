/** What is claimed to be exact is exact to 1e-6, and what is not is seen to differ. */
import { assert } from "@std/assert";
import { shapes } from "lib/papers/emnn/data.ts";
import { exactness } from "lib/papers/emnn/exact.ts";

const meshes = shapes("validation", 1).map(({ mesh }) => mesh);
const inside = "mirrored only (inside out)";

Deno.test("outputs change by less than 1e-6 if meshes are turned, moved, scaled, renamed or mirrored", () => {
  for (const variant of ["EMNN", "EGNN"] as const) {
    for (const [name, error] of Object.entries(exactness(variant, meshes, 3))) {
      if (variant === "EMNN" && name === inside) assert(error > 1e-5, `${name}: ${error}`);
      else assert(error < 1e-6, `${variant}, ${name}: ${error}`);
    }
  }
});

Deno.test("scrambled faces are told by rolled corners, coordinates by turned meshes", () => {
  const scrambled = exactness("EMNN, faces scrambled", meshes, 3);
  assert(scrambled["faces rolled"]! > 1e-5 && scrambled["turned by 90°"]! < 1e-6);
  const coordinates = exactness("coordinates", meshes, 3);
  assert(coordinates["turned"]! > 1e-3 && coordinates["vertices renamed"]! < 1e-6);
});
