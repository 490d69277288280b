import { join } from "node:path";
import type { Provenance } from "../../modules/src/chat/provenance.ts";
import { type Charge, type LedgerEntry, openLedger } from "../../modules/src/cost/index.ts";
import { type AnswerOver, createTelemetry, openSqliteExporter } from "../../modules/src/telemetry/index.ts";

/** One request as an orchestrator would leave it in both files. */
export interface Asked {
  readonly id: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly router?: string;
  readonly provenance?: Provenance;
  /** Wanted by the router, and then who answered. */
  readonly target?: "local" | "cloud";
  readonly by?: "local" | "cloud";
  readonly ms?: number;
  readonly outcome?: "answered" | "failed";
  /** US dollars; of the cloud's model only. */
  readonly answerUsd?: number;
  readonly wastedUsd?: number;
  readonly routingUsd?: number;
  /** Of the model that chose the way; default that of the answer. */
  readonly routingProvenance?: Provenance;
  /** Leaves it out of one of the files. */
  readonly only?: "ledger" | "telemetry";
}

const USAGE = { promptTokens: 400, completionTokens: 200 };

/** Writes `ledger.sqlite` and `telemetry.sqlite` by the parts that write them in an orchestrator. */
export async function writeReportFiles(folder: string, asked: readonly Asked[]) {
  const files = { ledger: join(folder, "ledger.sqlite"), telemetry: join(folder, "telemetry.sqlite") };
  const ledger = await openLedger({ file: files.ledger, sync: "normal" });
  await Promise.all(asked.flatMap((one) => (one.only === "telemetry" ? [] : ledger.record(entryOf(one)))));
  await ledger.close();
  const telemetry = createTelemetry({ exporters: [await openSqliteExporter({ file: files.telemetry })] });
  for (const one of asked) {
    if (one.only !== "ledger") telemetry.traceAnswer(overOf(one));
    // The queue is bounded: what has no room is dropped.
    if (asked.indexOf(one) % 400 === 399) await telemetry.flush();
  }
  await telemetry.close();
  return files;
}

function entryOf(one: Asked): LedgerEntry {
  const { id, at, outcome = "answered", by = "cloud", wastedUsd, routingUsd } = one;
  const charges: Charge[] = [];
  const charge = (purpose: Charge["purpose"], tier: Charge["tier"], costUsd: number): void =>
    void charges.push({
      purpose,
      model: tier === "local" ? "phi-4-mini" : "gpt-4o",
      tier,
      provenance: (purpose === "routing" ? one.routingProvenance : undefined) ?? provenanceOf(one, tier),
      usage: purpose === "routing" ? { promptTokens: 50, completionTokens: 1 } : USAGE,
      costUsd,
    });
  if (routingUsd !== undefined) charge("routing", "azure", routingUsd);
  if (wastedUsd !== undefined) charge("wasted", "azure", wastedUsd);
  if (outcome === "answered")
    charge("answer", by === "local" ? "local" : "azure", by === "local" ? 0 : (one.answerUsd ?? 0.003));
  return { requestId: id, at, tenant: "contoso", client: "web", outcome, charges };
}

const provenanceOf = ({ provenance = "simulated" }: Asked, tier: string): Provenance =>
  provenance === "live" && tier === "local" ? "local" : provenance;

function overOf(one: Asked): AnswerOver {
  const {
    id,
    at,
    router = "rule",
    target = one.by ?? "cloud",
    by = "cloud",
    ms = 400,
    outcome = "answered",
  } = one;
  const deployment = by === "local" ? "small" : "gpt-4o";
  const tier = by === "local" ? "local" : "azure";
  const call = (name: string, answered: boolean) => ({
    provider: name === "small" ? "foundry-local" : "azure",
    deployment: name,
    startedAt: at + 2,
    ms: ms / 2,
    outcome: answered ? ("answered" as const) : ("failed" as const),
    ...(!answered && { failure: "timeout" }),
  });
  const attempts = [
    ...(target === by ? [] : [call(target === "local" ? "small" : "gpt-4o", false)]),
    call(deployment, outcome === "answered"),
  ];
  const record: AnswerOver["record"] = {
    requestId: id,
    at,
    strategy: "hybrid",
    decision: {
      router,
      target,
      reason: "",
      score: target === "local" ? 0.2 : 0.8,
      threshold: 0.5,
      margin: 0.3,
      runnerUp: target === "local" ? "cloud" : "local",
      signals: [],
      ms: 1,
      skipped: [],
    },
    route: target,
    plan: ["gpt-4o", "small"],
    passed: [],
    outcome,
    ms,
  };
  if (outcome === "failed") return { record, attempts, errorCode: "ALL_FAILED" };
  return {
    record: { ...record, deployment },
    attempts,
    answer: {
      text: "",
      servedModel: deployment,
      provenance: provenanceOf(one, tier),
      attempts,
      fallbackUsed: target !== by,
      endReason: "stop",
      usage: USAGE,
      costUsd: (by === "local" ? 0 : (one.answerUsd ?? 0.003)) + (one.wastedUsd ?? 0) + (one.routingUsd ?? 0),
      timing: {
        firstTokenMs: ms / 4,
        totalMs: ms,
        steps: [
          { step: "route", ms: router === "rule" ? 0.4 : 6 },
          { step: "call", ms: ms - 10 },
        ],
      },
      routing: { tier, cache: "miss" },
    },
  };
}
