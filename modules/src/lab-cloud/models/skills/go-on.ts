import type { AnswerBank } from "../answer-bank.ts";
import type { Skill } from "./skill.ts";

/**
 * Takes up an answer that broke off: when the last turn of the assistant is the beginning of the written answer to the
 * question before it, and no other question follows, the rest of that answer.
 */
export const createGoOn = (bank: AnswerBank): Skill => ({
  answer({ messages, prompt }) {
    const place = messages.findLastIndex(({ role }) => role === "assistant");
    const begun = messages[place]?.text ?? "";
    if (begun === "") return undefined;
    const question = messages.slice(0, place).findLast(({ role }) => role === "user")?.text ?? "";
    const written = bank.find(question)?.answer ?? "";
    const isOther = prompt !== question && bank.find(prompt) !== undefined;
    const isRest = !isOther && written.length > begun.length && written.startsWith(begun);
    return isRest ? written.slice(begun.length) : undefined;
  },
});
