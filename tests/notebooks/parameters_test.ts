import { assert, assertEquals, assertThrows } from "@std/assert";
import { parameters } from "lib/notebooks/parameters.ts";

const defaults = { problems: 1024, steps: [1, 5], train: false, folder: "data" };
const profiles = { smoke: { problems: 8 } };

const read = (variables: Record<string, string> = {}) =>
  parameters(defaults, profiles, (name) => variables[name]);

Deno.test("parameters() are the defaults in Jupyter, frozen", () => {
  assertEquals(read(), defaults);
  assertEquals(read({ PROFILE: "full" }), defaults);
  assert(Object.isFrozen(read()));
});

Deno.test("parameters() follow profile, TRAIN and NB_PARAMS, in that order", () => {
  assertEquals(read({ PROFILE: "smoke" }), { ...defaults, problems: 8 });
  assertEquals(read({ PROFILE: "smoke", NB_PARAMS: '{"problems": 3}' }).problems, 3);
  assertEquals(read({ TRAIN: "1" }).train, true);
  assertEquals(read({ TRAIN: "1", NB_PARAMS: '{"train": false}' }).train, false);
  assertEquals(read({ NB_PARAMS: '{"steps": [2]}' }).steps, [2]);
  const trainless = parameters({ seed: 0 }, {}, (name) => name === "TRAIN" ? "1" : undefined);
  assertEquals(trainless, { seed: 0 });
});

Deno.test("PROFILE=full sets what is called full, and takes the profile of that name", () => {
  const full = (name: string) => name === "PROFILE" ? "full" : undefined;
  assertEquals(parameters({ full: false, walks: 4 }, { full: { walks: 64 } }, full), {
    full: true,
    walks: 64,
  });
  assertEquals(parameters({ walks: 4 }, {}, full), { walks: 4 });
});

Deno.test("parameters() refuse what they do not know, and say what is accepted", () => {
  const refused = [
    [{ PROFILE: "fast" }, RangeError, "one of default, full, smoke"],
    [{ NB_PARAMS: '{"problem": 3}' }, RangeError, "accepted are problems, steps, train, folder"],
    [{ NB_PARAMS: '{"problems": "3"}' }, TypeError, "must be of type number"],
    [{ NB_PARAMS: '{"steps": 3}' }, TypeError, "must be of type array of numbers"],
    [{ NB_PARAMS: '{"steps": ["3"]}' }, TypeError, "must be of type array of numbers"],
    [{ NB_PARAMS: "[1]" }, SyntaxError, "must be a JSON object"],
    [{ NB_PARAMS: "seed=1" }, SyntaxError, "current value is seed=1"],
  ] as const;
  for (const [variables, kind, message] of refused) {
    assertThrows(() => read(variables), kind, message);
  }
});

Deno.test("parameters() may be lists of names, which stay lists of names", () => {
  const lists = (given: string) =>
    parameters({ presets: ["corrected"] }, {}, (name) => name === "NB_PARAMS" ? given : undefined);
  assertEquals(lists('{"presets": ["reference", "corrected"]}').presets, [
    "reference",
    "corrected",
  ]);
  for (const wrong of ['{"presets": [1]}', '{"presets": ["reference", 1]}']) {
    assertThrows(() => lists(wrong), TypeError, "must be of type array of strings");
  }
});
