import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The file of the first lab in labs/labs.json, relative to the repository; `undefined` when there is none. */
export function findFirstLab(labsFolder: string): string | undefined {
  try {
    const [first] = JSON.parse(readFileSync(join(labsFolder, "labs.json"), "utf8"));
    const file = `${first.number}-${first.slug}.ipynb`;
    return existsSync(join(labsFolder, file)) ? `labs/${file}` : undefined;
  } catch {
    return undefined;
  }
}
