import { LineCounter, type Node, parseDocument } from "yaml";
import { explainError } from "../../core/errors.ts";
import type { LoadProblem } from "../documents/load-error.ts";
import type { SourcePosition } from "../documents/policy-element.ts";

/** A JSON text with the places of everything in it. */
export interface ConfigSource {
  readonly file: string;
  /** Undefined when the text is no JSON; then `problems` says why. */
  readonly content: unknown;
  readonly problems: readonly LoadProblem[];
  /** The place of the deepest part of `path` that is there. */
  positionOf(path: readonly PropertyKey[]): SourcePosition;
}

/** @param file as messages name it */
export function readConfigText(text: string, file: string): ConfigSource {
  const start = { file, line: 1, column: 1 };
  try {
    const content: unknown = JSON.parse(text);
    return { file, content, problems: [], positionOf: placesIn(text, file) };
  } catch (error) {
    const problem = describeSyntax(explainError(error), text, file);
    return { file, content: undefined, problems: [problem], positionOf: () => start };
  }
}

/** Content that comes from a program; it has no lines. */
export function configInMemory(content: unknown, file: string): ConfigSource {
  return { file, content, problems: [], positionOf: () => ({ file, line: 1, column: 1 }) };
}

/** JSON's own reader says where it stopped, except at the end of the text. */
function describeSyntax(said: string, text: string, file: string): LoadProblem {
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(said) ?? [];
  const message = `This is no JSON: ${said.replace(/ in JSON at position .*| at position .*/, "").replace(/\.$/, "")}.`;
  if (line !== undefined) return { message, file, line: Number(line), column: Number(column) };
  const lines = text.split("\n");
  return { message, file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** JSON is YAML too, and YAML's reader knows where things stand. */
function placesIn(text: string, file: string): ConfigSource["positionOf"] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as Node | undefined;
      if (!node?.range) continue;
      const { line, col } = counter.linePos(node.range[0]);
      return { file, line, column: col };
    }
    return { file, line: 1, column: 1 };
  };
}
