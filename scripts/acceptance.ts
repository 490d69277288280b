import { join } from "node:path";
import { loadSettings, paths } from "../modules/src/config/index.ts";
import { startLabCloud } from "../modules/src/lab-cloud/index.ts";
import { acceptAgentRouter } from "./acceptance/accept-agent-router.ts";
import { createFindings } from "./acceptance/findings.ts";
import { acceptanceTasks, runAcceptance, sayTask } from "./acceptance/run-acceptance.ts";
import { namedService, startAgentRouter } from "./acceptance/service-under-test.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";

const HELP = `npm run acceptance -- [--config FILE] | --agent-router [--url URL] [--strict]
Gives three tasks (code, a summary, vectors) to an orchestrator with task rules, over a lab cloud of its own, and prints for each
the task, the model that answered, its cost and its latency. Fails when another model than the rules allow has answered.

  --config FILE    models and routing_rules; default modules/tests/registry-files/model-config.yaml

With --agent-router it asks a service instead: health, router, a question for each intent, a conversation that changes its
intent at every turn, metrics. Prints intent, confidence, model, fallback, times and provenance; fails when a question went elsewhere
than the service's own chains say, or when something does not answer.

  --agent-router   starts one over a lab cloud of its own, whose stand-ins are simulated; or asks that of
  --url URL        a service that runs: npm run orchestrator -- --profile agent-router
  --metrics URL    with --url: its metrics, where they are not at port 8001 of that host
  --strict         an answer of a stand-in is a failure
  --help           this text

Costs are those of the file's prices, latencies are this machine's. With --url the models that answer there are asked, seven times.
`;

const DEFAULT_FILE = join(paths.root, "modules", "tests", "registry-files", "model-config.yaml");

async function acceptTasks(config: string): Promise<boolean> {
  const cloud = await startLabCloud({ localModel: "simulated" });
  try {
    const { settings } = loadSettings({ environment: cloud.env, envFile: false });
    const results = await runAcceptance(config, settings);
    for (const result of results) console.log(sayTask(result));
    const wrong = results.filter(({ allowed, model }) => !allowed.includes(model));
    for (const { task, model, allowed } of wrong)
      console.error(`${task} was answered by ${model}, not by ${allowed.join(" or ")}.`);
    console.log(
      `${results.length - wrong.length} of ${acceptanceTasks.length} tasks as the rules want them.`,
    );
    return wrong.length === 0;
  } finally {
    await cloud.close();
  }
}

interface AgentRouterFlags {
  readonly url?: string | undefined;
  readonly metrics?: string | undefined;
  readonly strict: boolean;
}

async function acceptService({ url, metrics, strict }: AgentRouterFlags): Promise<boolean> {
  const service = url === undefined ? await startAgentRouter() : namedService(url, metrics);
  try {
    console.log(`${service.url}: answers are ${service.answers}`);
    const findings = createFindings((line) => console.log(line));
    const { meant, standIns } = await acceptAgentRouter(service, { findings, strict });
    for (const complaint of findings.complaints) console.error(complaint);
    const { length } = findings.complaints;
    console.log(`${meant} answered by the model that is meant for them, ${standIns} by stand-ins.`);
    console.log(length === 0 ? "All as the service's own chains want it." : `${length} not as it should be.`);
    return length === 0;
  } finally {
    await service.close();
  }
}

function checkUrl(name: string, url: string | undefined): void {
  if (url === undefined || (URL.canParse(url) && /^https?:/.test(url))) return;
  throw new UsageError(
    `--${name} takes an address such as http://127.0.0.1:8000, not "${url.slice(0, 80)}".`,
  );
}

await runCommand({
  help: HELP,
  flags: {
    config: { type: "string" },
    "agent-router": { type: "boolean", default: false },
    url: { type: "string" },
    metrics: { type: "string" },
    strict: { type: "boolean", default: false },
  },
  async run({ config, "agent-router": agentRouter, url, metrics, strict }) {
    checkUrl("url", url);
    checkUrl("metrics", metrics);
    if (agentRouter && config !== undefined)
      throw new UsageError("--agent-router and --config do not go together.");
    if (metrics !== undefined && url === undefined) throw new UsageError("--metrics goes with --url.");
    if (agentRouter) return await acceptService({ url, metrics, strict });
    if (url !== undefined || strict) throw new UsageError("--url and --strict go with --agent-router.");
    return await acceptTasks(config ?? DEFAULT_FILE);
  },
});
