import { join } from "node:path";
import { z } from "zod";
import { paths } from "../config/paths.ts";
import { readYaml } from "../config/read-yaml.ts";

/** A question that looks like an order to a router, and is none. */
export interface HarmlessText {
  readonly name: string;
  readonly text: string;
}

const harmlessFile = join(paths.data, "routers", "harmless.yaml");

const schema: z.ZodType<readonly HarmlessText[]> = z
  .array(z.strictObject({ name: z.string().regex(/^[a-z0-9-]+$/), text: z.string().min(1) }))
  .min(1);

/**
 * Reads questions that a router's screen has to leave whole.
 * @throws SettingsError naming file, place and problem.
 */
export function readHarmless(file: string = harmlessFile): readonly HarmlessText[] {
  return readYaml(file, "The file of harmless texts", schema).content;
}
