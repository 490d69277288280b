import { nearestName } from "../../../config/nearest-name.ts";
import { bicepError } from "../bicep-error.ts";
import type { Value } from "../value.ts";
import { type BicepFunctions, type CallPlace, Given, takes } from "./bicep-function.ts";
import { fileFunctions } from "./file-functions.ts";
import { listFunctions } from "./list-functions.ts";
import { placeFunctions } from "./place-functions.ts";
import { collectionFunctions, textFunctions } from "./text-functions.ts";

const FUNCTIONS: BicepFunctions = {
  ...collectionFunctions,
  ...fileFunctions,
  ...listFunctions,
  ...placeFunctions,
  ...textFunctions,
  any: takes(1, 1, (given) => given.value(0)),
};

/** @throws BicepError when there is no such function here, or with too few or too many values */
export function callFunction(name: string, values: readonly Value[], place: CallPlace): Value {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!found) {
    const near = nearestName(name, Object.keys(FUNCTIONS));
    throw bicepError(
      `The function ${name}() is not evaluated here.${near ? ` Did you mean ${near}()?` : ""}`,
      place.at,
    );
  }
  const { least, most } = found;
  if (values.length < least || (most !== undefined && values.length > most)) {
    const wanted =
      most === undefined ? `at least ${least}` : least === most ? `${least}` : `${least} to ${most}`;
    throw bicepError(`${name}() takes ${wanted} values, not ${values.length}.`, place.at);
  }
  return found.call(new Given(values, place));
}
