import {
  answerSchema,
  askService,
  healthSchema,
  type MetricsSample,
  type RoutingMetadata,
  routerSchema,
  sampleMetrics,
} from "./ask-service.ts";
import type { Findings } from "./findings.ts";
import type { ServiceUnderTest } from "./service-under-test.ts";

interface Turn {
  readonly intent: string;
  readonly says: string;
}

/** One question for each intent. */
const QUESTIONS: readonly Turn[] = [
  { intent: "code", says: "Debug this Python function: def add(a, b): return a - b" },
  { intent: "reasoning", says: "Prove step by step that the sum of two even numbers is even." },
  { intent: "general", says: "Hello! Tell me a story about the weather." },
];

/** Turns of one conversation that are each for somebody else. */
const CONVERSATION: readonly Turn[] = [
  { intent: "general", says: "Hi, what is a palindrome?" },
  { intent: "code", says: "Write a Python function that finds one." },
  { intent: "reasoning", says: "Analyze step by step how it scales." },
  { intent: "general", says: "Thanks! Tell me a story about one." },
];

const ANSWER_TOKENS = 200;

type Chains = Readonly<Record<string, readonly string[]>>;
type Message = { readonly role: string; readonly content: string };

export interface AcceptOptions {
  readonly findings: Findings;
  /** An answer of a stand-in is wrong. */
  readonly strict: boolean;
}

/** Who answered the questions. */
export interface AnsweredBy {
  readonly meant: number;
  readonly standIns: number;
}

/** Goes through health, router, the three intents, a conversation and the metrics of an agent router, by seven questions. */
export async function acceptAgentRouter(
  service: ServiceUnderTest,
  options: AcceptOptions,
): Promise<AnsweredBy> {
  const { findings } = options;
  await findings.step("health", () => seeHealth(service, findings));
  const chains: Record<string, readonly string[]> = {};
  await findings.step("router", async () => void Object.assign(chains, await seeRouter(service, findings)));
  const before = await sampleMetrics(service.metrics).catch(() => undefined);
  const run = { ...options, service, chains, answers: [] as RoutingMetadata[] };
  for (const turn of QUESTIONS)
    await findings.step(turn.intent, async () => void (await ask(turn.intent, turn, [], run)));
  await findings.step("conversation", () => converse(run));
  await findings.step("metrics", () => seeMetrics(service, before, findings));
  const standIns = run.answers.filter(({ fallback_used: fallback }) => fallback).length;
  return { meant: run.answers.length - standIns, standIns };
}

async function seeHealth({ url }: ServiceUnderTest, { say, complain }: Findings): Promise<void> {
  const { status, models } = await askService(`${url}/health`, healthSchema);
  const states = Object.entries(models).map(
    ([name, { available }]) => `${name} ${available ? "up" : "down"}`,
  );
  say(`health: ${status}; ${states.join(", ")}`);
  if (!Object.values(models).some(({ available }) => available)) complain("health: no model can be asked.");
}

async function seeRouter({ url }: ServiceUnderTest, { say, complain }: Findings): Promise<Chains> {
  const { routing_strategy: strategy, fallback_chains: chains } = await askService(
    `${url}/router/info`,
    routerSchema,
  );
  say(`router: decides by ${strategy}`);
  for (const { intent } of QUESTIONS) say(`  ${intent}: ${chains[intent]?.join(" > ") ?? "nobody"}`);
  if (strategy !== "intent") complain(`router: it decides by ${strategy}, not by intent.`);
  return chains;
}

interface Run extends AcceptOptions {
  readonly service: ServiceUnderTest;
  readonly chains: Chains;
  readonly answers: RoutingMetadata[];
}

/** Gives the conversation with the answer. */
async function ask(name: string, turn: Turn, before: readonly Message[], run: Run): Promise<Message[]> {
  const { service, chains, findings } = run;
  const messages = [...before, { role: "user", content: turn.says }];
  const startedAt = performance.now();
  const body = { model: "auto", max_tokens: ANSWER_TOKENS, messages };
  const answer = await askService(`${service.url}/v1/chat/completions`, answerSchema, body);
  const seconds = (performance.now() - startedAt) / 1000;
  const chain = chains[turn.intent] ?? [];
  const { "x-routing-metadata": routing, choices } = answer;
  run.answers.push(routing);
  findings.say(`${name}: ${describe(routing, chain[0], seconds)}`);
  for (const problem of judge(turn.intent, routing, chain, run.strict))
    findings.complain(`${name}: ${problem}`);
  const content = choices[0]?.message.content ?? "";
  if (content.trim() === "") findings.complain(`${name}: the answer is empty.`);
  return [...messages, { role: "assistant", content }];
}

async function converse(run: Run): Promise<void> {
  let messages: Message[] = [];
  for (const [index, turn] of CONVERSATION.entries())
    messages = await ask(`conversation ${index + 1}`, turn, messages, run);
}

function describe(routing: RoutingMetadata, first: string | undefined, seconds: number): string {
  const { intent, model_id: model, confidence, fallback_used: fallback, provenance } = routing;
  const sure = confidence === null ? "of no confidence" : `with confidence ${confidence.toFixed(2)}`;
  const who = fallback ? `${model}, standing in for ${first}` : model;
  const times = `${routing.total_time_seconds.toFixed(2)} s there, ${seconds.toFixed(2)} s from here`;
  return `${intent} ${sure}; ${who}; fallback ${fallback}; ${times}; ${provenance}`;
}

/** What is wrong with how a question for `intent` was answered. */
function judge(
  intent: string,
  { intent: found, model_id: model, fallback_used: fallback }: RoutingMetadata,
  chain: readonly string[],
  strict: boolean,
): string[] {
  const problems: string[] = [];
  if (found !== intent) problems.push(`it was taken for ${found}, not for ${intent}.`);
  else if (!chain.includes(model))
    problems.push(`${model} answered, which is not in the chain of ${intent}.`);
  else if (fallback !== (model !== chain[0]))
    problems.push(`${model} answered and fallback_used is ${fallback}, but ${chain[0]} is first.`);
  if (strict && fallback) problems.push(`${model} stood in for ${chain[0]}.`);
  return problems;
}

async function seeMetrics(
  { metrics }: ServiceUnderTest,
  before: MetricsSample | undefined,
  { say, complain }: Findings,
): Promise<void> {
  const { counted, models } = await sampleMetrics(metrics);
  const asked = QUESTIONS.length + CONVERSATION.length;
  for (const [name, count] of Object.entries(counted)) {
    const more = count - (before?.counted[name] ?? 0);
    say(`metrics: ${name} rose by ${more}`);
    // Others may ask the same service meanwhile.
    if (more < asked) complain(`metrics: ${name} rose by ${more}, not by ${asked}.`);
  }
  say(`metrics: health of ${models.join(", ") || "no model"}`);
  if (models.length === 0) complain("metrics: no model's health is told.");
}
