import { assistant, type ChatMessage, system, user } from "../../chat/message.ts";
import type { ToolCallPiece } from "../../chat/stream-part.ts";
import type { OrchestratedChat } from "../../orchestrator/orchestrated-chat.ts";
import { readHints } from "../chat/read-chat.ts";
import type { InputItem, ResponseBody } from "./response-body.ts";

/** The turns of an input. A call and the text before it are one turn, as models of OpenAI's chat form want it. */
export function readInput(input: ResponseBody["input"]): readonly ChatMessage[] {
  if (typeof input === "string") return [user(input)];
  const turns: ChatMessage[] = [];
  for (const item of input) {
    const last = turns.at(-1);
    if (item.type === "function_call" && last?.role === "assistant")
      turns[turns.length - 1] = withCall(last, item);
    else turns.push(turnOf(item));
  }
  return turns;
}

function turnOf(item: InputItem): ChatMessage {
  if (item.type === "function_call") return withCall(assistant(""), item);
  if (item.type === "function_call_output") {
    const content = textOf(item.output);
    return { ...user(content), wire: { role: "tool", tool_call_id: item.call_id, content } };
  }
  const { role } = item;
  return { role: role === "developer" ? "system" : role, content: textOf(item.content) };
}

const textOf = (content: Extract<InputItem, { type: "function_call_output" }>["output"]) =>
  typeof content === "string" ? content : content.map(({ text }) => text).join("\n");

type Called = Pick<Extract<InputItem, { type: "function_call" }>, "call_id" | "name" | "arguments">;

function withCall(turn: ChatMessage, { call_id: id, name, arguments: given }: Called): ChatMessage {
  const before = Array.isArray(turn.wire?.tool_calls) ? turn.wire.tool_calls : [];
  const call = { id, type: "function", function: { name, arguments: given } };
  return {
    ...turn,
    wire: { role: "assistant", content: turn.content || null, tool_calls: [...before, call] },
  };
}

/** The turn that an answer is in what follows. */
export const answeredTurn = (text: string, calls: readonly ToolCallPiece[] = []): ChatMessage =>
  calls
    .map((call) => ({ call_id: callId(call), name: call.name ?? "", arguments: call.arguments }))
    .reduce(withCall, assistant(text));

export const callId = ({ id, index }: ToolCallPiece) => id ?? `call_${index}`;

/** Instructions hold for this response only, and are no turn of the talk. */
export function readResponse(body: ResponseBody, turns: readonly ChatMessage[]): OrchestratedChat {
  const { model, instructions, max_output_tokens: maxTokens, temperature, top_p: topP, routing } = body;
  const fields = passedOn(body);
  return {
    model,
    messages: instructions ? [system(instructions), ...turns] : turns,
    stream: body.stream ?? false,
    ...(typeof maxTokens === "number" && { maxTokens }),
    ...(typeof temperature === "number" && { temperature }),
    ...(typeof topP === "number" && { topP }),
    ...(Object.keys(fields).length > 0 && { fields }),
    ...(routing && { hints: readHints(routing) }),
  };
}

/** What models of OpenAI's chat form are told in its words. */
function passedOn({ tools, tool_choice, parallel_tool_calls, text, reasoning }: ResponseBody) {
  const format = text?.format;
  return {
    ...(tools && tools.length > 0 && { tools: tools.map(chatTool) }),
    ...(tool_choice && {
      tool_choice: typeof tool_choice === "string" ? tool_choice : chosenTool(tool_choice),
    }),
    ...(typeof parallel_tool_calls === "boolean" && tools?.length && { parallel_tool_calls }),
    ...(format && format.type !== "text" && { response_format: chatFormat(format) }),
    ...(reasoning?.effort && { reasoning_effort: reasoning.effort }),
  };
}

const chatTool = ({ type, ...described }: NonNullable<ResponseBody["tools"]>[number]) => ({
  type,
  function: withoutNull(described),
});

const chosenTool = ({ type, name }: { readonly type: string; readonly name: string }) => ({
  type,
  function: { name },
});

function chatFormat(format: NonNullable<NonNullable<ResponseBody["text"]>["format"]>): object {
  if (format.type !== "json_schema") return format;
  const { type, ...described } = format;
  return { type, json_schema: withoutNull(described) };
}

const withoutNull = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
