import { parseArgs } from "node:util";
import { runInTerminal } from "./testing/run-in-terminal.ts";
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

async function runChecks(): Promise<TestOutcome[]> {
  const outcomes: TestOutcome[] = [];
  for (const { name, args } of CHECKS) {
    const code = await runInTerminal(args);
    outcomes.push({ name, state: code === 0 ? "passed" : "failed" });
    console.log(`${code === 0 ? "✓" : "✗"} ${name}`);
  }
  return outcomes;
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
