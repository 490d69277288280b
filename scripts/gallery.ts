import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { paths } from "../modules/src/config/paths.ts";
import { exercises } from "../modules/src/exercises/registry.ts";
import { type Notebook, parseNotebook } from "./notebooks/document.ts";
import { ensureBuilt } from "./notebooks/ensure-built.ts";
import { buildGallery, PAGE_LIMIT_BYTES } from "./notebooks/gallery/build-gallery.ts";
import type { GalleryLab } from "./notebooks/gallery/render-page.ts";
import { type LabEntry, labFile, readLabList } from "./notebooks/lab-list.ts";
import { NotebookError } from "./notebooks/notebook-error.ts";
import { runCommand } from "./notebooks/run-command.ts";
import { runLabs } from "./notebooks/run-lab.ts";
import { writeNotebook } from "./notebooks/write-notebook.ts";

const HELP = `Renders the executed labs as a static site: no scripts, no requests, light or dark as the reader's system.

  npm run gallery -- [flags]

  --from DIR     take notebooks that npm run labs -- --write DIR executed, instead of running the labs now
  --to DIR       write the site here (.out/gallery); the folder is emptied first
  --folder DIR   read labs.json and the labs from DIR instead of labs/
  --help         this text
`;

/** Runs the labs; executed copies are kept in .out/labs. */
async function execute(labs: readonly LabEntry[], folder: string): Promise<GalleryLab[]> {
  await ensureBuilt();
  const runs = await runLabs(labs, {
    folder,
    choice: "given",
    answers: (id) => exercises[id]?.spec,
    cwd: paths.labs,
    cellLimitMs: 120_000,
    notebookLimitMs: 600_000,
    atOnce: 2,
    onRun: ({ summary, problems }) =>
      console.log([summary, ...problems.map((line) => `  ${line}`)].join("\n")),
  });
  if (runs.some(({ problems }) => problems.length > 0))
    throw new NotebookError("A lab failed; no gallery was made.", "Mend the lines above.");
  const kept = join(paths.out, "labs");
  mkdirSync(kept, { recursive: true });
  return runs.map(({ lab, notebook = { cells: [] } }) => {
    writeFileSync(join(kept, labFile(lab)), writeNotebook(notebook));
    return { entry: lab, notebook };
  });
}

function readExecuted(labs: readonly LabEntry[], folder: string): GalleryLab[] {
  return labs.map((entry) => ({ entry, notebook: readOne(entry, folder) }));
}

function readOne(entry: LabEntry, folder: string): Notebook {
  const path = join(folder, labFile(entry));
  if (!existsSync(path))
    throw new NotebookError(`${labFile(entry)} is not in that folder.`, "Run: npm run labs -- --write DIR");
  return parseNotebook(readFileSync(path, "utf8"), labFile(entry));
}

await runCommand({
  help: HELP,
  flags: {
    from: { type: "string" },
    to: { type: "string", default: join(paths.out, "gallery") },
    folder: { type: "string", default: paths.labs },
  },
  async run(flags) {
    const folder = resolve(flags.folder);
    const entries = readLabList(folder);
    const labs =
      flags.from === undefined ? await execute(entries, folder) : readExecuted(entries, resolve(flags.from));
    const origin = { date: new Date().toISOString().slice(0, 10), node: process.version };
    const pages = buildGallery(labs, resolve(flags.to), origin);
    for (const { title, bytes, textBytes } of pages)
      console.log(
        `${textBytes > PAGE_LIMIT_BYTES ? "✗" : "✓"} ${title} ${kilobytes(bytes)} kB, ${kilobytes(textBytes)} kB without figures`,
      );
    console.log(join(resolve(flags.to), "index.html"));
    return pages.every(({ textBytes }) => textBytes <= PAGE_LIMIT_BYTES);
  },
});

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
