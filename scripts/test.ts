import { parseArgs } from "node:util";
import { paths } from "../modules/src/config/index.ts";
import { runCommand } from "./setup/command.mjs";
import { runVitest } from "./testing/run-vitest.ts";
import { summarise, type TestOutcome } from "./testing/test-outcome.ts";

const HELP = `npm test [-- PATTERN ...]
Runs lint, the types and all tests, and closes with the line "N passed, N failed, N skipped".
With patterns, only the tests whose file names contain one of them; lint and types are left out.
`;

const CHECKS = [
  { name: "format and lint (biome)", args: ["node_modules/@biomejs/biome/bin/biome", "check"] },
  { name: "unused files, exports and dependencies (knip)", args: ["node_modules/knip/bin/knip.js"] },
  { name: "types (tsc)", args: ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"] },
];

/** Side by side, as two of them use one core only; each tells what it found in one piece. */
function runChecks(): Promise<TestOutcome[]> {
  return Promise.all(
    CHECKS.map(async ({ name, args }): Promise<TestOutcome> => {
      const { code, output } = await runCommand(process.execPath, args, { cwd: paths.root });
      console.log(code === 0 ? `✓ ${name}` : `${output.trimEnd()}\n✗ ${name}`);
      return { name, state: code === 0 ? "passed" : "failed" };
    }),
  );
}

function readArguments() {
  try {
    const options = { help: { type: "boolean", short: "h" } } as const;
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    const [sentence] = (error instanceof Error ? error.message : String(error)).split(". ");
    console.error(`${sentence}. See npm test -- --help.`);
    return undefined;
  }
}

const given = readArguments();
if (!given) process.exitCode = 2;
else if (given.values.help) console.log(HELP.trimEnd());
else {
  const checks = given.positionals.length > 0 ? [] : await runChecks();
  const outcomes = [...checks, ...(await runVitest(given.positionals))];
  console.log(`\n${summarise(outcomes).join("\n")}`);
  if (outcomes.some((outcome) => outcome.state === "failed")) process.exitCode = 1;
}
