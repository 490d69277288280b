import { basename, dirname, relative, resolve } from "node:path";
import { BicepError, type PlainValue, readGatewayFromBicep } from "../../azure/bicep/index.ts";
import { LoadError } from "../documents/load-error.ts";
import { type ConfigSource, configInMemory, readConfigText } from "./config-source.ts";
import type { GatewayConfig } from "./gateway-config.ts";
import { readText } from "./gateway-documents.ts";

/** A configuration, or the path of a file that holds one: `gateway.json`, or the Bicep file that deploys the gateway to Azure. */
export type GatewayConfigInput = string | GatewayConfig;

export interface GatewaySource {
  readonly config: GatewayConfigInput;
  /** Paths in the configuration are relative to it. Default: the folder of the configuration's file, else the current one. */
  readonly baseDir?: string | undefined;
  /** Parameters of a Bicep file. */
  readonly parameters?: Readonly<Record<string, PlainValue>> | undefined;
  /** Lets policies name backends that the configuration does not have: for a policy that is read by itself. */
  readonly anyBackend?: boolean | undefined;
}

export interface OpenedSource {
  readonly source: ConfigSource;
  readonly baseDir: string;
  /** The file that a policy's text came from, when the configuration holds texts of files. */
  fileOf(text: string): string | undefined;
}

const nothing = () => undefined;

/**
 * @param files takes the absolute path and the text of each file that is read
 * @throws LoadError when a file cannot be read
 */
export async function openSource(
  { config, baseDir, parameters }: GatewaySource,
  files: Map<string, string | undefined>,
): Promise<OpenedSource> {
  if (typeof config !== "string") {
    const source = configInMemory(config, "the configuration");
    return { source, baseDir: resolve(baseDir ?? "."), fileOf: nothing };
  }
  const path = resolve(config);
  const folder = resolve(baseDir ?? dirname(path));
  const text = readText(path);
  files.set(path, text);
  if (text === undefined) throw missing(path);
  if (path.endsWith(".bicep")) return openBicep(path, folder, parameters, files);
  return { source: readConfigText(text, basename(path)), baseDir: folder, fileOf: nothing };
}

async function openBicep(
  path: string,
  baseDir: string,
  parameters: GatewaySource["parameters"],
  files: Map<string, string | undefined>,
): Promise<OpenedSource> {
  try {
    const read = await readGatewayFromBicep(path, parameters, { from: baseDir });
    for (const file of read.files.keys()) files.set(file, readText(file));
    const fileOf = (text: string) => {
      const file = read.fileOf(text);
      return file && relative(baseDir, file).replaceAll("\\", "/");
    };
    return { source: configInMemory(read.config, basename(path)), baseDir, fileOf };
  } catch (error) {
    if (error instanceof BicepError) throw new LoadError(error.problems);
    throw error;
  }
}

function missing(path: string): LoadError {
  const message = "This file does not exist or cannot be read.";
  return new LoadError([{ message, file: basename(path), line: 1, column: 1 }]);
}
