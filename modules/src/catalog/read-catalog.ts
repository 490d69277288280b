import { join } from "node:path";
import { paths } from "../config/paths.ts";
import { readYaml } from "../config/read-yaml.ts";
import { SettingsError } from "../core/errors.ts";
import { type Catalog, createCatalog, type Deployment, type Model } from "./catalog.ts";
import { type CatalogFile, catalogSchema } from "./catalog-file.ts";

export const catalogFile = join(paths.data, "catalog.yaml");

/**
 * Reads the models, prices, regions and deployments of a YAML file.
 * @throws SettingsError with file, line and what is expected there.
 */
export function readCatalog(file: string = catalogFile): Catalog {
  const { content, problemAt } = readYaml(file, "The catalog", catalogSchema);
  const problems: string[] = [];
  const report: Report = (section, index, problem) => problems.push(problemAt([section, index], problem));
  const models = content.models.map(readModel);
  reportRepeated(content, report);
  const deployments = readDeployments(content, models, report);
  if (problems.length > 0) throw new SettingsError(problems);
  return createCatalog({ ...content, models, deployments });
}

type Report = (
  section: "models" | "regions" | "resources" | "deployments",
  index: number,
  problem: string,
) => void;

function readModel(entry: CatalogFile["models"][number]): Model {
  return entry.kind === "embedding" ? { ...entry, capabilities: [], maxOutputTokens: 0 } : entry;
}

function readDeployments(
  { deployments, resources, regions }: CatalogFile,
  models: readonly Model[],
  report: Report,
): Deployment[] {
  return deployments.flatMap((entry, index) => {
    const { name, resource = resources[0]?.name ?? "" } = entry;
    const model = models.find((one) => one.name === entry.model);
    const home = resources.find((one) => one.name === resource);
    const region = entry.region ?? home?.region;
    if (!model)
      report("deployments", index, `deployment ${name} names model ${entry.model}, which is not in models.`);
    if (!home)
      report(
        "deployments",
        index,
        `deployment ${name} names resource ${resource}, which is not in resources.`,
      );
    if (region === undefined) {
      report(
        "deployments",
        index,
        `deployment ${name} needs a region: neither it nor its resource names one.`,
      );
    } else if (!regions.some((one) => one.name === region)) {
      report("deployments", index, `deployment ${name} names region ${region}, which is not in regions.`);
    }
    return model && region !== undefined ? [{ ...entry, model, region, resource }] : [];
  });
}

function reportRepeated({ models, regions, resources, deployments }: CatalogFile, report: Report): void {
  const first = resources[0]?.name;
  const names = {
    models: models.map(({ name }) => name),
    regions: regions.map(({ name }) => name),
    resources: resources.map(({ name }) => name),
    deployments: deployments.map(({ name, resource }) =>
      resource === undefined || resource === first ? name : `${resource}/${name}`,
    ),
  };
  for (const section of ["models", "regions", "resources", "deployments"] as const) {
    names[section].forEach((name, index) => {
      if (names[section].indexOf(name) === index) return;
      report(section, index, `there is a ${section.slice(0, -1)} ${name} already.`);
    });
  }
}
