/**
 * Resvg. The only file that names it, imported on first use.
 *
 * @module
 */
// deno-lint-ignore no-import-prefix -- scripts outside the repository import this file too
// @ts-types="./resvg.d.ts"
export { Resvg } from "npm:@resvg/resvg-js@2.6.2";
