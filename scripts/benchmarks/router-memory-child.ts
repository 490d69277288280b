// Loads nothing at first: what a router takes is what comes on top.
const DECISIONS = 2000;
const TEXTS = [
  "Write a function in Python that sorts a list.",
  "Prove step by step that the square root of two is irrational.",
  "What is the capital of France?",
];

/** Bytes in use once what nobody holds is gone. */
async function bytesKept(): Promise<number> {
  for (let round = 0; round < 4; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const textOf = (turn: number): string => `${TEXTS[turn % TEXTS.length]} Case ${turn}.`;

async function openRules() {
  const { createRuleRouter } = await import("../../modules/src/routers/rule.ts");
  const rules = createRuleRouter();
  for (let turn = 0; turn < DECISIONS; turn++) await rules.route(textOf(turn));
  return rules;
}

async function openAgentRouter() {
  const { openOrchestrator } = await import("../../modules/src/orchestrator/open-orchestrator.ts");
  const { loadSettings } = await import("../../modules/src/config/settings.ts");
  const { paths } = await import("../../modules/src/config/paths.ts");
  const { settings } = loadSettings({ environment: {}, envFile: false });
  const file = `${paths.data}/orchestrator/agent-router.yaml`;
  const router = await openOrchestrator(file, settings, { ledger: "none" });
  for (let turn = 0; turn < DECISIONS; turn++) {
    const messages = [{ role: "user" as const, content: textOf(turn) }];
    const context = { requestId: `memory-${turn}`, tenant: "memory", client: "memory" };
    await router.plan({ model: "auto", messages }, context);
  }
  return router;
}

const marks = [await bytesKept()];
const held: object[] = [];
// The second agent router finds its code loaded: what it adds is its own.
for (const open of [openRules, openAgentRouter, openAgentRouter]) {
  held.push(await open());
  marks.push(await bytesKept());
}
const [rules, agentRouter, anotherAgentRouter] = marks
  .slice(1)
  .map((bytes, place) => bytes - (marks[place] ?? 0));
// They are held until here, so that none was collected before it was measured.
for (const one of held) if ("close" in one && typeof one.close === "function") await one.close();
process.stdout.write(JSON.stringify({ rules, agentRouter, anotherAgentRouter }));

export {};
