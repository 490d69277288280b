import type { Variable } from "./variable.ts";
import { variables } from "./variables.ts";

const TITLES: Readonly<Record<keyof typeof variables, string>> = {
  azureOpenai: "Azure OpenAI",
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

/** The text of `.env.example`: every variable of the table, commented out, with its default and its other names. */
export function envExample(): string {
  const groups = Object.entries(variables).map(([group, members]) => {
    const title = TITLES[group as keyof typeof variables];
    return [`# --- ${title} ---`, ...Object.values(members).map(entry)].join("\n");
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
