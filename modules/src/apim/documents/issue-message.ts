import { namePlace } from "../../config/name-place.ts";

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** One sentence about what a schema found in `content`: the place, then what is wrong there. */
export function issueMessage({ path, message }: Issue, content: unknown): string {
  const place = namePlace(path, content);
  const joint = /^(?:must|needs|is|has)\b/.test(message) ? " " : ": ";
  const end = /[.?!]$/.test(message) ? "" : ".";
  return `${place}${place === "" ? "" : joint}${message}${end}`;
}
