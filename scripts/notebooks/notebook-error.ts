import { LabError } from "../../modules/src/core/errors.ts";

/** A notebook, the table of labs or the kernel cannot be used; the message is one line that names the file. */
export class NotebookError extends LabError {
  constructor(message: string, hint?: string, cause?: unknown) {
    super(message, { code: "NOTEBOOK_INVALID", hint, cause });
  }
}
