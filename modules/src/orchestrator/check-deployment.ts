import { user } from "../chat/message.ts";
import type { Usage } from "../chat/stream-part.ts";
import { ProviderError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { hasWorked } from "../resilience/failure-kind.ts";
import { CHECK_PAYER } from "./check-payer.ts";
import { openChat } from "./guard-chat.ts";
import type { House } from "./house.ts";
import { pingDeployment } from "./ping-deployment.ts";
import { closeRun } from "./record.ts";
import { mayAsk } from "./reserve.ts";
import { type Leg, type Run, startRun } from "./run.ts";
import type { ServingDeployment } from "./serving.ts";
import { settle } from "./settle.ts";
import { tellSpent } from "./tell-spent.ts";

/**
 * Checks a deployment by a ping. One that costs money is booked under `routing`, as it decides who may be asked, and is not sent
 * when there is no money for it or the ledger cannot be written; one on this machine costs nothing and is not booked.
 * @throws what the provider throws; ProviderError of status 429, which counts for neither side, when it was not sent.
 */
export async function checkDeployment(
  deployment: ServingDeployment,
  signal: AbortSignal,
  house: House,
): Promise<void> {
  if (deployment.tier === "local") {
    await pingDeployment(deployment, signal);
    return;
  }
  const context = { ...CHECK_PAYER, requestId: newId("check-"), signal };
  const request = { model: deployment.name, messages: [user("ping")], maxTokens: 1 };
  const run = startRun(request, context, house);
  // A check is no request: it is neither counted nor told as one.
  run.isRecorded = true;
  const chat = openChat(request);
  run.chat = chat;
  try {
    const refused = mayAsk(deployment.name, chat, run);
    if (refused !== undefined) throw notSent(deployment, refused);
    run.legs.push(toLeg(deployment, await pingDeployment(deployment, signal)));
    await book(chat, run);
  } catch (error) {
    if (hasWorked(error)) {
      run.unanswered.push({ deployment, soFar: "" });
      await book(chat, run);
    }
    throw error;
  } finally {
    await closeRun(run);
  }
}

function toLeg(
  deployment: ServingDeployment,
  {
    usage,
    ...reply
  }: Pick<Leg["reply"], "servedModel" | "provenance"> & { readonly usage: Usage | undefined },
): Leg {
  const leg: Leg = { deployment, reply, text: "", soFar: "", purpose: "routing" };
  if (usage) {
    const billed = { ...usage, estimated: false };
    leg.end = {
      reason: "stop",
      billed,
      wasted: { promptTokens: 0, completionTokens: 0, estimated: false },
    };
  }
  return leg;
}

/** The model has worked, whether its cost could be kept or not; the ledger's own health tells that. */
async function book(chat: NonNullable<Run["chat"]>, run: Run): Promise<void> {
  try {
    tellSpent("check", await settle(chat, "answered", run), run);
  } catch (error) {
    if (run.house.ledger?.health().state !== "failing") throw error;
  }
}

const notSent = ({ name }: ServingDeployment, because: string) =>
  new ProviderError(`${name} was not checked: ${because}`, {
    code: "NOT_CHECKED",
    status: 429,
    retryable: true,
  });
