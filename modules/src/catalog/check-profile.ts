import { SettingsError } from "../core/errors.ts";
import { isModelName, MODEL_NAME_RULE } from "./model-names.ts";
import type { ModelProfile } from "./registry-config.ts";

/** @throws SettingsError with a line for each name or figure of a profile that cannot be. */
export function checkProfile(profile: ModelProfile): void {
  const { name, version, aliases, capabilities, usdPerMillion, quality, temperature } = profile;
  const problems = [
    ...[name, ...aliases]
      .filter((one) => !isModelName(one))
      .map((one) => `${JSON.stringify(one)} ${MODEL_NAME_RULE}.`),
    ...(version === "" || version.includes("@") ? ["version must be text without @."] : []),
    ...(capabilities.length === 0 ? ["capabilities needs at least one."] : []),
    ...wrong("usdPerMillion.input", usdPerMillion?.input, atLeastZero),
    ...wrong("usdPerMillion.output", usdPerMillion?.output, atLeastZero),
    ...wrong("latencyMs", profile.latencyMs, atLeastZero),
    ...wrong("quality", quality, ({ value }) => value >= 0 && value <= 1, "a number from 0 to 1"),
    ...wrong("temperature", temperature, ({ value }) => value >= 0 && value <= 2, "a number from 0 to 2"),
    ...wrong("maxTokens", profile.maxTokens, whole, "a whole number of 0 or more"),
    ...wrong("contextTokens", profile.contextTokens, whole, "a whole number of 0 or more"),
  ];
  if (problems.length > 0)
    throw new SettingsError(problems.map((problem) => `Model ${JSON.stringify(name)}: ${problem}`));
}

type Test = (given: { readonly value: number }) => boolean;

const atLeastZero: Test = ({ value }) => value >= 0;
const whole: Test = ({ value }) => Number.isSafeInteger(value) && value >= 0;

const wrong = (field: string, value: number | undefined, test: Test, rule = "a number of 0 or more") =>
  value === undefined || (Number.isFinite(value) && test({ value }))
    ? []
    : [`${field} must be ${rule}, not ${value}.`];
