import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { paths } from "../config/paths.ts";
import { SettingsError } from "../core/errors.ts";

export const thresholdFile = join(paths.data, "cache", "threshold.json");

const share = z.number().min(0).max(1);
const measured = z.strictObject({
  hits: z.strictObject({ share, low: share, high: share }),
  falseHits: z.strictObject({ share, low: share, high: share }),
});
const schema = z.strictObject({
  /** Name of the model in data/models.json: the threshold is right for its vectors only. */
  embedder: z.string().min(1),
  /** Share of near misses that may get a wrong answer. */
  budget: share,
  threshold: share,
  /** Questions that it was chosen on. */
  dev: measured,
  /** Others, that it was not chosen on. */
  test: measured,
});

/** What `npm run cache:threshold -- --write` measured, and the threshold it chose. */
export type CacheThreshold = z.infer<typeof schema>;

/** @throws SettingsError when the file is missing or no threshold. */
export function readCacheThreshold(file: string = thresholdFile): CacheThreshold {
  const parsed = schema.safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw unusable(`${issue?.path.join(".") || "it"}: ${issue?.message ?? "is no threshold"}`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw unusable((error as NodeJS.ErrnoException).code ?? "it is no JSON");
  }
}

const unusable = (why: string) =>
  new SettingsError(
    [`The cache's threshold cannot be read (${why}).`],
    "Restore data/cache/threshold.json, or make it with npm run cache:threshold -- --write.",
  );
