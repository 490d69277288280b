import { readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { LoadError } from "../documents/load-error.ts";
import { type ConfigSource, configInMemory, readConfigText } from "./config-source.ts";
import type { GatewayConfig } from "./gateway-config.ts";

/** A configuration, or the path of the file that holds one. */
export type GatewayConfigInput = string | GatewayConfig;

export interface GatewaySource {
  readonly config: GatewayConfigInput;
  /** Paths in the configuration are relative to it. Default: the folder of the configuration's file, else the current one. */
  readonly baseDir?: string | undefined;
  /** Lets policies name backends that the configuration does not have: for a policy that is read by itself. */
  readonly anyBackend?: boolean | undefined;
}

export interface OpenedSource {
  readonly source: ConfigSource;
  readonly baseDir: string;
  /** The configuration's own file and what it holds. */
  readonly own: readonly [string, string] | undefined;
}

/** @throws LoadError when the file cannot be read */
export function openSource({ config, baseDir }: GatewaySource): OpenedSource {
  if (typeof config !== "string") {
    return {
      source: configInMemory(config, "the configuration"),
      baseDir: resolve(baseDir ?? "."),
      own: undefined,
    };
  }
  const path = resolve(config);
  const text = readConfigFile(path);
  return {
    source: readConfigText(text, basename(path)),
    baseDir: resolve(baseDir ?? dirname(path)),
    own: [path, text],
  };
}

function readConfigFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    const message = code === "ENOENT" ? "This file does not exist." : `This file cannot be read (${code}).`;
    throw new LoadError([{ message, file: basename(path), line: 1, column: 1 }]);
  }
}
