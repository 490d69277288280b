import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../modules/src/config/index.ts";
import { runCommand } from "./notebooks/run-command.ts";
import { OBSERVABILITY, writtenFiles } from "./observability/written-files.ts";

const HELP = `Writes the dashboards for Grafana and the workbook for Application Insights, in ${OBSERVABILITY}: the dashboards
from scripts/observability/boards, the workbook from the .kql files beside it.

  npm run observability -- [flags]

  --check   write nothing, fail when a file is out of step
  --help    this text
`;

await runCommand({
  help: HELP,
  flags: { check: { type: "boolean" } },
  async run({ check = false }) {
    const states = [...writtenFiles()].map(([path, text]) => {
      const file = join(paths.root, path);
      if (!check) writeFileSync(file, text);
      const isCurrent = existsSync(file) && readFileSync(file, "utf8").replaceAll("\r\n", "\n") === text;
      console.log(isCurrent ? `✓ ${path}` : `${path} is out of step. Run: npm run observability`);
      return isCurrent;
    });
    return states.every(Boolean);
  },
});
