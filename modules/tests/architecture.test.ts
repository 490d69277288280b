import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { paths } from "../src/config/paths.ts";

const src = join(paths.root, "modules", "src");

interface SourceFile {
  /** Path below src, with `/`. */
  readonly path: string;
  readonly room: string;
  readonly text: string;
  /** Rooms whose files it imports. */
  readonly rooms: readonly string[];
}

const files: readonly SourceFile[] = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts"))
  .map((entry) => {
    const path = relative(src, join(entry.parentPath, entry.name)).split(sep).join("/");
    const text = readFileSync(join(src, path), "utf8");
    const room = path.includes("/") ? (path.split("/")[0] ?? "") : "index";
    const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map((match) =>
      join(path, "..", match[1] ?? ""),
    );
    return {
      path,
      room,
      text,
      rooms: imports.map((target) => target.split(sep)[0] ?? "").filter((target) => target !== room),
    };
  });

const product = files.filter(({ path }) => !path.endsWith(".test.ts"));

/** What each room may import; a room that is not listed here does not exist. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  config: ["core"],
  privacy: ["core", "config", "chat"],
  chat: ["core", "config"],
  catalog: ["core", "config", "chat"],
  resilience: ["core", "config", "chat", "catalog"],
  cost: ["core", "config", "chat", "catalog"],
  cache: ["core", "config", "chat"],
  context: ["core", "config", "chat", "catalog"],
  onnx: ["core", "config"],
  routers: ["core", "config", "chat", "catalog", "resilience", "onnx"],
  telemetry: ["core", "config", "chat", "cost", "routers", "resilience"],
  experiments: ["core", "config", "chat", "catalog"],
  retrieval: ["core", "config", "chat"],
  models: ["core", "config", "chat"],
  training: ["core", "config", "chat", "onnx", "routers", "evaluation"],
  providers: ["core", "config", "chat", "catalog", "cost", "context", "resilience"],
  orchestrator: [
    "core",
    "config",
    "chat",
    "catalog",
    "cost",
    "cache",
    "context",
    "routers",
    "resilience",
    "providers",
    "experiments",
  ],
  evaluation: [
    "core",
    "config",
    "chat",
    "catalog",
    "cost",
    "cache",
    "context",
    "routers",
    "resilience",
    "providers",
    "orchestrator",
  ],
  server: [
    "core",
    "config",
    "chat",
    "catalog",
    "cost",
    "cache",
    "context",
    "routers",
    "resilience",
    "experiments",
    "retrieval",
    "orchestrator",
    "telemetry",
  ],
  finetune: ["core", "config", "chat", "catalog", "cost", "routers", "providers", "evaluation"],
  azure: ["core", "config"],
  apim: ["core", "config", "chat", "catalog", "cost", "azure"],
  "lab-cloud": [
    "core",
    "config",
    "chat",
    "catalog",
    "cost",
    "routers",
    "models",
    "finetune",
    "apim",
    "azure",
  ],
  notebook: [
    "core",
    "config",
    "chat",
    "catalog",
    "cost",
    "context",
    "routers",
    "models",
    "providers",
    "orchestrator",
    "telemetry",
    "lab-cloud",
    "apim",
    "azure",
  ],
  testing: ["core", "config", "chat", "catalog", "cost", "routers"],
  exercises: [
    "core",
    "config",
    "chat",
    "catalog",
    "cost",
    "cache",
    "routers",
    "orchestrator",
    "notebook",
    "apim",
    "lab-cloud",
  ],
  doctor: ["core", "config", "catalog", "models", "providers"],
  index: ["core", "config", "chat", "catalog", "cost", "context", "routers", "providers", "orchestrator"],
};

describe("the house of modules", () => {
  test("has the rooms we know", () => {
    expect(product.length).toBeGreaterThan(30);
    expect([...new Set(product.map(({ room }) => room))].filter((room) => !(room in ARROWS))).toEqual([]);
  });

  test("has arrows in one direction only", () => {
    const wrong = product.flatMap(({ path, room, rooms }) =>
      rooms.filter((target) => !ARROWS[room]?.includes(target)).map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("reads process.env in config only", () => {
    expect(
      pathsWhere(
        product,
        ({ room, text }) => room !== "config" && /process\.env|\benv\b[^;]*from "node:process"/.test(text),
      ),
    ).toEqual([]);
  });

  test("prints nothing: whoever starts it passes a Logger", () => {
    expect(
      pathsWhere(product, ({ text }) => /\bconsole\.|process\.std(?:out|err)\.write/.test(code(text))),
    ).toEqual(PRINTS);
  });

  test("waits for nothing at import", () => {
    expect(pathsWhere(product, ({ text }) => /^(?:const .*= )?await /m.test(text))).toEqual([]);
  });

  test("opens no port at import", async () => {
    const before = listeners();
    for (const { path } of product.filter(({ path }) => path.endsWith("index.ts")))
      await import(join(src, path));
    expect(listeners()).toEqual(before);
  });

  test("keeps its files small", () => {
    expect(pathsWhere(files, ({ text }) => text.split("\n").length > 401)).toEqual([]);
  });

  test("keeps tests and scripts small too", () => {
    const longOnes = ["modules/tests", "modules/bin", "scripts", "infra"].flatMap((folder) =>
      readdirSync(join(paths.root, folder), { recursive: true, encoding: "utf8" })
        .filter((path) => /\.[cm]?tsx?$|\.[cm]js$|\.py$/.test(path))
        .map((path) => join(folder, path))
        .filter((path) => readFileSync(join(paths.root, path), "utf8").split("\n").length > 401),
    );
    expect(longOnes).toEqual([]);
  });

  test("names its files as what they hold, and nothing vaguely", () => {
    const vague = /(?:^|[/-])(?:utils?|helpers?|manager|common|base|misc|v2)(?:[.-]|$)/;
    expect(pathsWhere(files, ({ path }) => vague.test(path) || !/^[a-z0-9/.-]+$/i.test(path))).toEqual([]);
  });

  test("opens every room at one door", () => {
    const rooms = [...new Set(product.map(({ room }) => room))].filter((room) => room !== "index");
    expect(rooms.filter((room) => !product.some(({ path }) => path === `${room}/index.ts`))).toEqual([]);
  });
});

/** The one file that writes into a notebook's cell output. */
const PRINTS: readonly string[] = ["notebook/display.ts"];

/** Listeners that are open. */
const listeners = () =>
  process
    .getActiveResourcesInfo()
    .filter((kind) => kind.includes("Server"))
    .sort();

function pathsWhere(of: readonly SourceFile[], wrong: (file: SourceFile) => boolean): string[] {
  return of.filter(wrong).map(({ path }) => path);
}

/** The text without comments, in which examples may print. */
const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
