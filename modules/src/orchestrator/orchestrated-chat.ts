import type { ChatMessage } from "../chat/message.ts";
import type { AnswerSchema } from "../chat/request.ts";
import type { Conversation } from "../context/conversation.ts";
import type { MidStreamPolicy } from "../resilience/fallback-plan.ts";
import type { Target } from "../routers/router.ts";

/** The model name that leaves the choice to the orchestrator. */
export const AUTO_MODEL = "auto";

/** A chat request as the orchestrator takes it, in whatever form it came over the wire. */
export interface OrchestratedChat {
  /** `auto`, or the name of a model, an alias or a deployment: then that one is asked first. */
  readonly model: string;
  /** Oldest first. The router reads the last turn of the user. */
  readonly messages: readonly ChatMessage[];
  /** Whether text is wanted as it is made (default); false asks the provider for the whole answer at once. */
  readonly stream?: boolean;
  /** Upper bound of answer tokens; a model's own bound holds as well. */
  readonly maxTokens?: number;
  /** 0 to 2. */
  readonly temperature?: number;
  readonly topP?: number;
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly topLogprobs?: number;
  readonly answerSchema?: AnswerSchema;
  /** Further fields in OpenAI's form, passed on as they are: `tools`, `tool_choice`, `response_format`, `logit_bias`. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly hints?: RoutingHints;
  /** Earlier turns that `messages` goes on from; a whole answer is added to it. */
  readonly conversation?: Conversation;
}

/** What a caller may ask of the routing. Every field narrows the choice; none of them lifts a limit. */
export interface RoutingHints {
  /** Router or classifier that decides, instead of the configured one: `rule`, `bert`, `intent`, `task`. */
  readonly strategy?: string;
  /** Pins the answer to this machine or to the cloud, without any fallback to the other. */
  readonly target?: Target;
  /** Route that is taken as if the classifier had found it: an intent or a task, e.g. `code-generation`. */
  readonly route?: string;
  /** Template of the configuration that models are told first, instead of their own prompts. */
  readonly template?: string;
  /** Models or deployments to ask first, best first. */
  readonly prefer?: readonly string[];
  /** Models or deployments that are not asked. */
  readonly exclude?: readonly string[];
  /** Most that this answer may cost, in US dollars. */
  readonly budgetUsd?: number;
  /** True: a model that is asked for by name has nobody to step in for it. */
  readonly alone?: boolean;
  /**
   * Who steps in for a model that is asked for by name: those named here, in their order; true: whoever serves its side; false:
   * nobody. Without it the configuration's chain for that model, and nobody where it has none.
   */
  readonly fallback?: boolean | readonly string[];
  readonly midStream?: MidStreamPolicy;
  /**
   * True: a prompt that nobody of its plan can take whole is shortened; a number: to at most so many tokens in any case; false: never.
   * Default: as configured.
   */
  readonly trim?: boolean | number;
  /** False: neither looked up in the cache nor stored there. */
  readonly cache?: boolean;
  /** Milliseconds for the whole answer; at most the house's own. */
  readonly timeoutMs?: number;
}

/** Texts to be turned into vectors. */
export interface OrchestratedEmbedding {
  readonly model: string;
  readonly input: readonly string[];
  readonly dimensions?: number;
  readonly hints?: Pick<RoutingHints, "budgetUsd" | "timeoutMs" | "exclude">;
}
