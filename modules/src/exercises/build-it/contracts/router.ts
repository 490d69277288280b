/** Your file exports `createRouter: CreateRouter`. */
export type CreateRouter = (options: RouterInput) => TaskRouter;

export interface RouterInput {
  /** Models for each task, first choice first; `conversation` is there for whatever nothing else fits. */
  readonly models: Readonly<Record<Task, readonly string[]>>;
  /** Resolves with the answer; rejects with an Error that has `status` when the model fails. */
  readonly ask: (model: string, prompt: string) => Promise<string>;
  /** Milliseconds on a scale that never jumps. */
  readonly now: () => number;
}

export type Task = "code-generation" | "summarization" | "conversation";

export interface TaskRouter {
  taskOf(prompt: string): Task;
  /**
   * Asks the models of the task in their order, each at most once. After a status of 429 or 500 and above the next one is asked;
   * any other failure is thrown, as no other model would answer that. A model that failed three times in a row is not asked for
   * 30 seconds; then one call tries it. Throws an Error for an empty prompt and when no model has answered.
   */
  route(prompt: string): Promise<Routed>;
}

export interface Routed {
  readonly task: Task;
  readonly model: string;
  readonly text: string;
}
