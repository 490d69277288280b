export { type Conversation, type ConversationOptions, createConversation } from "./conversation.ts";
