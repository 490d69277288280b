import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { type Plugin, rolldown } from "rolldown";
import { stateOf } from "./bundle.mjs";

const root = resolve(import.meta.dirname, "../..");
const home = join(root, ".cache", "server");

/** What the bundle's making itself depends on, and the packages that are part of it. */
const ALWAYS = [
  "scripts/orchestrator/make-bundle.ts",
  "scripts/orchestrator/bundle.mjs",
  "node_modules/.package-lock.json",
];

/** The file that begins its thread from the file beside it; in the bundle that is a bundle, too. */
const LEDGER = join(root, "modules/src/cost/start-ledger-thread.ts");

const isPackage = (id: string) => id.includes(`${sep}node_modules${sep}`);

/** What is imported while the server runs comes from the packages and sources, as it does without a bundle. */
const laterFromSources: Plugin = {
  name: "later-from-sources",
  async resolveId(source, importer, { kind }) {
    if (kind !== "dynamic-import" || importer === undefined || isPackage(importer)) return undefined;
    if (!source.startsWith(".")) return { id: source, external: true };
    return { id: pathToFileURL(resolve(dirname(importer), source)).href, external: true };
  },
};

/**
 * Node's own modules as they are. An `import` of them reads all they export, and so loads what nobody asks for: that of `node:http`
 * a whole client with `fetch` and WebSocket, 12 MB.
 */
const builtinsAsTheyAre: Plugin = {
  name: "builtins-as-they-are",
  // What joins the files needs that one before all else.
  resolveId: (source) => (source.startsWith("node:") && source !== "node:module" ? `\0${source}` : undefined),
  load: (id) =>
    id.startsWith("\0node:")
      ? `module.exports = process.getBuiltinModule(${JSON.stringify(id.slice(1))});`
      : undefined,
};

/** Sources find their folder, threads and data where they lie. */
const placesOfSources: Plugin = {
  name: "places-of-sources",
  transform(code, id) {
    if (isPackage(id) || id.startsWith("\0") || id === LEDGER || !code.includes("import.meta."))
      return undefined;
    return code
      .replaceAll("import.meta.dirname", JSON.stringify(dirname(id)))
      .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href));
  },
};

async function bundle(entry: string, file: string): Promise<readonly string[]> {
  const build = await rolldown({
    input: join(root, entry),
    platform: "node",
    plugins: [laterFromSources, builtinsAsTheyAre, placesOfSources],
    logLevel: "silent",
  });
  const { output } = await build.write({ file, format: "esm", codeSplitting: false, comments: false });
  await build.close();
  return output.flatMap((chunk) => ("moduleIds" in chunk ? chunk.moduleIds : []));
}

/** A source that changes while it is read has no state that it could be found in: the next start makes the bundle anew. */
const stateBefore = (time: number, file: string) =>
  (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < time ? stateOf(file) : "changing";

async function makeBundle(): Promise<void> {
  const draft = join(home, `draft-${process.pid}`);
  const startedAt = Date.now();
  try {
    const modules = [
      ...(await bundle("scripts/orchestrator.ts", join(draft, "orchestrator.js"))),
      ...(await bundle("modules/src/cost/ledger-thread.ts", join(draft, "ledger-thread.js"))),
    ];
    writeFileSync(join(draft, "package.json"), '{"type":"module"}\n');
    const files = new Set(
      modules.filter((id) => !isPackage(id) && !id.startsWith("\0")).map((id) => relative(root, id)),
    );
    const sources = [...ALWAYS, ...[...files].map((path) => path.split(sep).join("/")).sort()].map(
      (path) => [path, stateBefore(startedAt, join(root, path))] as const,
    );
    const folder = createHash("sha256")
      .update(JSON.stringify([root, sources]))
      .digest("hex")
      .slice(0, 16);
    keep(draft, join(home, folder));
    const made = ["orchestrator.js", "ledger-thread.js"].map((name) => {
      const path = `.cache/server/${folder}/${name}`;
      return [path, stateOf(join(root, path))] as const;
    });
    const manifest = join(home, `current-${process.pid}.json`);
    writeFileSync(manifest, JSON.stringify({ root, folder, files: [...made, ...sources] }));
    renameSync(manifest, join(home, "current.json"));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Of two servers that start at once, the bundle of the first stays. */
function keep(draft: string, folder: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

mkdirSync(home, { recursive: true });
await makeBundle();
