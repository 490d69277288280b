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
  /** The same with a configuration of JSON, which YAML understands. */
  flags(config: object): readonly string[];
  close(): void;
}

export function writeHouseFiles(): HouseFiles {
  const folder = mkdtempSync(join(tmpdir(), "served-"));
  const { key, sha256 } = newKey();
  const keys = join(folder, "keys.yaml");
  writeFileSync(keys, JSON.stringify({ keys: [{ name: "bench", tenant: "bench", sha256 }] }));
  const access = ["--keys", keys, "--state", folder, "--port", "0", "--metrics-port", "0"];
  return {
    folder,
    access,
    ledger: join(folder, "ledger.sqlite"),
    key,
    flags(config) {
      const file = join(folder, "config.yaml");
      writeFileSync(file, JSON.stringify(config));
      return ["--config", file, ...access];
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** `npm run orchestrator` */
export const ORCHESTRATOR = new URL("../../orchestrator.mjs", import.meta.url);
