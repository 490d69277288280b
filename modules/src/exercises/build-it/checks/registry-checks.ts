import { equal, near, that } from "../../expectations.ts";
import { type BuildCheck, errorOf } from "../check.ts";
import type { CreateRegistry, ModelInput } from "../contracts/registry.ts";

const model = (name: string, more: Partial<ModelInput> = {}): ModelInput => ({
  name,
  provider: "azure",
  capabilities: ["code-generation", "conversation"],
  ...more,
});

const MODELS = [
  model("big", { inputUsdPer1k: 0.03, outputUsdPer1k: 0.06, quality: 0.95 }),
  model("small", { inputUsdPer1k: 0.0015, quality: 0.85 }),
  model("coder", {
    provider: "github",
    capabilities: ["code-generation"],
    inputUsdPer1k: 0.02,
    quality: 0.92,
  }),
  model("open", { provider: "github", inputUsdPer1k: 0.001, quality: 0.2 }),
];
const RULES = [{ task: "code-generation", preferred: ["coder", "big"], fallback: ["small"] }];

/** Kept from prompt 1. */
export function registryChecks(createRegistry: CreateRegistry): readonly BuildCheck[] {
  const registry = () => createRegistry({ models: MODELS, rules: RULES });
  return [
    {
      name: "fills in what is left out",
      run() {
        const { maxTokens, latencyMs, quality, inputUsdPer1k, outputUsdPer1k, isAvailable, successRate } =
          createRegistry({ models: [model("bare")], rules: [] }).get("bare");
        equal(
          "get('bare')",
          { maxTokens, latencyMs, quality, inputUsdPer1k, outputUsdPer1k, isAvailable, successRate },
          {
            maxTokens: 4096,
            latencyMs: 1000,
            quality: 0.8,
            inputUsdPer1k: 0,
            outputUsdPer1k: 0,
            isAvailable: true,
            successRate: 1,
          },
        );
      },
    },
    {
      name: "names the model that there is not",
      async run() {
        const error = await errorOf(() => registry().get("nobody"));
        that(
          "get('nobody')",
          error instanceof Error && error.message.includes("nobody"),
          "it must throw and name it",
        );
      },
    },
    {
      name: "orders by the rule: preferred, fallback, then the others by price",
      run: () =>
        equal(
          "modelsForTask('code-generation')",
          [...registry().modelsForTask("code-generation")],
          ["coder", "big", "small", "open"],
        ),
    },
    {
      name: "orders without a rule by price for quality",
      run: () =>
        equal(
          "modelsForTask('conversation')",
          [...registry().modelsForTask("conversation")],
          ["small", "open", "big"],
        ),
    },
    {
      name: "leaves out excluded providers",
      run: () =>
        equal(
          "modelsForTask('code-generation', ['github'])",
          [...registry().modelsForTask("code-generation", ["github"])],
          ["big", "small"],
        ),
    },
    {
      name: "leaves out a model whose check failed, until one is good again",
      run() {
        const asked = registry();
        asked.recordCheck("coder", false);
        equal("after a failed check", asked.modelsForTask("code-generation")[0], "big");
        asked.recordCheck("coder", true);
        equal("after a good check", asked.modelsForTask("code-generation")[0], "coder");
      },
    },
    {
      name: "moves success rate and latency by a tenth",
      run() {
        const asked = registry();
        asked.recordCall("big", false, 2000);
        near("success rate after one failure", asked.get("big").successRate, 0.9, 1e-9);
        near("latency after 2000 ms", asked.get("big").latencyMs, 1100, 1);
        asked.recordCall("big", true, 100);
        near("success rate after a success", asked.get("big").successRate, 0.91, 1e-9);
        near("latency after 100 ms", asked.get("big").latencyMs, 1000, 1);
      },
    },
    {
      name: "takes in a model while it runs",
      run() {
        const asked = registry();
        asked.register(model("new", { capabilities: ["translation"] }));
        equal("modelsForTask('translation')", [...asked.modelsForTask("translation")], ["new"]);
      },
    },
  ];
}
