import type { BackendDefinition } from "../backends/backend-definition.ts";
import { readBackends } from "../backends/read-backends.ts";
import type { LoadProblem } from "../documents/load-error.ts";
import { type ConfigSource, readConfigText } from "./config-source.ts";
import type { DocumentReader } from "./gateway-documents.ts";
import type { ReadGatewayConfig } from "./read-gateway-config.ts";

export interface BackendDefinitions {
  readonly definitions: readonly BackendDefinition[];
  /** Known also when something else is wrong, so that a policy's mention of a backend is not told as unknown. */
  readonly names: ReadonlySet<string>;
  readonly problems: readonly LoadProblem[];
  readonly warnings: readonly LoadProblem[];
}

const NONE: BackendDefinitions = { definitions: [], names: new Set(), problems: [], warnings: [] };

/** The backends of a configuration: a list in it, a JSON file, or a Bicep file. */
export async function readBackendDefinitions(
  { config, source }: ReadGatewayConfig,
  reader: DocumentReader,
): Promise<BackendDefinitions> {
  const { backends, namedValues = {} } = config;
  if (backends === undefined) return NONE;
  const found = typeof backends === "string" ? readFile(backends, source, reader) : listIn(source, backends);
  if (!found) return NONE;
  if (found.problems.length > 0) return { ...NONE, problems: found.problems };
  const read = readBackends(found, { namedValues: new Map(Object.entries(namedValues)) });
  return { ...read, names: namesIn(found.content) };
}

function listIn(source: ConfigSource, content: readonly unknown[]): ConfigSource {
  return { ...source, content, positionOf: (path) => source.positionOf(["backends", ...path]) };
}

function readFile(file: string, source: ConfigSource, reader: DocumentReader): ConfigSource | undefined {
  const document = reader.read(file, "backends", source.positionOf(["backends"]));
  return document && readConfigText(document.text, document.file);
}

function namesIn(content: unknown): ReadonlySet<string> {
  const resources: readonly unknown[] = Array.isArray(content) ? content : [];
  return new Set(
    resources.flatMap((resource) =>
      typeof resource === "object" && resource !== null && "name" in resource ? [String(resource.name)] : [],
    ),
  );
}
