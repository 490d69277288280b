import type { Clock } from "../core/clock.ts";
import type { Logger } from "../core/logger.ts";
import { createHotFile } from "./create-hot-file.ts";
import { createModelRegistry } from "./create-model-registry.ts";
import type { HotFile, HotFileEvent } from "./hot-file.ts";
import type { ModelRegistry, RegistryEvent } from "./model-registry.ts";
import { readRegistry } from "./read-registry.ts";
import type { RegistryConfig } from "./registry-config.ts";

export interface OpenRegistryOptions {
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Milliseconds between two looks at the file; default 1000. */
  readonly intervalMs?: number;
  readonly onEvent?: ((event: RegistryEvent | HotFileEvent) => void) | undefined;
}

export interface OpenRegistry {
  readonly registry: ModelRegistry;
  /** The file behind it; `file.start()` takes its changes while running. */
  readonly file: HotFile<RegistryConfig>;
}

/**
 * A registry over a YAML file in either style.
 * @throws SettingsError with file and line when the file cannot be used
 */
export function openModelRegistry(path: string, options: OpenRegistryOptions = {}): OpenRegistry {
  const registry = createModelRegistry(options);
  const file = createHotFile({ ...options, file: path, read: readRegistry, apply: registry.apply });
  return { registry, file };
}
