import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newKey } from "../../../modules/src/server/index.ts";

/** A folder with what an orchestrator is started with; gone when it is closed. */
export interface HouseFiles {
  readonly folder: string;
  readonly ledger: string;
  /** A key that may ask. */
  readonly key: string;
  /** Flags that name the keys, the folder and free ports. */
  readonly access: readonly string[];
  /** File with the hash of that key. */
  readonly keys: string;
  /** Writes a configuration as JSON, which YAML understands, and gives its file. */
  writeConfig(config: object): string;
  /** The same flags with such a configuration. */
  flags(config: object): readonly string[];
  close(): void;
}

export function writeHouseFiles(): HouseFiles {
  const folder = mkdtempSync(join(tmpdir(), "served-"));
  const { key, sha256 } = newKey();
  const keys = join(folder, "keys.yaml");
  writeFileSync(keys, JSON.stringify({ keys: [{ name: "bench", tenant: "bench", sha256 }] }));
  const access = ["--keys", keys, "--state", folder, "--port", "0", "--metrics-port", "0"];
  const writeConfig = (config: object) => {
    const file = join(folder, "config.yaml");
    writeFileSync(file, JSON.stringify(config));
    return file;
  };
  return {
    folder,
    access,
    keys,
    ledger: join(folder, "ledger.sqlite"),
    key,
    writeConfig,
    flags: (config) => ["--config", writeConfig(config), ...access],
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** `npm run orchestrator` */
export const ORCHESTRATOR = new URL("../../orchestrator.mjs", import.meta.url);
