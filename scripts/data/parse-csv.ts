/** A field in quotes (two quotes stand for one) or plain, and what ends it. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** Reads comma-separated values with a header line (RFC 4180: quoted fields may hold commas and line ends). */
export function parseCsv(text: string): Record<string, string>[] {
  const [header = [], ...lines] = readLines(text);
  return lines.map((fields) => Object.fromEntries(header.map((name, at) => [name, fields[at] ?? ""])));
}

function readLines(text: string): string[][] {
  const lines: string[][] = [];
  let fields: string[] = [];
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < text.length) {
    const at = FIELD.lastIndex;
    const found = FIELD.exec(text);
    if (!found) throw new Error(`Character ${at} of the CSV file is neither a field nor the end of one.`);
    const [, quoted, plain = "", end] = found;
    fields.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ",") continue;
    lines.push(fields);
    fields = [];
  }
  return lines;
}
