import { resolve } from "node:path";
import { paths } from "../modules/src/config/paths.ts";
import { exercises } from "../modules/src/exercises/registry.ts";
import { checkLabs } from "./notebooks/check-labs.ts";
import { ensureBuilt } from "./notebooks/ensure-built.ts";
import { readLabList } from "./notebooks/lab-list.ts";
import { runCommand } from "./notebooks/run-command.ts";

const HELP = `Checks the labs without running them: stripped canonical form, labs.json and exercises in step, imports, length of
cells, and the strict types of all cells of a lab together, as given and solved.

  npm run labs:check -- [flags]

  --folder DIR   check the labs of DIR instead of labs/
  --help         this text
`;

await runCommand({
  help: HELP,
  flags: { folder: { type: "string", default: paths.labs } },
  async run(flags) {
    const folder = resolve(flags.folder);
    await ensureBuilt();
    const problems = checkLabs({
      folder,
      exerciseIds: Object.keys(exercises),
      answers: (id) => exercises[id]?.spec,
    });
    for (const problem of problems) console.error(problem);
    if (problems.length === 0) console.log(`✓ ${readLabList(folder).length} labs`);
    return problems.length === 0;
  },
});
