import type { RequestContext } from "../chat/request-context.ts";
import { newId } from "../core/ids.ts";
import type { BudgetRefusal, RequestBudget, Reservation } from "../cost/budget.ts";
import type { BanditChoice } from "../experiments/bandit.ts";
import type { Assignment } from "../experiments/experiment.ts";
import type { ChatReply } from "../providers/provider.ts";
import type { Slot } from "../resilience/bulkhead.ts";
import { createDeadline, type Deadline } from "../resilience/deadline.ts";
import type { BilledTokens, RouteEndReason } from "../resilience/route-part.ts";
import type { Attempt } from "./answer-part.ts";
import { assignVariants } from "./assign-variants.ts";
import type { OpenedChat } from "./guard-chat.ts";
import type { House } from "./house.ts";
import type { OrchestratedChat } from "./orchestrated-chat.ts";
import type { ReadyPlan } from "./planner.ts";
import type { RoutedChat } from "./route-chat.ts";
import type { ServingDeployment } from "./serving.ts";
import { createStepTimer, type StepTimer } from "./step-timer.ts";
import { createTranscript, type Transcript } from "./transcript.ts";
import type { Unanswered } from "./unanswered.ts";

/** One deployment's part in an answer. */
export interface Leg {
  readonly deployment: ServingDeployment;
  readonly reply: Pick<ChatReply, "servedModel" | "provenance">;
  /** What it said. */
  text: string;
  /** What it was sent to go on from. */
  readonly soFar: string;
  /** Undefined while it is under way. */
  end?: LegEnd;
  /** What its tokens are paid for; default: the answer. */
  readonly purpose?: "routing" | "shadow";
}

export interface LegEnd {
  readonly reason: RouteEndReason;
  readonly billed: BilledTokens;
  readonly wasted: BilledTokens;
}

/** Everything that is known of one request while it is on its way. */
export interface Run {
  readonly id: string;
  readonly request: OrchestratedChat;
  /** Variants of experiments that it gets. */
  readonly assignments: readonly Assignment[];
  readonly context: RequestContext;
  readonly house: House;
  readonly timer: StepTimer;
  readonly deadline: Deadline;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly startedAt: number;
  readonly told: Transcript;
  readonly attempts: Attempt[];
  readonly passed: { readonly deployment: string; readonly because: string }[];
  readonly legs: Leg[];
  /** Calls that were paid for and said no word. */
  readonly unanswered: Unanswered[];
  /** What whoever is asked now is sent to go on from; empty when the answer begins anew. */
  soFar: string;
  /** What is set aside for each deployment that may be asked. */
  readonly reservations: Map<string, Reservation>;
  /** Deployments that there was no money for. */
  readonly refusals: Map<string, BudgetRefusal>;
  /** What is wrong with the ledger, when somebody was therefore not asked. */
  unbookable?: string;
  readonly account: RequestBudget | undefined;
  /** Its place among all requests. */
  slot?: Slot;
  chat?: OpenedChat;
  routed?: RoutedChat;
  plan?: ReadyPlan;
  /** Model that was preferred by what was learnt. */
  choice?: BanditChoice;
  cache: "hit" | "semantic-hit" | "miss" | "off";
  /** Whether its cost is on record, or was tried to be. */
  isSettled: boolean;
  /** Whether what became of it is on record. */
  isRecorded: boolean;
}

export function startRun(asked: OrchestratedChat, context: RequestContext, house: House): Run {
  const { clock, budget } = house;
  const { request, assignments } = assignVariants(asked, context, house);
  const { timeoutMs = house.timeoutMs, budgetUsd } = request.hints ?? {};
  const { requestId, tenant, client, project, user } = context;
  return {
    id: newId("answer-"),
    request,
    assignments,
    context,
    house,
    timer: createStepTimer(clock),
    deadline: createDeadline(clock, Math.min(timeoutMs, house.timeoutMs), context.signal),
    startedAt: clock.now(),
    told: createTranscript(),
    attempts: [],
    passed: [],
    legs: [],
    unanswered: [],
    soFar: "",
    reservations: new Map(),
    refusals: new Map(),
    account: budget?.open({
      requestId,
      tenant,
      client,
      ...(project !== undefined && { project }),
      ...(user !== undefined && { user }),
      ...(budgetUsd !== undefined && { limitUsd: budgetUsd }),
    }),
    cache: "off",
    isSettled: false,
    isRecorded: false,
  };
}
