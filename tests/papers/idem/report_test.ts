/** What rows of samples say of iDEM's claims. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { idemClaims, type MixtureRow, mixtureTable } from "lib/papers/idem/report.ts";

const row = (method: string, nll: number, modeTv: number, trained: number): MixtureRow => ({
  ...{ method, kind: "ours", seed: 1, nll, modeTv, trained, modes: 40, w2: 5, energy: 7 },
  ...{ energies: 0, networks: 100, seconds: 1 },
});
const chains: MixtureRow = {
  ...{ method: "parallel tempering", kind: "trivial", seed: 1, modeTv: .05, modes: 40, w2: 4 },
  ...{ energy: 6.9, energies: 1000, networks: 0, seconds: 1 },
};

Deno.test("the outer loop is judged by a training of as many energies", () => {
  const mixture = [
    ...[row("iDEM, ours", 7.3, .1, 10), row("iDEM, ours", 7.1, .1, 10)],
    ...[row("iDEM, longer", 7, .08, 30), row("pDEM", 7.1, .2, 10), chains],
  ];
  const [learns, loop, needed] = idemClaims({ mixture, clusters: [], estimates: [] });
  assertEquals(learns!.holds, true);
  assertEquals(loop!.holds, "partly");
  assertStringIncludes(loop!.evidence, "iDEM, ours: NLL 7.20");
  assertStringIncludes(loop!.evidence, "2 and 1 trainings");
  assertEquals(needed!.holds, false);
  const longer = mixture.filter(({ method }) => method !== "iDEM, ours");
  assertEquals(idemClaims({ mixture: longer, clusters: [], estimates: [] })[1]!.holds, true);
  const printed = row("iDEM, as printed", 16, .2, 10);
  const both = idemClaims({ mixture: [printed, ...mixture], clusters: [], estimates: [] });
  // Of the three goals the printed settings reach one, 40 modes.
  assertEquals(both.slice(0, 2).map(({ holds }) => holds), ["partly", true]);
});

Deno.test("a likelihood counts once for each training", () => {
  const twice = [row("iDEM", 7.2, .1, 10), { ...row("iDEM", 7.2, .2, 10), seed: 2 }];
  assertEquals(mixtureTable(twice)[0]!.NLL, "7.20");
  assertEquals(mixtureTable([...twice, row("iDEM", 7, .1, 10)])[0]!.NLL, "7.10 ± 0.14");
});
