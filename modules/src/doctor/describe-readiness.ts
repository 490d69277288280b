import { ESSENTIALS, type Essential, type Readiness } from "./readiness.ts";

/** Something that a code tells and somebody has to look at. */
export interface ReadinessProblem {
  /** The check of `npm run doctor` that finds it. */
  readonly check: string;
  readonly text: string;
  /** No lab runs as it should. */
  readonly essential: boolean;
}

const ESSENTIAL_TEXTS: Readonly<Record<Essential, string>> = {
  NODE: "the workshop's Node is missing",
  PACKAGES: "packages are missing or outdated",
  BUILD: "modules is not built",
  NOTEBOOKS: "nothing opens notebooks",
  SETTINGS: ".env cannot be used",
  MEMORY: "too little memory",
  DISK: "too little disk space",
};

/** What is wrong or less than it could be, the worst first; none when all is well. */
export function problemsOf(readiness: Readiness): ReadinessProblem[] {
  const { essentials, localModel, cloud } = readiness;
  const missing = ESSENTIALS.filter((id) => !essentials[id]).map((id) =>
    problem(id, ESSENTIAL_TEXTS[id], true),
  );
  return [
    ...missing,
    ...when(
      cloud === "broken",
      problem("AZURE_OPENAI", "Azure is named in the settings and cannot be used", true),
    ),
    ...when(
      localModel === "silent",
      problem("LOCAL_SERVER", "the server of LOCAL_MODEL_ENDPOINT does not answer", true),
    ),
    ...when(
      localModel === "simulated",
      problem("MODEL", "the local model is not here: its answers are simulated"),
    ),
    ...when(!readiness.ports, problem("PORT", "another program holds a port of the workshop")),
    ...when(!readiness.npm, problem("NPM", "npm was not found")),
    ...when(!readiness.jupyter, problem("JUPYTER", "no JupyterLab: notebooks open in VS Code only")),
    ...when(!readiness.python, problem("PYTHON", "no Python that can make a venv")),
  ];
}

/** The lines that say in words what a code says. */
export function describeReadiness(readiness: Readiness): string[] {
  const { system, memory, labs, cloud, localModel, proxy, otherServer } = readiness;
  return [
    `${system}, ${memory} of memory${proxy ? ", behind a proxy" : ""}`,
    `${labs === 1 ? "1 lab runs" : `${labs} labs run`}; cloud: ${CLOUD_TEXTS[cloud]}; local model: ${LOCAL_TEXTS[localModel]}`,
    ...(otherServer ? ["Foundry Local or Ollama answers here"] : []),
    ...problemsOf(readiness).map(({ check, text }) => `${check}: ${text}`),
  ];
}

const CLOUD_TEXTS: Readonly<Record<Readiness["cloud"], string>> = {
  lab: "lab cloud (simulated)",
  azure: "Azure (live)",
  broken: "Azure, which cannot be used",
};

const LOCAL_TEXTS: Readonly<Record<Readiness["localModel"], string>> = {
  simulated: "simulated",
  real: "real",
  other: "real (the learner's own server)",
  silent: "a server that does not answer",
};

const problem = (check: string, text: string, essential = false): ReadinessProblem => ({
  check,
  text,
  essential,
});

const when = (holds: boolean, found: ReadinessProblem) => (holds ? [found] : []);
