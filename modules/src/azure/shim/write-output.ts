import { ShimError } from "./shim-error.ts";

const FORMATS = ["json", "tsv", "none"] as const;

/** What a command says, as `--output` wants it. @throws ShimError (2) for a format that is not written here */
export function writeOutput(value: unknown, format = "json"): string {
  const known = FORMATS.find((one) => one === format.toLowerCase());
  if (known === undefined)
    throw new ShimError(`The labs' az writes ${FORMATS.join(", ")}, not ${format}.`, 2);
  if (value === undefined || known === "none") return "";
  return known === "json" ? `${JSON.stringify(value, null, 2)}\n` : toLines(value);
}

/** One line for each entry of a list; an object's plain values with tabs between. */
function toLines(value: unknown): string {
  const rows = Array.isArray(value) ? value : [value];
  return rows.map((row) => `${toLine(row)}\n`).join("");
}

function toLine(row: unknown): string {
  if (typeof row !== "object" || row === null) return cell(row);
  const cells = Object.values(row).map((one) => (typeof one === "object" && one !== null ? "" : cell(one)));
  return cells.join("\t");
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "boolean" ? (value ? "True" : "False") : String(value).replaceAll("\n", "\\n");
}
