import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { paths } from "../modules/src/config/paths.ts";
import { notebookFiles } from "./notebooks/check-labs.ts";
import { parseNotebook, stripNotebook } from "./notebooks/document.ts";
import { runCommand } from "./notebooks/run-command.ts";
import { writeNotebook } from "./notebooks/write-notebook.ts";

const HELP = `Writes every lab in its one form: no outputs, no editor metadata, nbformat's own bytes.

  npm run labs:clean -- [flags]

  --folder DIR   clean the notebooks of DIR instead of labs/
  --help         this text
`;

await runCommand({
  help: HELP,
  flags: { folder: { type: "string", default: paths.labs } },
  async run(flags) {
    const folder = resolve(flags.folder);
    for (const file of notebookFiles(folder)) {
      const path = join(folder, file);
      const before = readFileSync(path, "utf8");
      const after = writeNotebook(stripNotebook(parseNotebook(before, `labs/${file}`)));
      if (after === before) continue;
      writeFileSync(path, after);
      console.log(`✓ labs/${file} cleaned`);
    }
    return true;
  },
});
