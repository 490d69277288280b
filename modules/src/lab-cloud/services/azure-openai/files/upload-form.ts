import { invalidRequest } from "../../../azure-refusal.ts";
import { missing, notAmong } from "../check-shape.ts";

/** A file as a form brings it. */
export interface UploadedFile {
  readonly filename: string;
  readonly content: Buffer<ArrayBuffer>;
}

/**
 * Reads a form of the type multipart/form-data: `purpose` and `file`.
 * @throws AzureRefusal (400)
 */
export async function readUpload(
  bytes: Buffer<ArrayBuffer>,
  contentType: string | undefined,
): Promise<UploadedFile> {
  const form = await readForm(bytes, contentType);
  const unknown = [...form.keys()].find((key) => !FIELDS.has(key));
  if (unknown !== undefined) {
    const name = unknown.slice(0, 60);
    throw invalidRequest(`Unknown parameter: '${name}'.`, name, "unknown_parameter");
  }
  checkPurpose(form.get("purpose"));
  const file = form.get("file");
  if (file === null) throw missing("file");
  if (typeof file === "string") {
    throw invalidRequest(
      "Invalid 'file': it needs a file name and content, and is plain text.",
      "file",
      null,
    );
  }
  checkName(file.name);
  if (file.size === 0) throw invalidRequest("Invalid 'file': the file is empty.", "file", "invalidPayload");
  return { filename: file.name, content: Buffer.from(await file.arrayBuffer()) };
}

const FIELDS = new Set(["file", "purpose"]);

async function readForm(bytes: Buffer<ArrayBuffer>, contentType: string | undefined): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { "content-type": contentType ?? "" } }).formData();
  } catch {
    throw invalidRequest(
      "The body is no form of the type multipart/form-data with the fields 'purpose' and 'file'.",
      null,
      null,
    );
  }
}

function checkPurpose(purpose: ReturnType<FormData["get"]>): void {
  if (purpose === null) throw missing("purpose");
  if (purpose !== "fine-tune") throw notAmong("purpose", purpose, ["fine-tune"]);
}

const MAX_NAME_LENGTH = 200;

function checkName(name: string): void {
  if (name.length > MAX_NAME_LENGTH)
    throw invalidRequest("Invalid 'file': its name is too long.", "file", "invalidPayload");
  if (/\.jsonl$/i.test(name)) return;
  throw invalidRequest(
    "Invalid 'file': a file for fine-tuning has a name that ends in .jsonl.",
    "file",
    "invalidPayload",
  );
}
