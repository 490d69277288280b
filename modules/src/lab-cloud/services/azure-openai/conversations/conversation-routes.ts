import { z } from "zod";
import { type Clock, newId } from "../../../../core/index.ts";
import type { LabContext } from "../../../lab-app.ts";
import type { LabRoute } from "../../service.ts";
import { checkShape, missing } from "../check-shape.ts";
import { parseJson } from "../parse-json.ts";
import type { AzureResource } from "../resource.ts";
import { behind, type StatefulPlace } from "../stateful-place.ts";
import { type Conversation, checkRoom } from "./chat-state.ts";
import { pageOf, readPageQuery, wholePage } from "./item-page.ts";
import { readItems } from "./message-item.ts";
import { readMetadata } from "./metadata.ts";
import { conversationNotFound, itemNotFound } from "./state-refusal.ts";

/** As many as one request may bring. */
const MAX_NEW_ITEMS = 20;

const createShape = z.strictObject({
  items: z.array(z.unknown()).max(MAX_NEW_ITEMS).nullish(),
  metadata: z.unknown().optional(),
});
const updateShape = z.strictObject({ metadata: z.unknown().optional() });
const itemsShape = z.strictObject({ items: z.array(z.unknown()).min(1).max(MAX_NEW_ITEMS) });

/** What is read of a request, and when it is. */
type Desk = Pick<AzureResource, "readBody"> & { readonly clock: Clock };

/** Conversations and their items: what several responses share. */
export function conversationRoutes(desk: Desk, place: StatefulPlace): readonly LabRoute[] {
  const found = (c: LabContext): Conversation => {
    const id = c.req.param("conversation") ?? "";
    const conversation = place.stateOf(c).conversations.get(id);
    if (!conversation) throw conversationNotFound(id);
    return conversation;
  };
  const foundItem = (c: LabContext) => {
    const conversation = found(c);
    const id = c.req.param("item") ?? "";
    const item = conversation.items.find((one) => one.id === id);
    if (!item) throw itemNotFound(id);
    return { conversation, item };
  };
  const keep = (c: LabContext, conversation: Conversation) => {
    place.stateOf(c).keepConversation(conversation);
    return c.json(shown(conversation));
  };

  const create = async (c: LabContext) => {
    const text = await desk.readBody(c);
    const { items, metadata } = checkShape(createShape, text.trim() === "" ? {} : parseJson(text));
    return keep(c, {
      id: newId("conv_"),
      createdAt: Math.floor(desk.clock.now() / 1000),
      metadata: readMetadata(metadata),
      items: readItems(items ?? [], "items"),
    });
  };

  const retrieve = (c: LabContext) => c.json(shown(found(c)));
  const update = async (c: LabContext) => {
    found(c);
    const { metadata } = checkShape(updateShape, parseJson(await desk.readBody(c)));
    if (metadata === undefined) throw missing("metadata");
    // Another request may have added items while the body came in.
    return keep(c, { ...found(c), metadata: readMetadata(metadata) });
  };
  const remove = (c: LabContext) => {
    const { id } = found(c);
    place.stateOf(c).conversations.delete(id);
    return c.json({ id, object: "conversation.deleted", deleted: true });
  };

  const listItems = (c: LabContext) => c.json(pageOf(found(c).items, readPageQuery(c)));
  const addItems = async (c: LabContext) => {
    found(c);
    const { items } = checkShape(itemsShape, parseJson(await desk.readBody(c)));
    const added = readItems(items, "items");
    const conversation = found(c);
    checkRoom(conversation.items, added.length);
    place.stateOf(c).append(conversation.id, added);
    return c.json(wholePage(added));
  };
  const retrieveItem = (c: LabContext) => c.json(foundItem(c).item);
  const removeItem = (c: LabContext) => {
    const { conversation, item } = foundItem(c);
    return keep(c, { ...conversation, items: conversation.items.filter((one) => one !== item) });
  };

  const path = `${place.prefix}/conversations`;
  const one = `${path}/:conversation`;
  return behind(place, [
    { method: "POST", path, handle: create },
    { method: "GET", path: one, handle: retrieve },
    { method: "POST", path: one, handle: update },
    { method: "DELETE", path: one, handle: remove },
    { method: "GET", path: `${one}/items`, handle: listItems },
    { method: "POST", path: `${one}/items`, handle: addItems },
    { method: "GET", path: `${one}/items/:item`, handle: retrieveItem },
    { method: "DELETE", path: `${one}/items/:item`, handle: removeItem },
  ]);
}

const shown = ({ id, createdAt, metadata }: Conversation) => ({
  id,
  object: "conversation",
  created_at: createdAt,
  metadata,
});
