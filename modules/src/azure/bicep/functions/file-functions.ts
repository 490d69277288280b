import { parse as parseYaml } from "yaml";
import { bicepError } from "../bicep-error.ts";
import type { Value } from "../value.ts";
import { type BicepFunctions, type Given, takes } from "./bicep-function.ts";

/** Functions that read a file beside the Bicep file. */
export const fileFunctions: BicepFunctions = {
  loadFileAsBase64: takes(1, 1, (given) => Buffer.from(load(given)).toString("base64")),
  loadJsonContent: takes(1, 1, (given) => parsed(given, JSON.parse)),
  loadTextContent: takes(1, 2, load),
  loadYamlContent: takes(1, 1, (given) => parsed(given, parseYaml)),
};

function load(given: Given): string {
  return given.scope.load(given.text(0), given.placeOf(0));
}

function parsed(given: Given, parse: (text: string) => Value): Value {
  const text = load(given);
  try {
    return parse(text);
  } catch (error) {
    const [why = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw bicepError(`${given.text(0)} cannot be parsed: ${why}`, given.placeOf(0));
  }
}
