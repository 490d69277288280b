import {
  type AzureEndpoint,
  type AzureReport,
  describeCredential,
  type MappedDeployment,
} from "../../modules/src/doctor/index.ts";
import { markOf, paint } from "./paint.ts";
import { section } from "./section.ts";

/** What the settings say of Azure, for people. */
export function azureLines(report: AzureReport): string[] {
  const { dualMode, cloud, endpoints, deployments, problems, byHand } = report;
  return [
    `Cloud answers in labs come from: ${paint("bold", cloud)} (labs go by AZURE_OPENAI_ENDPOINT).`,
    `Programs that use dual mode ask: ${paint("bold", dualMode.on ? "Azure AI Foundry" : "OpenAI directly")} (USE_AZURE_FOUNDRY is ${dualMode.on}, ${dualMode.source}).`,
    ...section(
      "To look at",
      problems.map((problem) => `${markOf("problem")} ${problem}`),
    ),
    ...section("Endpoints", endpoints.length > 0 ? endpoints.flatMap(endpointLines) : ["none set"]),
    ...section("Deployments of the models", deploymentLines(deployments)),
    ...section(
      "To check by hand",
      byHand.length > 0 ? byHand.flatMap(({ about, command }) => [`# ${about}`, command]) : [NOTHING_TO_ASK],
    ),
  ];
}

const NOTHING_TO_ASK = "No resource of Azure is set; nothing to check by hand.";

function endpointLines({ title, variable, address, reach, credential }: AzureEndpoint): string[] {
  const found = reach.reached ? ` answers (${Math.round(reach.ms)} ms)` : `: ${reach.problem}`;
  const line = `${markOf(reach.reached ? "ok" : "problem")} ${title} (${variable}): ${address}${found}; credential: ${describeCredential(credential)}`;
  return !reach.reached && reach.hint !== undefined ? [line, `    → ${reach.hint}`] : [line];
}

function deploymentLines(deployments: readonly MappedDeployment[]): string[] {
  const width = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length));
  const models = width(deployments.map(({ model }) => model));
  const names = width(deployments.map(({ deployment }) => deployment ?? "-"));
  return deployments.map(({ model, deployment = "-", source, variable }) => {
    const from = source === "default" ? `default; ${variable}` : `${variable}, ${source}`;
    return `${model.padEnd(models)} → ${deployment.padEnd(names)}  (${from})`;
  });
}
