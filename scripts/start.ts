import { loadSettings, paths } from "../modules/src/config/index.ts";
import { explainError } from "../modules/src/core/index.ts";
import { describeFlags, FlagError, readFlags, startFlags } from "./setup/flags.mjs";
import { hasJupyter } from "./setup/jupyter.mjs";
import { describeBusyPorts } from "./start/busy-ports.ts";
import { refuseSecondWorkshop } from "./start/lab-cloud-file.ts";
import { findClashes, planPorts } from "./start/port-plan.ts";
import { runWorkshop } from "./start/run-workshop.ts";

const HELP = `node scripts/start.ts [FLAGS]
Runs the lab cloud and JupyterLab until Ctrl-C. npm start makes all ready before.

${describeFlags(startFlags)}`;

async function start(args: readonly string[]): Promise<number> {
  const { switches, texts } = readFlags(args, startFlags, "npm start -- --help");
  if (switches.has("help")) {
    console.log(HELP);
    return 0;
  }
  const { settings, warnings } = loadSettings();
  for (const warning of warnings) console.warn(`! ${warning}`);
  const withJupyter = !switches.has("no-jupyter") && hasJupyter(paths.root);
  const ports = planPorts(settings.ports, texts);
  const planned = [ports.labHttp, ports.labHttps, ports.localModel, ...(withJupyter ? [ports.jupyter] : [])];
  const clashes = findClashes(planned);
  await refuseSecondWorkshop();
  const problems = clashes.length > 0 ? clashes : await describeBusyPorts(planned);
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    return 1;
  }
  await runWorkshop({
    ports,
    timeScale: settings.lab.timeScale ?? 1,
    withJupyter,
    open: !switches.has("no-open"),
  });
  return 0;
}

try {
  // A library that still holds something open shall not keep a stopped workshop alive.
  process.exit(await start(process.argv.slice(2)));
} catch (error) {
  console.error(explainError(error));
  process.exit(error instanceof FlagError ? 2 : 1);
}
