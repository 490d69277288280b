import type { Expression, InterpolationPart } from "../syntax/syntax-tree.ts";
import { STRING } from "../types/net-type.ts";
import { alignText, formatValue } from "../values/format-value.ts";
import { toNetText } from "../values/net-text.ts";
import type { Code, Evaluate } from "./code.ts";
import { compileCode } from "./compile-code.ts";
import type { Place } from "./place.ts";

/** `$"…{value,alignment:format}…"`. */
export function compileInterpolation(
  { parts }: Extract<Expression, { kind: "interpolation" }>,
  place: Place,
): Code {
  const runs = parts.map((part) => compilePart(part, place));
  return {
    type: STRING,
    run: (frame) => {
      let text = "";
      for (const run of runs) text += run(frame);
      return text;
    },
  };
}

function compilePart(part: InterpolationPart, place: Place): Evaluate {
  if (part.kind === "text") return () => part.text;
  const { run, type } = compileCode(part.value, place);
  if (type.name === "void") place.compilation.problem("This gives no value to write.", part.value.at);
  const { alignment, format } = part;
  if (alignment === 0 && format === undefined) return (frame) => toNetText(run(frame));
  return (frame) => alignText(formatValue(run(frame), format ?? ""), alignment);
}
