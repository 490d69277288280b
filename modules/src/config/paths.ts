import { join, resolve } from "node:path";

/** The repository's folder: three up from `modules/src/config` as from `modules/dist/config`. */
const root = resolve(import.meta.dirname, "../../..");

/** Where things lie. `cache` and `out` are made by us and may be deleted at any time. */
export const paths = {
  root,
  labs: join(root, "labs"),
  data: join(root, "data"),
  cache: join(root, ".cache"),
  models: join(root, ".cache", "models"),
  out: join(root, ".out"),
  envFile: join(root, ".env"),
} as const;
