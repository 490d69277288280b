import { invalidRequest } from "../../../azure-refusal.ts";
import { type BoundedStore, createBoundedStore } from "./bounded-store.ts";
import type { MessageItem } from "./message-item.ts";
import type { Metadata } from "./metadata.ts";
import { conversationNotFound, previousResponseNotFound } from "./state-refusal.ts";

/** A response that can be asked for again and gone on from. */
export interface StoredResponse {
  /** As it was sent. */
  readonly response: { readonly id: string };
  readonly input: readonly MessageItem[];
  readonly output: readonly MessageItem[];
  readonly previousId?: string | undefined;
  readonly conversationId?: string | undefined;
}

export interface Conversation {
  readonly id: string;
  /** Seconds since 1970-01-01 UTC. */
  readonly createdAt: number;
  readonly metadata: Metadata;
  /** In the order of their coming. */
  readonly items: readonly MessageItem[];
}

/** What a turn goes on from; at most one of the two. */
export interface TurnBase {
  readonly previousId?: string | undefined;
  readonly conversationId?: string | undefined;
}

/** Responses and conversations of one resource, in memory: gone when the lab cloud ends. */
export interface ChatState {
  readonly responses: Pick<BoundedStore<StoredResponse>, "get" | "delete">;
  readonly conversations: Pick<BoundedStore<Conversation>, "get" | "delete">;
  keepResponse(stored: StoredResponse): void;
  /** Puts a conversation in, or its new state in the place of the old. */
  keepConversation(conversation: Conversation): void;
  /** Adds items at the end of a conversation; nothing happens when it was deleted meanwhile. */
  append(conversationId: string, items: readonly MessageItem[]): void;
  /** Everything that was said before a turn. @throws AzureRefusal (400, 404) when that is not there. */
  historyOf(base: TurnBase): readonly MessageItem[];
}

/**
 * Of the responses of a resource, and of its conversations: more than a workshop makes, little enough for a laptop. Beyond that
 * the one that was used longest ago is forgotten.
 */
const LIMITS = { maxEntries: 1000, maxBytes: 16 * 1_048_576 };
const MAX_ITEMS = 10_000;

export function createChatState(): ChatState {
  const responses = createBoundedStore<StoredResponse>(LIMITS);
  const conversations = createBoundedStore<Conversation>(LIMITS);

  const keepConversation = (conversation: Conversation) =>
    conversations.set(conversation.id, conversation, bytesOf(conversation.items));

  /** From the first response of a chain, or from the conversation that it began in. */
  const chainOf = (lastId: string): readonly MessageItem[] => {
    const turns: (readonly MessageItem[])[] = [];
    for (let id: string | undefined = lastId; id !== undefined; ) {
      const stored = responses.get(id);
      if (!stored) throw previousResponseNotFound(id);
      const inConversation = itemsUpTo(stored, conversations);
      turns.push(inConversation ?? [...stored.input, ...stored.output]);
      id = inConversation ? undefined : stored.previousId;
    }
    return turns.toReversed().flat();
  };

  return {
    responses,
    conversations,
    keepResponse(stored) {
      const { response, input } = stored;
      responses.set(
        response.id,
        stored,
        bytesOf(input) + BYTES_PER_CHARACTER * JSON.stringify(response).length,
      );
    },
    keepConversation,
    append(conversationId, items) {
      const conversation = conversations.get(conversationId);
      if (conversation) keepConversation({ ...conversation, items: [...conversation.items, ...items] });
    },
    historyOf({ previousId, conversationId }) {
      if (previousId !== undefined) return chainOf(previousId);
      if (conversationId === undefined) return [];
      const conversation = conversations.get(conversationId);
      if (!conversation) throw conversationNotFound(conversationId);
      return conversation.items;
    },
  };
}

/** What a response's conversation held when the response was done; absent when it had none or it is gone. */
function itemsUpTo(
  { conversationId, output }: StoredResponse,
  conversations: BoundedStore<Conversation>,
): readonly MessageItem[] | undefined {
  const items = conversationId === undefined ? undefined : conversations.get(conversationId)?.items;
  const place = items?.findIndex(({ id }) => id === output.at(-1)?.id) ?? -1;
  return place < 0 ? undefined : items?.slice(0, place + 1);
}

const bytesOf = (items: readonly MessageItem[]) =>
  items.reduce(
    (sum, { content }) =>
      content.reduce(
        (bytes, part) => bytes + BYTES_PER_CHARACTER * textOf(part).length,
        sum + BYTES_PER_ITEM,
      ),
    BYTES_PER_ITEM,
  );

const BYTES_PER_CHARACTER = 2;
/** What an object takes beside its text. */
const BYTES_PER_ITEM = 500;

const textOf = (part: MessageItem["content"][number]) => (part.type === "refusal" ? part.refusal : part.text);

/** @throws AzureRefusal (400) when a conversation cannot take so many more items. */
export function checkRoom(items: readonly MessageItem[], more: number): void {
  if (items.length + more <= MAX_ITEMS) return;
  throw invalidRequest(
    `A conversation of the lab cloud holds at most ${MAX_ITEMS} items, and this one has ${items.length}; begin another.`,
    "conversation",
    "conversation_full",
  );
}
