/** How one test or check ended. */
export interface TestOutcome {
  /** `modules/src/core/errors.test.ts > explains itself`, or a check's name. */
  readonly name: string;
  readonly state: "passed" | "failed" | "skipped";
  /** One line: why it was skipped, or what failed. */
  readonly reason?: string;
}

/** Every outcome that is not a pass, then the one closing line. */
export function summarise(outcomes: readonly TestOutcome[]): string[] {
  const of = (state: TestOutcome["state"]) => outcomes.filter((outcome) => outcome.state === state);
  const [failed, skipped] = [of("failed"), of("skipped")];
  return [
    ...(skipped.length > 0 ? ["Skipped:", ...skipped.map((one) => `  - ${one.name}${reasonOf(one)}`)] : []),
    ...(failed.length > 0
      ? ["Failed:", ...failed.map((one) => `  ✗ ${one.name}${one.reason ? `: ${one.reason}` : ""}`)]
      : []),
    `${of("passed").length} passed, ${failed.length} failed, ${skipped.length} skipped`,
  ];
}

/** A skipped test's reason, unless its name tells it already: `a real model (skipped: MODEL missing)`. */
function reasonOf({ name, reason }: { readonly name: string; readonly reason?: string }): string {
  if (reason !== undefined) return `: ${reason}`;
  return name.includes("(skipped") ? "" : ": no reason given";
}
