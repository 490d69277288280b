import type { Router } from "../../../routers/index.ts";
import { labelFor, scaleIn } from "../label-scale.ts";
import type { Asked, Skill } from "./skill.ts";

/** Says that the answer shall be a word out of a list, and nothing else. */
const ONE_LABEL =
  /\b(?:answer|reply|respond|output|return|say|write)\b[^.!?\n]{0,80}\b(?:only|just|exactly|one of|one word|single word|nothing else|the label|the word)\b|\b(?:one|a single|exactly one) (?:word|label)\b|\b(?:only|just) (?:the|one) (?:label|word)\b/i;

/** Where the query begins when it stands in the same message as the instruction. */
const QUERY_MARK = /(?:^|\n)[ \t]*(?:query|question|prompt|message|user|text|request)[ \t]*:\s*/i;

/** Labels a query as a router prompt asks: `local` or `cloud`, `simple`, `moderate` or `complex`. The rule router decides. */
export function createLabels(router: Router): Skill {
  return {
    async answer(asked) {
      const task = readTask(asked);
      const scale = task && ONE_LABEL.test(task.instructions) ? scaleIn(task.instructions) : undefined;
      if (!task || !scale) return undefined;
      return labelFor(scale, await router.route(task.query));
    },
  };
}

/** The instruction and the query it is about. */
export function readTask({
  instructions,
  prompt,
}: Asked): { instructions: string; query: string } | undefined {
  const [before = "", ...after] = prompt.split(QUERY_MARK);
  const marked = after.join("\n").trim();
  if (instructions !== "") return { instructions, query: marked && before.trim() === "" ? marked : prompt };
  if (marked === "") return undefined;
  const [query = "", ...rest] = marked.split(
    /\n[ \t]*\n|\n(?=[ \t]*(?:answer|label|reply|output|target)\b)/i,
  );
  return { instructions: `${before}\n${rest.join("\n")}`, query: query.trim() };
}
