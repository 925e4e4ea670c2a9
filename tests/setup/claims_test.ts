/** Claims and numbers of executed notebooks. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { agreementTable, claimsTable, verdicts } from "lib/plots/verdicts.ts";
import { jupyterDisplay } from "lib/plots/mod.ts";
import { isOwnClaim } from "lib/checks/own_claims.ts";
import { countClaims, describeCounts } from "lib/pages/counts.ts";
import { allAgree, findingsOf, formatFindings, readFindings } from "lib/setup/claims.ts";

/** A notebook whose cells displayed these. */
const notebook = (...shown: { [jupyterDisplay](): Readonly<Record<string, unknown>> }[]) => ({
  cells: [
    { outputs: [{}] },
    ...shown.map((one) => ({
      outputs: [{ data: JSON.parse(JSON.stringify(one[jupyterDisplay]())) }],
    })),
    {},
  ],
});

const number = { number: "error, harder", here: 0.5, record: 0.5, agrees: true };
const other = { number: "error, same", here: 0.5, record: 0.1, agrees: false };

Deno.test("claims and compared numbers are found in what tables display", () => {
  const found = findingsOf(notebook(
    verdicts([{ claim: "a", holds: true, evidence: "1" }, {
      claim: "b",
      holds: "partly",
      evidence: "2",
    }]),
    agreementTable([number]),
    claimsTable([{ claim: "c", verdict: "only with our network" }]),
  ));
  assertEquals(found, {
    claims: [
      { claim: "a", verdict: "reproduced" },
      { claim: "b", verdict: "only partly" },
      { claim: "c", verdict: "only with our network" },
    ],
    numbers: [number],
  });
  assertEquals(findingsOf({ cells: [] }), { claims: [], numbers: [] });
});

Deno.test("papers' claims and our own are counted apart", () => {
  const claims = [
    { claim: "a", verdict: "reproduced" },
    { claim: "a network of ours is better", verdict: "only with our network" },
    { claim: "b", verdict: "not reproduced" },
    { claim: "ours: c", verdict: "reproduced" },
    { claim: "ours, learned: d", verdict: "only partly" },
    { claim: "digits: (ours) e", verdict: "reproduced" },
    { claim: "hourscale f", verdict: "not decided" },
  ];
  const own = [false, false, false, true, true, true, false];
  assertEquals(claims.map(isOwnClaim), own);
  // A table says of the same ones that they hold, and of no others.
  const words = claims.map((one) => claimsTable([one]).text().includes("hold"));
  assertEquals(words, own.map((isOwn, i) => isOwn && claims[i]!.verdict !== "not decided"));
  const counts = countClaims(claims);
  assertEquals(counts, {
    papers: { good: 1, all: 4 },
    ours: { good: 2, all: 3 },
    withOurNetwork: 1,
  });
  assertEquals(
    describeCounts(counts),
    "papers' claims: 1 of 4 reproduced, 1 only with our network; our own: 2 of 3 hold",
  );
  assertEquals(
    describeCounts(countClaims(claims.slice(0, 1))),
    "papers' claims: 1 of 1 reproduced",
  );
  assertEquals(describeCounts(countClaims(claims.slice(3, 5))), "our own claims: 1 of 2 hold");
  assertEquals(describeCounts(countClaims([])), "");
});

Deno.test("reproduce counts claims, and names the numbers that differ", () => {
  const claims = [
    { claim: "a", verdict: "reproduced" },
    { claim: "b", verdict: "not reproduced" },
    { claim: "ours: c", verdict: "reproduced" },
  ];
  const good = { "1.ipynb": { claims, numbers: [number] }, "2.ipynb": { claims, numbers: [] } };
  assert(allAgree(good));
  const [first, second, ...rest] = formatFindings(good);
  assert(first!.startsWith("Papers' claims: 2 of 4 reproduced; our own: 2 of 2 hold."), first);
  assert(second!.startsWith("All 1 numbers"), second);
  assertEquals(rest, []);
  const bad = { ...good, "3.ipynb": { claims: [], numbers: [other] } };
  assert(!allAgree(bad));
  assertEquals(
    formatFindings(bad).at(-1),
    "3.ipynb: error, same: 0.5 here, 0.1 in the record: beyond chance.",
  );
  assertEquals(formatFindings({}), []);
});

Deno.test("a row that is no claim is refused where it is written, with what is missing", () => {
  const said: [unknown, string][] = [
    [{ text: "a", hold: true }, "Claim 2 must have claim, evidence and holds, and claim must be"],
    [{ claim: "a", holds: true }, "evidence must be a text: it is {claim, holds}"],
    [{ claim: "a", evidence: "1" }, 'holds of claim 2 must be true, false, "partly" or'],
    [{ claim: "a", evidence: "1", holds: "yes" }, '"undecided": current value is yes'],
    [undefined, "it is undefined"],
  ];
  const right = { claim: "a", holds: true, evidence: "1" } as const;
  for (const [row, message] of said) {
    assertThrows(() => verdicts([right, row as typeof right]), TypeError, message);
  }
  assertThrows(() => claimsTable([right as never]), TypeError, "and verdict must be a text");
  assertThrows(() => verdicts(right as never), TypeError, "Claims must be a list");
});

Deno.test("a notebook whose claims are incomplete is named in a sentence", async () => {
  const output = { data: { "application/vnd.energy.claims+json": { claims: [{ claim: "a" }] } } };
  const folder = Deno.makeTempDirSync(), path = `${folder}/07_x.ipynb`;
  Deno.writeTextFileSync(path, JSON.stringify({ cells: [{ outputs: [output] }] }));
  await assertRejects(
    () => readFindings(path),
    TypeError,
    "07_x.ipynb: A claim has no words or no verdict: see what its cell gives plots.verdicts",
  );
  Deno.removeSync(folder, { recursive: true });
});
