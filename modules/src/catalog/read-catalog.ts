import { join } from "node:path";
import { z } from "zod";
import { paths } from "../config/paths.ts";
import { readYaml } from "../config/read-yaml.ts";
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
  const { content, problemAt } = readYaml(file, "The catalog", fileSchema);
  const { prices, models, deployments } = content;
  const twice = repeated(deployments.map(({ name }) => name));
  if (twice !== undefined) {
    const problem = `there is a deployment ${deployments[twice]?.name} already.`;
    throw new SettingsError([problemAt(["deployments", twice], problem)]);
  }
  const byName = new Map(models.map((model) => [model.name, model]));
  return createCatalog({
    prices,
    models,
    deployments: deployments.map(({ name, model, region }, index) => {
      const found = byName.get(model);
      if (found) return { name, model: found, region };
      const problem = `deployment ${name} names model ${model}, which is not in models.`;
      throw new SettingsError([problemAt(["deployments", index], problem)]);
    }),
  });
}

/** Index of the first name that was there before. */
function repeated(names: readonly string[]): number | undefined {
  const index = names.findIndex((name, at) => names.indexOf(name) < at);
  return index === -1 ? undefined : index;
}
