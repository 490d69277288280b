import type { Citation, CitedAnswer } from "./rag.ts";

/** Reads `[1]`, `[1, 3]`, `[1-3]` in an answer, but not in its code. */
export function citeAnswer(text: string, sources: readonly Citation[]): CitedAnswer {
  const prose = text.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`/g, " ");
  const marks = [...prose.matchAll(/\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\](?!\()/g)];
  const numbers = [...new Set(marks.flatMap(([, inside]) => numbersIn(inside ?? "")))];
  return {
    text,
    citations: numbers.flatMap((number) => sources.find((source) => source.number === number) ?? []),
    unknownNumbers: numbers.filter((number) => !sources.some((source) => source.number === number)),
  };
}

function numbersIn(inside: string): readonly number[] {
  return inside.split(/[,;]/).flatMap((part) => {
    const [first = Number.NaN, last = first] = part.split(/[–-]/).map(Number);
    return Array.from({ length: Math.max(0, last - first) + 1 }, (_, step) => first + step);
  });
}
