import { assertEquals, assertStringIncludes } from "@std/assert";
import { explain } from "lib/setup/errors.ts";
import { diskSentence } from "lib/setup/setup.ts";

const CASES: readonly [output: string, includes: string][] = [
  ["OSError: [Errno 28] No space left on device", "The disk filled up while fetching"],
  ["error: failed writing: os error 28", "The disk filled up"],
  ["Failed to establish a new connection: Temporary failure in name resolution", "network"],
  ["error: client error (Connect): tcp connect error: Connection refused", "network"],
  ["WARNING: NewConnectionError\nERROR: No matching distribution found", "network"],
  ["SSLError(SSLCertVerificationError: CERTIFICATE_VERIFY_FAILED)", "certificate"],
  ["error: The lockfile is out of date.", "deno.lock does not match deno.json"],
  ["ERROR: No matching distribution found for jupyterlab==4.6.4", "does not offer"],
  ["ERROR: Wheel 'tensorflow-cpu' located at a.whl is invalid.", "arrived damaged"],
  ["zipfile.BadZipFile: Bad CRC-32", "arrived damaged"],
  ["PermissionError: [Errno 13] Permission denied", "may not write here"],
  ["note: a\nERROR: Something odd.\nhint: b", "could not be set up (Something odd)"],
  ["", "it said nothing"],
];

for (const [output, includes] of CASES) {
  Deno.test(`the cause is named for: ${output || "no output"}`, () => {
    const sentence = explain("the packages", output);
    assertStringIncludes(sentence, includes);
    assertEquals(sentence.split("\n").length, 1);
    assertStringIncludes(sentence, " run ");
  });
}

Deno.test("a killed program is called killed", () => {
  assertStringIncludes(explain("JupyterLab", "", 137), "JupyterLab was killed from outside");
});

Deno.test("a full disk is described in gigabytes", () => {
  assertStringIncludes(diskSentence(2.5e9, 3.1e8), "needs 2.5 GB");
  assertStringIncludes(diskSentence(2.5e9, 3.1e8), "only 310 MB");
});
