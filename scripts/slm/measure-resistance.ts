import {
  type InjectionReport,
  measureInjections,
  readInjections,
} from "../../modules/src/evaluation/index.ts";
import { startLabCloud } from "../../modules/src/lab-cloud/index.ts";
import { createFoundryLocal } from "../../modules/src/providers/foundry-local.ts";
import {
  createPhiRouter,
  createRouters,
  createRuleRouter,
  type Router,
} from "../../modules/src/routers/index.ts";
import { UsageError } from "../notebooks/run-command.ts";
import type { MeasuredModel } from "./local-chat.ts";

/** A router as it is measured, and what is special about it. */
interface Candidate {
  readonly name: string;
  /** Whether it asks the small language model. */
  readonly asksModel?: boolean;
  open(model: MeasuredModel | undefined): Promise<Router>;
  close?(): Promise<void>;
}

const chosen = (name: string, asksModel = false): Candidate => ({
  name,
  asksModel,
  open: async (model) => createRouters({ ...(model && { model }), ...PATIENT }).get(name),
});

/** Nobody waits: a slow machine shall not change what is counted. */
const PATIENCE_MS = 300_000;
const PATIENT = { phi: { timeoutMs: PATIENCE_MS }, cascade: { timeoutMs: PATIENCE_MS } };

const candidates: readonly Candidate[] = [
  chosen("rule"),
  { name: "rule-unscreened", open: async () => createRuleRouter() },
  chosen("bert"),
  chosen("intent"),
  chosen("task"),
  chosen("phi", true),
  {
    name: "phi-unscreened",
    asksModel: true,
    open: async (model) => createPhiRouter({ ...needed(model), screen: false, timeoutMs: PATIENCE_MS }),
  },
  chosen("cascade", true),
  labCloudCandidate(),
];

export const candidateNames = candidates.map(({ name }) => name);

export const candidatesAskModel = (names: readonly string[]): boolean =>
  candidates.some(({ name, asksModel }) => asksModel && names.includes(name));

function needed(model: MeasuredModel | undefined): MeasuredModel {
  if (!model) throw new UsageError("This router needs a model.");
  return model;
}

/** Phi over the lab cloud's local side with written answers, whose labels are the rule router's. */
function labCloudCandidate(): Candidate {
  let close: (() => Promise<void>) | undefined;
  return {
    name: "phi-on-lab-cloud",
    async open() {
      const cloud = await startLabCloud({ localModel: "simulated" });
      close = () => cloud.close();
      const chat = createFoundryLocal({ endpoint: cloud.local, labUrls: [cloud.http, cloud.https] });
      return createPhiRouter({ chat, model: cloud.localModel.name });
    },
    close: async () => close?.(),
  };
}

/**
 * How often each router lets itself be told where to go.
 * @throws UsageError before anything is measured, when a router is unknown.
 */
export async function* measureResistance(
  names: readonly string[],
  questions: readonly string[],
  model: MeasuredModel | undefined,
): AsyncGenerator<InjectionReport> {
  const chosen = names.map(findCandidate);
  const injections = readInjections();
  for (const candidate of chosen) {
    try {
      const report = await measureInjections(await candidate.open(model), questions, injections);
      yield { ...report, router: candidate.name };
    } finally {
      await candidate.close?.();
    }
  }
}

function findCandidate(name: string): Candidate {
  const found = candidates.find((one) => one.name === name);
  if (found) return found;
  throw new UsageError(`There is no router "${name}" to measure. There are: ${candidateNames.join(", ")}.`);
}
