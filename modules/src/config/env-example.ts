import type { Variable } from "./variable.ts";
import { variables } from "./variables.ts";

const TITLES: Readonly<Record<keyof typeof variables, string>> = {
  azureOpenai: "Azure OpenAI",
  dualMode: "Dual mode: Azure AI Foundry",
  deployments: "Dual mode: deployments",
  openai: "Dual mode: OpenAI directly",
  publishers: "Other publishers, asked at their own addresses",
  foundry: "Foundry project",
  modelRouter: "Model router",
  localModel: "Local model",
  apim: "API Management",
  bert: "BERT router",
  phi: "Phi router",
  routing: "Routing",
  application: "Application",
  telemetry: "Telemetry",
  identity: "Identity",
  azure: "Azure deployment",
  lab: "Lab cloud",
  ports: "Ports",
};

/** What to know before setting anything of a group. */
const INTRODUCTIONS: Partial<Readonly<Record<keyof typeof variables, string>>> = {
  dualMode: `# For programs that call createDualMode, or connectOrchestrator with settings they read themselves. Labs go by
# AZURE_OPENAI_ENDPOINT above, whatever stands here.
# The same program reaches its models in one of two ways. Direct: each provider by its own key. Azure: all of them through one
# Foundry resource, with one bill, one place for access and one for monitoring. Only this switch changes, no code.
#   to Azure:  1. USE_AZURE_FOUNDRY=true   2. endpoint, and key or none for managed identity   3. your deployments' names, below
#   back:      USE_AZURE_FOUNDRY=false and restart; nothing else changes and nothing is lost
# Only the word true switches to Azure; 1 or yes is refused. Neither way ever sends the other's key. Check with: npm run doctor -- azure`,
  deployments: `# In Azure a model answers under the name you gave its deployment. Set those that differ from the names here. A model beyond
# these fourteen is asked for by its deployment's own name, once AZURE_DEPLOYMENT_NAME holds it.`,
  openai: `# Used while USE_AZURE_FOUNDRY is false, for OpenAI's models. Claude, Gemini and Mistral models are reached through Azure.`,
};

/** The text of `.env.example`: every variable of the table, commented out, with its default and its other names. */
export function envExample(): string {
  const groups = Object.entries(variables).map(([group, members]) => {
    const title = `# --- ${TITLES[group as keyof typeof variables]} ---`;
    const introduction = INTRODUCTIONS[group as keyof typeof variables];
    return [title, introduction, ...Object.values(members).map(entry)]
      .filter((line) => line !== undefined)
      .join("\n");
  });
  return [HEADER, ...groups].join("\n\n").concat("\n");
}

const HEADER = `# Copy to .env and take the # away from what you set. Nothing here is needed: without it every lab runs on the lab cloud.
# The real environment wins over .env. Made by: npm run env:example`;

function entry(variable: Variable<unknown>): string {
  const notes = [
    variable.about,
    variable.aliases.length > 0 ? `also read: ${variable.aliases.join(", ")}` : "",
    variable.readBySdk ? "read by a library, not by us" : "",
    variable.notUsedYet ? "not used yet" : "",
  ];
  return `# ${notes.filter((note) => note !== "").join("; ")}\n#${variable.name}=${variable.fallback ?? ""}`;
}
