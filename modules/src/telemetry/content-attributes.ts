import type { ContentMode } from "./answer-spans.ts";
import { ATTRIBUTES as A } from "./conventions.ts";
import type { Attributes } from "./span-record.ts";
import type { TelemetryRedactor } from "./telemetry-redactor.ts";
import type { AnswerOver } from "./traced-answer.ts";

/** Longest question or answer at a span. */
const CONTENT_CHARACTERS = 8192;

/** Question and answer in the conventions' form, as far as they may be seen. Keys and tokens never may. */
export function contentAttributes(
  { record, answer }: AnswerOver,
  content: ContentMode,
  redactor: TelemetryRedactor,
): Attributes {
  if (content === "off") return {};
  const hide = content === "full" ? redactor.credentials : redactor.text;
  const messages = (role: string, text: string) =>
    JSON.stringify([{ role, parts: [{ type: "text", content: hide(text, CONTENT_CHARACTERS) }] }]);
  return {
    ...(record.query !== undefined && { [A.inputMessages]: messages("user", record.query) }),
    ...(answer && { [A.outputMessages]: messages("assistant", answer.text) }),
  };
}
