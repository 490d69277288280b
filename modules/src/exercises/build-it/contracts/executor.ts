/** Your file exports `createExecutor: CreateExecutor`. */
export type CreateExecutor = (options: ExecutorInput) => Executor;

export interface ExecutorInput {
  /** Pieces of the answer as they are made; throws when the model fails. */
  readonly call: (request: ExecutorRequest, signal: AbortSignal) => AsyncIterable<string>;
  /** Milliseconds for a whole answer. */
  readonly timeoutMs: number;
  /** Most calls at one time; others wait. */
  readonly atOnce: number;
}

export interface ExecutorRequest {
  readonly model: string;
  readonly prompt: string;
}

export interface Executor {
  /**
   * The answer's pieces, each as soon as it is there. The same request as one that was answered whole is answered from memory,
   * without a call. Throws when the model fails or breaks off, after `timeoutMs`, and when the caller's signal is aborted; the
   * signal that `call` was given is then aborted too.
   */
  execute(request: ExecutorRequest, signal?: AbortSignal): AsyncIterable<string>;
}
