import { readFileSync } from "node:fs";
import { ModelError } from "../core/errors.ts";

/**
 * The content of a JSON file of a model.
 * @param mend what to do when it cannot be read, in one sentence
 * @throws ModelError naming the file.
 */
export function readJsonFile(file: string, mend = "Fetch or make the model again."): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? "is no JSON" : "cannot be read";
    throw new ModelError(`The model file ${file} ${reason}.`, {
      code: "MODEL_FILE_UNREADABLE",
      hint: mend,
      cause,
    });
  }
}
