import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { LoadError } from "../../documents/load-error.ts";
import { readConfigText } from "../config-source.ts";

/** @throws LoadError naming file and line */
export function readJsonFile(file: string): unknown {
  const { content, problems } = readConfigText(readFile(file), basename(file));
  if (problems.length > 0) throw new LoadError(problems);
  return content;
}

function readFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    const message = "This file does not exist or cannot be read.";
    throw new LoadError([{ message, file: basename(file), line: 1, column: 1 }]);
  }
}
