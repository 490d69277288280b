import { LabError } from "../modules/src/core/errors.ts";
import { startLabOrchestrator } from "./clients/lab-orchestrator.ts";
import { preparePythonTools } from "./clients/python-tools.ts";
import { type FuzzReport, runSchemathesis } from "./fuzz-api/run-schemathesis.ts";
import { runCommand } from "./notebooks/run-command.ts";
import { readWhole } from "./scoring/read-flag.ts";
import { endCommands } from "./setup/command.mjs";

const HELP = `npm run fuzz:api -- [flags]
Generates requests from the orchestrator's OpenAPI document by schemathesis, valid and not, and holds the answers to it: no
status, content type or body that it does not declare, no 500, and nothing that breaks the schema is accepted. The orchestrator is
one of its own with a lab cloud behind it, unless one is named.

  --requests N   at least so many requests (5000)
  --url URL      fuzz this running orchestrator, without /v1. It answers for real: that may cost money
  --seed N       the same seed generates the same requests (1)
  --json         print the report as JSON
  --help         this text

The key for --url is read from ORCHESTRATOR_KEY. Exit code 1 when an answer is not as declared.
`;

const FLAGS = {
  requests: { type: "string", default: "5000" },
  url: { type: "string" },
  seed: { type: "string", default: "1" },
  json: { type: "boolean", default: false },
} as const;

async function openTarget(url: string | undefined) {
  if (url === undefined) return startLabOrchestrator({ withKey: true });
  const key = process.env.ORCHESTRATOR_KEY ?? "not-needed";
  return { url: url.replace(/\/$/, ""), key, log: () => "", close: async () => {} };
}

function printReport({ requests, statuses, failures }: FuzzReport): void {
  const totals = new Map<string, number>();
  for (const found of Object.values(statuses))
    for (const [status, count] of Object.entries(found))
      totals.set(status, (totals.get(status) ?? 0) + count);
  const told = [...totals].sort().map(([status, count]) => `${status}: ${count.toLocaleString("en")}`);
  console.log(
    `${requests.toLocaleString("en")} requests to ${Object.keys(statuses).length} operations. ${told.join(", ")}.`,
  );
  for (const { title, operations, details } of failures)
    console.log(`\n✗ ${title}: ${operations.join(", ")}\n${details}`);
  if (failures.length === 0) console.log("Every answer is as the document declares it, and none is a 500.");
}

process.once("exit", endCommands);

await runCommand({
  help: HELP,
  flags: FLAGS,
  async run({ requests, url, seed, json }) {
    const least = readWhole("requests", requests);
    const from = readWhole("seed", seed);
    const tools = await preparePythonTools();
    if ("missing" in tools)
      throw new LabError(`${tools.missing}.`, {
        code: "TOOLS_MISSING",
        hint: "Python 3.10 or newer and PyPI are needed.",
      });
    const target = await openTarget(url);
    try {
      const report = await runSchemathesis({
        tools,
        url: target.url,
        key: target.key,
        requests: least,
        seed: from,
        onRound: (count) =>
          console.error(`${count.toLocaleString("en")} of ${least.toLocaleString("en")} requests`),
      });
      if (json) console.log(JSON.stringify(report, null, 2));
      else printReport(report);
      if (report.failures.length > 0 && target.log() !== "")
        console.error(target.log().trim().split("\n").slice(-20).join("\n"));
      return report.failures.length === 0;
    } finally {
      await target.close();
    }
  },
});
