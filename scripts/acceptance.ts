import { join } from "node:path";
import { loadSettings, paths } from "../modules/src/config/index.ts";
import { startLabCloud } from "../modules/src/lab-cloud/index.ts";
import { acceptanceTasks, runAcceptance, sayTask } from "./acceptance/run-acceptance.ts";
import { runCommand } from "./notebooks/run-command.ts";

const HELP = `npm run acceptance -- [flags]
Gives three tasks (code, a summary, vectors) to an orchestrator with task rules, over a lab cloud of its own, and prints for each
the task, the model that answered, its cost and its latency. Fails when another model than the rules allow has answered.

  --config FILE   models and routing_rules; default modules/tests/registry-files/model-config.yaml
  --help          this text

Answers are simulated, costs are those of the file's prices, latencies are this machine's.
`;

const DEFAULT_FILE = join(paths.root, "modules", "tests", "registry-files", "model-config.yaml");

await runCommand({
  help: HELP,
  flags: { config: { type: "string", default: DEFAULT_FILE } },
  async run({ config }) {
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
  },
});
