import { BicepError, evaluateBicep } from "../../azure/bicep/index.ts";
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
  const found = await findBackends(backends, config.backendParameters ?? {}, source, reader);
  if (!found) return NONE;
  if (found.problems.length > 0) return { ...NONE, problems: found.problems };
  return readBackends(found, { namedValues: new Map(Object.entries(namedValues)) });
}

async function findBackends(
  backends: string | readonly unknown[],
  parameters: BicepParameters,
  source: ConfigSource,
  reader: DocumentReader,
): Promise<ConfigSource | undefined> {
  if (typeof backends !== "string") {
    return { ...source, content: backends, positionOf: (path) => source.positionOf(["backends", ...path]) };
  }
  const document = reader.read(backends, "backends", source.positionOf(["backends"]));
  if (!document) return undefined;
  return backends.endsWith(".bicep")
    ? readBicepBackends(backends, parameters, reader)
    : readConfigText(document.text, document.file);
}

type BicepParameters = NonNullable<Parameters<typeof evaluateBicep>[1]>;

const BACKEND_TYPE = "microsoft.apimanagement/service/backends";

/** The backends among the resources that a Bicep file and its modules would create. */
async function readBicepBackends(
  file: string,
  parameters: BicepParameters,
  reader: DocumentReader,
): Promise<ConfigSource> {
  const nowhere = { file, line: 1, column: 1 };
  try {
    const { resources, files } = await evaluateBicep(reader.locate(file), parameters, {
      from: reader.locate("."),
    });
    for (const path of files.keys()) reader.note(path);
    const found = resources.filter(({ type }) => type.toLowerCase() === BACKEND_TYPE);
    return {
      file,
      content: found.map(({ name, properties }) => ({ name, properties })),
      problems: [],
      positionOf: ([index]) => found[Number(index)]?.position ?? nowhere,
    };
  } catch (error) {
    if (!(error instanceof BicepError)) throw error;
    return { file, content: undefined, problems: error.problems, positionOf: () => nowhere };
  }
}
