import { LabError } from "../core/errors.ts";

/** `az` ended with an error; the message is what it said. */
export class AzError extends LabError {
  /** 1 = failed, 2 = called wrongly, 3 = not there. */
  readonly exitCode: number;

  constructor(said: string, exitCode: number) {
    super(readable(said), { code: "AZ_FAILED", hint: hintFor(said) });
    this.exitCode = exitCode;
  }
}

/** The errors without warnings and the parts that say everything again. */
function readable(said: string): string {
  const lines = said
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^(?:WARNING:|Code: |Message: |Exception Details:)/.test(line));
  return lines.join("\n").replace(/^ERROR: /gm, "") || "az failed without a word.";
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/az login|AADSTS|not logged in|refresh token/i, "Sign in with az login and run this again."],
  [
    /soft-deleted|FlagMustBeSetForRestore|SoftDeletedState/i,
    "Run the clean-up: it purges what was deleted under this name.",
  ],
  [
    /AuthorizationFailed/i,
    "The signed-in user lacks the right to do this; Contributor and User Access Administrator on the group suffice.",
  ],
];

const hintFor = (said: string) => HINTS.find(([pattern]) => pattern.test(said))?.[1];
