import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import { paths } from "../../modules/src/config/paths.ts";
import { LabError } from "../../modules/src/core/errors.ts";
import { lastLines, runCommand } from "../setup/command.mjs";
import type { PythonTools } from "./python-tools.ts";

/** Languages that a client is made for. */
export const LANGUAGES = ["typescript", "python"] as const;

export type Language = (typeof LANGUAGES)[number];

/**
 * The OpenAPI document of a running server.
 * @throws LabError when there is none
 */
export async function fetchDocument(url: string): Promise<OpenAPI3> {
  const address = `${url.replace(/\/$/, "")}/openapi.json`;
  const document: unknown = await fetch(address)
    .then((response) => (response.ok ? response.json() : undefined))
    .catch(() => undefined);
  if (isDocument(document)) return document;
  throw new LabError(`There is no OpenAPI document at ${address}.`, {
    code: "OPENAPI_ABSENT",
    hint: "Name the address of a running orchestrator by --url, without /v1.",
  });
}

const isDocument = (value: unknown): value is OpenAPI3 =>
  typeof value === "object" && value !== null && "openapi" in value && "paths" in value;

/** Types of every path from openapi-typescript, and a client of openapi-fetch that holds to them. */
export async function writeTypeScriptClient(document: OpenAPI3, folder: string): Promise<void> {
  empty(folder);
  const schema = astToString(await openapiTypescript(withoutStreams(document)));
  writeFileSync(join(folder, "schema.ts"), schema);
  writeFileSync(join(folder, "index.ts"), TYPESCRIPT_CLIENT);
  const about = {
    name: "orchestrator-client",
    version: document.info.version,
    private: true,
    type: "module",
  };
  const manifest = { ...about, exports: "./index.ts", dependencies: { "openapi-fetch": fetchVersion() } };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** As this workshop has it. */
function fetchVersion(): string {
  const { devDependencies } = JSON.parse(readFileSync(join(paths.root, "package.json"), "utf8"));
  return devDependencies["openapi-fetch"];
}

/** These clients read whole answers: an answer that may also come as events would be of two types. */
function withoutStreams(document: OpenAPI3): OpenAPI3 {
  const text = JSON.stringify(document, (name, value) => (name === EVENTS ? undefined : value));
  return JSON.parse(text);
}

const EVENTS = "text/event-stream";

const TYPESCRIPT_CLIENT = `import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.ts";

export type { components, paths };
export type ErrorBody = components["schemas"]["ErrorBody"];

/** Asks the orchestrator at \`baseUrl\` (\`http://127.0.0.1:8000\`, without /v1). */
export function createOrchestratorClient(options: {
  readonly baseUrl: string;
  readonly apiKey?: string;
}): Client<paths> {
  const { baseUrl, apiKey } = options;
  return createClient<paths>({
    baseUrl,
    ...(apiKey !== undefined && { headers: { authorization: \`Bearer \${apiKey}\` } }),
  });
}
`;

const PYTHON_NAMES = join(import.meta.dirname, "python-client.yaml");

/**
 * The package \`orchestrator_client\` from openapi-python-client, with a pyproject.toml.
 * @throws LabError with the generator's last line when it fails or leaves an operation out
 */
export async function writePythonClient(
  document: OpenAPI3,
  folder: string,
  { program, env }: PythonTools,
): Promise<void> {
  empty(folder);
  const file = join(folder, "openapi.json");
  writeFileSync(file, JSON.stringify(withoutStreams(document)));
  const { code, output } = await runCommand(
    program("openapi-python-client"),
    [
      "generate",
      "--path",
      file,
      "--config",
      PYTHON_NAMES,
      "--output-path",
      folder,
      "--overwrite",
      "--fail-on-warning",
    ],
    { env },
  );
  if (code !== 0)
    throw new LabError(`The Python client was not made: ${lastLines(output, 3).join(" ").trim()}`, {
      code: "CLIENT_FAILED",
    });
}

function empty(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
