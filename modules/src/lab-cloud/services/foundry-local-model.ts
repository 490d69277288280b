import type { ChatMessage } from "../../chat/message.ts";
import type { ChatRequest } from "../../chat/request.ts";
import type { StreamPart } from "../../chat/stream-part.ts";

/** What answers for a loaded model: `LocalModel` of the models room, or written answers. */
export interface ChatSource {
  /**
   * Text parts, at most one usage, one end. Refusals are thrown at the first part (ProviderError with status).
   * An aborted signal ends it.
   */
  chat(request: ChatRequest, signal?: AbortSignal): AsyncIterable<StreamPart>;
  /** Tokens of a conversation in the model's chat form. */
  countPromptTokens(messages: readonly ChatMessage[]): number;
  close(): Promise<void>;
}

/**
 * A model that the Foundry Local service offers. Its owner makes it, gives it to `createFoundryLocal`, may call `load()`
 * beforehand so that it is ready when the first request comes, and calls `unload()` at the end.
 */
export interface FoundryLocalModel {
  /** Its id without version: `smollm2-135m-instruct`. */
  readonly name: string;
  /** Other names it answers to. */
  readonly aliases: readonly string[];
  /** `local` when a model on this machine makes the answers, `simulated` when they are written. */
  readonly provenance: "local" | "simulated";
  readonly state: "unloaded" | "loading" | "loaded";
  /** What answers; only while it is loaded. */
  readonly source: ChatSource | undefined;
  /** Loads it once, however often it is called. Rejects with the reason; a later call tries again. */
  load(): Promise<ChatSource>;
  /** Ends what runs and frees the memory. Also waits for a load under way. */
  unload(): Promise<void>;
}

export interface FoundryLocalModelOptions {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly provenance: "local" | "simulated";
  /** Called at each load: `() => openLocalModel({ name })`. */
  open(): Promise<ChatSource>;
}

export function createFoundryLocalModel(options: FoundryLocalModelOptions): FoundryLocalModel {
  let opening: Promise<ChatSource> | undefined;
  let source: ChatSource | undefined;

  const open = async () => {
    try {
      source = await options.open();
      return source;
    } catch (error) {
      opening = undefined;
      throw error;
    }
  };

  return {
    name: options.name,
    aliases: options.aliases ?? [],
    provenance: options.provenance,
    get state() {
      if (source) return "loaded";
      return opening ? "loading" : "unloaded";
    },
    get source() {
      return source;
    },
    load() {
      opening ??= open();
      return opening;
    },
    async unload() {
      const opened = await opening?.catch(() => undefined);
      if (!opened || source !== opened) return;
      source = undefined;
      opening = undefined;
      await opened.close();
    },
  };
}
