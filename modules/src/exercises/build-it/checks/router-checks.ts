import { equal, that } from "../../expectations.ts";
import { type BuildCheck, errorOf } from "../check.ts";
import type { CreateRouter, Task } from "../contracts/router.ts";

const MODELS = {
  "code-generation": ["coder", "big"],
  summarization: ["small", "big"],
  conversation: ["small", "big"],
} as const;

const CODE = "Write a Python function to sort a list";

/** A router over models that fail with a status, as a table says. Time stands still unless it is moved. */
function trial(createRouter: CreateRouter, fails: Record<string, number | undefined> = {}) {
  const asked: string[] = [];
  const time = { ms: 0 };
  const router = createRouter({
    models: MODELS,
    now: () => time.ms,
    async ask(model) {
      asked.push(model);
      const status = fails[model];
      if (status !== undefined) throw Object.assign(new Error(`${model} answers ${status}`), { status });
      return `from ${model}`;
    },
  });
  return { router, asked, fails, time };
}

const PROMPTS: readonly (readonly [string, Task])[] = [
  [CODE, "code-generation"],
  ["Write a function that parses dates", "code-generation"],
  ["Summarize this article about climate change", "summarization"],
  ["Give me a summary of the meeting", "summarization"],
  ["Hello, how are you today?", "conversation"],
];

/** Kept from prompt 2. */
export function routerChecks(createRouter: CreateRouter): readonly BuildCheck[] {
  return [
    {
      name: "finds the task of a prompt",
      run() {
        const { router } = trial(createRouter);
        for (const [prompt, task] of PROMPTS) equal(prompt, router.taskOf(prompt), task);
      },
    },
    {
      name: "asks the first model of the task",
      async run() {
        const { router, asked } = trial(createRouter);
        const { task, model, text } = await router.route(CODE);
        equal(CODE, { task, model, text }, { task: "code-generation", model: "coder", text: "from coder" });
        equal("models asked", asked, ["coder"]);
      },
    },
    {
      name: "asks the next one after 429 and 500 and above",
      async run() {
        for (const status of [429, 500, 503]) {
          const { router } = trial(createRouter, { coder: status });
          equal(`the first answers ${status}`, (await router.route(CODE)).model, "big");
        }
      },
    },
    {
      name: "sends a request that is wrong to nobody else",
      async run() {
        const { router, asked } = trial(createRouter, { coder: 400 });
        that(
          "the first answers 400",
          (await errorOf(() => router.route(CODE))) instanceof Error,
          "it must throw",
        );
        equal("models asked", asked, ["coder"]);
      },
    },
    {
      name: "leaves a model alone for 30 seconds after three failures, then tries it once",
      async run() {
        const { router, asked, fails, time } = trial(createRouter, { coder: 503 });
        for (let turn = 0; turn < 5; turn++) await router.route(CODE);
        equal("calls of the broken model in 5 requests", asked.filter((name) => name === "coder").length, 3);
        time.ms = 30_001;
        await router.route(CODE);
        await router.route(CODE);
        equal("calls after 30 s, still broken", asked.filter((name) => name === "coder").length, 4);
        time.ms = 90_000;
        fails.coder = undefined;
        equal("when it works again", (await router.route(CODE)).model, "coder");
      },
    },
    {
      name: "refuses an empty prompt before anybody is asked",
      async run() {
        const { router, asked } = trial(createRouter);
        that("an empty prompt", (await errorOf(() => router.route("  "))) instanceof Error, "it must throw");
        equal("models asked", asked, []);
      },
    },
    {
      name: "says so when no model has answered",
      async run() {
        const { router } = trial(createRouter, { coder: 503, big: 503 });
        that("all models fail", (await errorOf(() => router.route(CODE))) instanceof Error, "it must throw");
      },
    },
  ];
}
