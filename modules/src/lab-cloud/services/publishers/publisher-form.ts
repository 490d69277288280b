import type { Deployment, Model } from "../../../catalog/index.ts";
import type { LabContext } from "../../lab-app.ts";
import type { EventShape } from "../azure-openai/pace.ts";
import type { Completion, Question } from "../azure-openai/resource.ts";
import type { Served } from "../azure-openai/surface.ts";

/** A question, with the name of the model it is for. */
export interface PublisherQuestion extends Question {
  readonly model: string;
  readonly stream: boolean;
  /** Usage at the end of a stream, in forms where that has to be asked for. */
  readonly includeUsage?: boolean;
}

/** What an answer is written from. */
export interface PublisherAnswer extends Pick<Completion, "answer" | "promptTokens" | "model"> {
  /** 24 letters and digits. */
  readonly id: string;
  /** Seconds since 1970-01-01 UTC. */
  readonly created: number;
  /** Name under which the model was asked for. */
  readonly name: string;
  readonly question: PublisherQuestion;
}

/** Why a request is refused, before it gets the publisher's form. */
export interface RefusalFacts {
  readonly status: number;
  readonly message: string;
  /** The field that is wrong, when it is one. */
  readonly param: string | null;
  /** When to come back, when that is known. */
  readonly retryAfterMs: number | undefined;
  /** With which it will be sent. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A refusal as it is sent. */
export interface WrittenRefusal {
  /** Where the publisher answers another status than others would. */
  readonly status?: number;
  readonly body: object;
  /** Headers that this publisher does not send. */
  readonly without?: readonly string[];
}

/** In what the publishers' ways of serving models differ. */
export interface PublisherForm {
  /** Stable word, also the first part of every path: `anthropic`. */
  readonly name: string;
  readonly title: string;
  /** Names under which it serves a model of the catalog; empty for models that it does not have. */
  namesOf(model: Model): readonly string[];
  /** The key that a request brings. */
  keyOf(c: LabContext): string | undefined;
  /** Paths of chat, below the name, in Hono's form. */
  readonly chatPaths: readonly string[];
  /** Paths of the list of models, likewise. */
  readonly listPaths: readonly string[];
  /** @throws AzureRefusal (400) naming the field that cannot be used */
  readQuestion(json: unknown, c: LabContext): PublisherQuestion;
  whole(answer: PublisherAnswer): object;
  events(answer: PublisherAnswer): EventShape;
  list(deployments: readonly Deployment[]): object;
  refuse(facts: RefusalFacts): WrittenRefusal;
  /** Headers of every answer and refusal, with those of the model once it is found. */
  headers(served: Served | undefined): Record<string, string>;
}
