import type { Cell, Notebook, Output } from "./document.ts";

const METADATA = {
  kernelspec: { display_name: "TypeScript", language: "typescript", name: "tslab" },
};

/** The bytes that nbformat itself writes: one space of indent, sorted keys, text as lines, a line end at the end. */
export function writeNotebook(document: Notebook): string {
  const plain = {
    cells: document.cells.map(plainCell),
    metadata: METADATA,
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(sortKeys(plain), undefined, 1)}\n`;
}

function plainCell(cell: Cell): object {
  const { tags, exercise } = cell.metadata;
  return {
    cell_type: cell.cell_type,
    id: cell.id,
    metadata: { ...(exercise ? { exercise } : {}), ...(tags.length > 0 ? { tags } : {}) },
    source: splitLines(cell.source),
    ...(cell.attachments ? { attachments: plainAttachments(cell.attachments) } : {}),
    ...(cell.cell_type === "code"
      ? { execution_count: cell.execution_count, outputs: cell.outputs.map((one) => plainOutput(one, cell)) }
      : {}),
  };
}

function plainOutput(output: Output, cell: Cell): object {
  if (output.output_type === "stream") return { ...output, text: splitLines(output.text) };
  if (output.output_type === "error") return output;
  const count = output.output_type === "execute_result" ? { execution_count: cell.execution_count } : {};
  return { ...output, ...count, data: splitValues(output.data), metadata: {} };
}

function plainAttachments(attachments: NonNullable<Cell["attachments"]>): object {
  return Object.fromEntries(Object.entries(attachments).map(([name, data]) => [name, splitValues(data)]));
}

function splitValues(data: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(data).map(([type, value]) => [
      type,
      typeof value === "string" && type !== "application/json" ? splitLines(value) : value,
    ]),
  );
}

/** Python's `splitlines(True)`, which nbformat cuts text with. */
function splitLines(text: string): string[] {
  return (
    text
      .match(/\r\n|[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)/g)
      ?.filter((line) => line !== "") ?? []
  );
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
