import { paths } from "../modules/src/config/paths.ts";
import { readLabList } from "./notebooks/lab-list.ts";
import { updateLabTables } from "./notebooks/lab-table.ts";
import { runCommand } from "./notebooks/run-command.ts";

const HELP = `Writes the table of labs from labs/labs.json into README.md and labs/README.md.

  npm run labs:table -- [flags]

  --check   write nothing, fail when a table is out of step
  --help    this text
`;

await runCommand({
  help: HELP,
  flags: { check: { type: "boolean" } },
  async run({ check = false }) {
    const stale = updateLabTables(readLabList(paths.labs), { write: !check });
    for (const page of stale)
      console.log(
        check ? `The table of labs in ${page} is out of step. Run: npm run labs:table` : `✓ ${page}`,
      );
    return !check || stale.length === 0;
  },
});
