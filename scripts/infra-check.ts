import { paths } from "../modules/src/config/paths.ts";
import { checkInfra } from "./infra/check-infra.ts";
import { describeFinding } from "./infra/infra-finding.ts";
import { findPycep } from "./infra/run-pycep.ts";
import { readSeconds, runCommand } from "./notebooks/run-command.ts";

const HELP = `Checks the Azure templates without Azure: every Bicep file with the grammar of tree-sitter, and with pycep where a Python has
it; what the templates deploy, by evaluating them: names, outputs, parameters of modules; and that the emulator loads the
gateway in them, policies and backends, as they would be deployed. It proves no deployment: no Bicep compiler and no Azure
looks at anything.

  npm run infra:check -- [flags]

  --python PATH     Python with pycep (pip install pycep-parser==0.7.1); default: the workshop's, else the machine's
  --no-pycep        leave pycep out
  --time-limit S    seconds that pycep may take for one file (default: 20)
  --help            this text
`;

await runCommand({
  help: HELP,
  flags: {
    python: { type: "string" },
    "no-pycep": { type: "boolean", default: false },
    "time-limit": { type: "string", default: "20" },
  },
  async run(flags) {
    const timeoutMs = readSeconds("time-limit", flags["time-limit"]);
    const python = flags["no-pycep"] ? undefined : await findPycep(flags.python, paths.root);
    if (flags.python !== undefined && python === undefined && !flags["no-pycep"])
      throw new Error(`${flags.python} has no pycep: pip install pycep-parser==0.7.1`);
    const { findings, lines } = await checkInfra({ root: paths.root, python, timeoutMs });
    for (const line of lines) console.log(`✓ ${line}`);
    if (python === undefined) console.log("  skipped: pycep (no Python here has it, or --no-pycep)");
    for (const finding of findings) console.error(`✗ ${describeFinding(finding)}`);
    return findings.length === 0;
  },
});
