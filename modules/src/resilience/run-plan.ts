import type { TakeParts } from "../chat/part-stream.ts";
import type { OpenRoute } from "./ask-level.ts";
import type { BegunReply, StreamReply } from "./begin-reply.ts";
import { type BeginRouteOptions, createRouteBeginner, type RouteBeginner } from "./begin-route.ts";
import type { MidStreamPolicy } from "./fallback-plan.ts";
import { breakOf, canBeTakenOver, type Ending, outcomeOf, reasonOf } from "./read-ending.ts";
import { createTelling, relayBatch, type Telling } from "./relay-route.ts";
import { createRouteAccount } from "./route-account.ts";
import type { PlanPart, RouteEnd } from "./route-part.ts";

/**
 * Has the first deployment of the plan that says a word answer, hands on what it says, and treats a stream that breaks as the
 * plan says. Parts that have come at once go together.
 * @throws only before the first part, as `RouteBeginner.begin` does; then what `take` throws.
 */
export async function runPlan<Reply extends StreamReply>(
  options: BeginRouteOptions<Reply>,
  take: TakeParts<PlanPart<Reply>>,
): Promise<void> {
  const { plan, deadline } = options;
  const beginner = createRouteBeginner(options);
  const account = createRouteAccount(options);
  let route: OpenRoute<Reply> | undefined = await beginner.begin("");
  let soFar = "";
  try {
    while (route) {
      const { deployment, place: level }: OpenRoute<Reply>["level"] = route.level;
      const told = createTelling(soFar);
      const begin: PlanPart<Reply> = { type: "route-begin", deployment, level, reply: route.begun.reply };
      const ending = await relay(route.begun, told, { begin, take });
      const broke = breakOf(ending, deployment);
      route.settle(outcomeOf(ending, broke));
      const said = soFar + told.text;
      const next: TakeOver<Reply> | undefined =
        broke && canBeTakenOver(broke, deadline.signal)
          ? await takeOver(policyFor(plan.midStream, told), said, beginner)
          : undefined;
      route = next?.route;
      const reason = next?.reason ?? reasonOf(ending);
      const costs = account.close(told, reason);
      const out: PlanPart<Reply>[] = [
        { type: "route-end", deployment, level, reason, ...costs, ...errorOf(broke) },
      ];
      soFar = reason === "continued" ? said : "";
      if (!next) {
        if (told.usage) out.push({ type: "usage", usage: told.usage });
        out.push(ending);
      }
      await take(out);
    }
  } finally {
    route?.begun.close();
    route?.settle({ kind: "cancelled" });
  }
}

interface Relay<Reply> {
  /** Goes out with the first of what it says. */
  readonly begin: PlanPart<Reply>;
  readonly take: TakeParts<PlanPart<Reply>>;
}

/** Hands on what a route says, until it ends. */
async function relay<Reply>(
  begun: BegunReply<Reply>,
  told: Telling,
  { begin, take }: Relay<Reply>,
): Promise<Ending> {
  let out = [begin];
  for (;;) {
    const ending = relayBatch(await begun.next(), told, out);
    if (out.length > 0) await take(out);
    if (ending) return ending;
    out = [];
  }
}

/** Half a call of a tool is nothing that another deployment could go on from. */
const policyFor = (policy: MidStreamPolicy, { toolCalls }: Telling): MidStreamPolicy =>
  policy === "continue" && toolCalls !== "" ? "restart" : policy;

interface TakeOver<Reply> {
  readonly route: OpenRoute<Reply>;
  readonly reason: "restarted" | "continued";
}

/** Who goes on after a break; undefined when nobody does. Where nobody can continue, an answer is begun anew. */
async function takeOver<Reply>(
  policy: MidStreamPolicy,
  said: string,
  beginner: RouteBeginner<Reply>,
): Promise<TakeOver<Reply> | undefined> {
  if (policy === "terminate") return undefined;
  if (policy === "continue" && beginner.canContinue()) {
    const route = await beginner.begin(said).catch(() => undefined);
    if (route) return { route, reason: "continued" };
  }
  const route = await beginner.begin("").catch(() => undefined);
  return route && { route, reason: "restarted" };
}

const errorOf = (broke: ReturnType<typeof breakOf>): Pick<RouteEnd, "error"> =>
  broke ? { error: { code: broke.code, message: broke.message } } : {};
