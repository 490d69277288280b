import type { DisplayOutput, Output } from "./document.ts";
import type { KernelOutput } from "./kernel.ts";

/** The outputs of a run by cell, merged as a front end merges them. */
export interface OutputLog {
  add(output: KernelOutput): void;
  /** What the cell that was sent with this request has shown so far. */
  of(requestId: string): readonly Output[];
}

export function createOutputLog(): OutputLog {
  const byRequest = new Map<string, Output[]>();
  const byDisplay = new Map<string, DisplayOutput>();

  const outputsOf = (requestId: string): Output[] => {
    const known = byRequest.get(requestId) ?? [];
    byRequest.set(requestId, known);
    return known;
  };

  return {
    add(output) {
      if (output.kind === "stream") return addText(outputsOf(output.requestId), output.name, output.text);
      const shown = output.displayId === undefined ? undefined : byDisplay.get(output.displayId);
      if (shown) shown.data = { ...output.data };
      if (output.update) return;
      const added: DisplayOutput = { output_type: "display_data", data: { ...output.data } };
      outputsOf(output.requestId).push(added);
      if (output.displayId !== undefined) byDisplay.set(output.displayId, added);
    },
    of: (requestId) => byRequest.get(requestId) ?? [],
  };
}

function addText(outputs: Output[], name: "stdout" | "stderr", text: string): void {
  const last = outputs.at(-1);
  if (last?.output_type === "stream" && last.name === name) last.text += text;
  else outputs.push({ output_type: "stream", name, text });
}

export function stderrOf(outputs: readonly Output[]): string {
  return outputs
    .map((output) => (output.output_type === "stream" && output.name === "stderr" ? output.text : ""))
    .join("");
}

const TYPE_ERROR = /^\d+:\d+ - /;
const NAMED_ERROR = /^(?:\w+: )?[\w$]*(?:Error|Exception)\b.*/;

/** The one line of a cell's stderr that says what went wrong: a type error, or what was thrown. */
export function errorLine(stderr: string): string {
  // What is thrown at top level is shown with its source line and a caret before it.
  const lines = stderr
    .replace(/^evalmachine[^\n]*\n[\s\S]*?\n *\^+\n\n/, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const telling = lines.find((line) => TYPE_ERROR.test(line) || NAMED_ERROR.test(line));
  return telling ?? lines[0] ?? "the cell failed and said nothing";
}
