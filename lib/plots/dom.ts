/**
 * The document that Observable Plot draws in, outside a browser. The only file that knows the DOM.
 *
 * @module
 */
// deno-lint-ignore no-import-prefix -- scripts outside the repository import this file too
import { parseHTML } from "npm:linkedom@0.18.12";

let shared: unknown;

/**
 * One empty document, shared by all charts of the process.
 *
 * @returns The document, to be given to Plot as `document`
 */
export function sharedDocument(): unknown {
  const page = "<!doctype html><html><body></body></html>";
  // The types of linkedom rest on those of a browser, which Deno does not have.
  shared ??= (parseHTML(page) as unknown as { document: unknown }).document;
  return shared;
}
