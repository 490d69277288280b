import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { LineCounter, type Node, parseDocument } from "yaml";
import { z } from "zod";
import { paths } from "../config/paths.ts";
import { SettingsError } from "../core/errors.ts";
import { type Catalog, createCatalog } from "./catalog.ts";

const price = z.number().min(0);
const isoDate = z.union([z.iso.date(), z.date().transform((date) => date.toISOString().slice(0, 10))]);

const fileSchema = z.strictObject({
  prices: z.strictObject({ checked: isoDate, source: z.url() }),
  models: z.array(
    z.strictObject({
      name: z.string().min(1),
      version: z.union([z.string().min(1), z.date().transform((date) => date.toISOString().slice(0, 10))]),
      publisher: z.string().min(1),
      kind: z.literal("chat"),
      contextTokens: z.int().min(1),
      maxOutputTokens: z.int().min(1),
      usdPerMillion: z.strictObject({ input: price, output: price }),
    }),
  ),
  deployments: z.array(
    z.strictObject({ name: z.string().min(1), model: z.string(), region: z.string().min(1) }),
  ),
});

export const catalogFile = join(paths.data, "catalog.yaml");

/**
 * Reads the models, prices and deployments of a YAML file.
 * @throws SettingsError with file, line and what is expected there.
 */
export function readCatalog(file: string = catalogFile): Catalog {
  const lines = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter: lines });
  const at = (offset: number | undefined) => `${basename(file)} line ${lines.linePos(offset ?? 0).line}`;
  if (document.errors.length > 0) {
    throw new SettingsError(
      document.errors.map((error) => `${at(error.pos[0])}: ${firstLine(error.message)}`),
    );
  }
  const parsed = fileSchema.safeParse(document.toJS());
  if (!parsed.success) {
    throw new SettingsError(
      parsed.error.issues.map(
        (issue) => `${at(offsetOf(document, issue.path))}: ${issue.path.join(".")}: ${issue.message}`,
      ),
    );
  }
  const { prices, models, deployments } = parsed.data;
  const twice = repeated(deployments.map(({ name }) => name));
  if (twice !== undefined) {
    const place = at(offsetOf(document, ["deployments", twice]));
    throw new SettingsError([`${place}: there is a deployment ${deployments[twice]?.name} already.`]);
  }
  const byName = new Map(models.map((model) => [model.name, model]));
  return createCatalog({
    prices,
    models,
    deployments: deployments.map(({ name, model, region }, index) => {
      const found = byName.get(model);
      if (found) return { name, model: found, region };
      const place = at(offsetOf(document, ["deployments", index]));
      throw new SettingsError([`${place}: deployment ${name} names model ${model}, which is not in models.`]);
    }),
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new SettingsError([`The catalog ${basename(file)} cannot be read (${code}).`]);
  }
}

/** Where the deepest node on `path` that exists starts. */
function offsetOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as Node | undefined;
    if (node?.range) return node.range[0];
  }
  return undefined;
}

/** Index of the first name that was there before. */
function repeated(names: readonly string[]): number | undefined {
  const index = names.findIndex((name, at) => names.indexOf(name) < at);
  return index === -1 ? undefined : index;
}

const firstLine = (text: string) => text.split("\n")[0] ?? text;
