import { SettingsError } from "../core/errors.ts";

/** A line for each figure that is no whole number of `least` (1) or more; one that is not given is well. */
export function wrongCounts(
  counts: Readonly<Record<string, number | undefined>>,
  least = 1,
): readonly string[] {
  return Object.entries(counts).flatMap(([name, value]) =>
    value === undefined || (Number.isSafeInteger(value) && value >= least)
      ? []
      : [`${name} must be a whole number of ${least} or more, not ${value}.`],
  );
}

/** A line for each figure that is no time in milliseconds above 0; one that is not given is well. */
export function wrongTimes(times: Readonly<Record<string, number | undefined>>): readonly string[] {
  return Object.entries(times).flatMap(([name, value]) =>
    value === undefined || (Number.isFinite(value) && value > 0)
      ? []
      : [`${name} must be a time in milliseconds above 0, not ${value}.`],
  );
}

/** @throws SettingsError with a line for each problem, each beginning with `what`. */
export function refuseWrong(what: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new SettingsError(problems.map((problem) => `${what}: ${problem}`));
}
