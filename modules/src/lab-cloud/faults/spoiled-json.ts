type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The same answer, or event of a stream, under another model's name. */
export function withModel(value: unknown, model: string): unknown {
  if (!isObject(value)) return value;
  return {
    ...value,
    // Azure's first event of a chat has an empty model.
    ...(typeof value.model === "string" && value.model !== "" && { model }),
    ...(typeof value.modelVersion === "string" && { modelVersion: model }),
    ...(isObject(value.response) && { response: withModel(value.response, model) }),
    ...(isObject(value.message) && { message: withModel(value.message, model) }),
  };
}

/** The same answer, or event of a stream, without a word in it: chat in every form, responses and embeddings. */
export function withoutText(value: unknown): unknown {
  if (!isObject(value)) return value;
  return {
    ...value,
    ...(isObject(value.response) && { response: withoutText(value.response) }),
    ...(isObject(value.item) && { item: withoutContent(value.item) }),
    ...(isObject(value.part) && { part: withoutWords(value.part) }),
    ...(typeof value.text === "string" && { text: "" }),
    ...("output" in value && { output: listOf(value.output).map(withoutContent) }),
    ...("choices" in value && { choices: listOf(value.choices).map(withoutMessage) }),
    ...(isObject(value.message) && { message: withoutContent(value.message) }),
    ...("content" in value && { content: listOf(value.content).map(withoutWords) }),
    ...("candidates" in value && { candidates: listOf(value.candidates).map(withoutParts) }),
    ...(value.object === "list" && { data: [] }),
    ...(isObject(value.usage) && { usage: withoutAnswerTokens(value.usage) }),
  };
}

const withoutMessage = (choice: unknown) =>
  isObject(choice) && isObject(choice.message)
    ? { ...choice, message: { ...choice.message, content: "" } }
    : choice;

const withoutParts = (candidate: unknown) =>
  isObject(candidate) && isObject(candidate.content)
    ? {
        ...candidate,
        content: { ...candidate.content, parts: listOf(candidate.content.parts).map(withoutWords) },
      }
    : candidate;

const withoutContent = (item: unknown) =>
  isObject(item) && "content" in item ? { ...item, content: listOf(item.content).map(withoutWords) } : item;

const withoutWords = (part: unknown) =>
  isObject(part) && typeof part.text === "string" ? { ...part, text: "" } : part;

function withoutAnswerTokens(usage: Json): Json {
  const promptTokens = usage.prompt_tokens ?? usage.input_tokens;
  return {
    ...usage,
    ...("completion_tokens" in usage && { completion_tokens: 0 }),
    ...("output_tokens" in usage && { output_tokens: 0 }),
    ...("total_tokens" in usage && { total_tokens: promptTokens }),
  };
}

/** Whether an event of a stream brings a piece of the answer's text. */
export function bringsToken(value: unknown): boolean {
  if (!isObject(value)) return false;
  if (TEXT_EVENTS.has(String(value.type)) || hasGeminisText(value.candidates)) return true;
  const choice = listOf(value.choices)[0];
  const delta = isObject(choice) ? choice.delta : undefined;
  return isObject(delta) && typeof delta.content === "string" && delta.content !== "";
}

/** Events of the responses API, of Anthropic and of Cohere that bring text and nothing else. */
const TEXT_EVENTS = new Set(["response.output_text.delta", "content_block_delta", "content-delta"]);

function hasGeminisText(candidates: unknown): boolean {
  const [candidate] = listOf(candidates);
  const content = isObject(candidate) ? candidate.content : undefined;
  return isObject(content) && listOf(content.parts).some((part) => isObject(part) && Boolean(part.text));
}
