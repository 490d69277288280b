import { LineCounter, type Node, parseDocument } from "yaml";
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
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, schema: "json" });
  const at = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const syntax = syntaxProblem(text);
  const [error] = document.errors;
  if (syntax !== undefined || error) {
    const message = `This is no JSON: ${(error?.message ?? syntax ?? "").split(/ at line |\n/)[0]}.`;
    return {
      file,
      content: undefined,
      problems: [{ message, ...at(error?.pos[0] ?? 0) }],
      positionOf: () => at(0),
    };
  }
  return {
    file,
    content: document.toJS(),
    problems: [],
    positionOf: (path) => {
      for (let length = path.length; length > 0; length--) {
        const node = document.getIn(path.slice(0, length), true) as Node | undefined;
        if (node?.range) return at(node.range[0]);
      }
      return at(0);
    },
  };
}

/** YAML accepts more than JSON does; only JSON's own reader tells. */
function syntaxProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Content that comes from a program; it has no lines. */
export function configInMemory(content: unknown, file: string): ConfigSource {
  return { file, content, problems: [], positionOf: () => ({ file, line: 1, column: 1 }) };
}
