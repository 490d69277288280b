import { AzureRefusal } from "../../../azure-refusal.ts";
import type { LabContext } from "../../../lab-app.ts";
import { readBytes } from "../../../request-body.ts";
import type { LabRoute } from "../../service.ts";
import { pageOf, readPageQuery } from "../conversations/item-page.ts";
import type { FineTuningPlace } from "../fine-tuning/fine-tuning-place.ts";
import { behind } from "../stateful-place.ts";
import { fileObject, type StoredFile } from "./stored-file.ts";
import { readUpload } from "./upload-form.ts";

/** Azure takes 512 MB; what is kept here is kept in memory, and read on the one thread that serves all the others. */
const UPLOAD_LIMIT_BYTES = 4 * 1_048_576;
const PAGE = { most: 10_000, usual: 10_000 };

/**
 * Files for fine-tuning. Deleting one is allowed at any time, as on Azure: a job has read its files when it is made, and goes on.
 */
export function fileRoutes(place: FineTuningPlace): readonly LabRoute[] {
  const found = (c: LabContext): StoredFile => {
    const id = c.req.param("file") ?? "";
    const file = place.stateOf(c).files.get(id);
    if (!file) throw fileNotFound(id);
    return file;
  };

  const upload = async (c: LabContext) => {
    const bytes = await readBytes(c, UPLOAD_LIMIT_BYTES, uploadTooLarge);
    const { filename, content } = await readUpload(bytes, c.req.header("content-type"));
    const file = place.stateOf(c).files.add({ filename, purpose: "fine-tune", content });
    return c.json(fileObject(file), place.createdStatus);
  };
  const list = (c: LabContext) => {
    const purpose = c.req.query("purpose");
    const files = place.stateOf(c).files.list();
    const wanted = files.filter((file) => purpose === undefined || file.purpose === purpose);
    return c.json(pageOf(wanted.map(fileObject), readPageQuery(c, PAGE)));
  };
  const retrieve = (c: LabContext) => c.json(fileObject(found(c)));
  const content = (c: LabContext) => {
    const file = found(c);
    const type = file.purpose === "fine-tune" ? "application/octet-stream" : "text/csv; charset=utf-8";
    return new Response(new Uint8Array(file.content), { headers: { "content-type": type } });
  };
  const remove = (c: LabContext) => {
    const { id } = found(c);
    place.stateOf(c).files.delete(id);
    return c.json({ id, object: "file", deleted: true });
  };

  const path = `${place.prefix}/files`;
  return behind(place, [
    { method: "POST", path, handle: upload },
    { method: "GET", path, handle: list },
    { method: "GET", path: `${path}/:file`, handle: retrieve },
    { method: "DELETE", path: `${path}/:file`, handle: remove },
    { method: "GET", path: `${path}/:file/content`, handle: content },
  ]);
}

const fileNotFound = (id: string) =>
  new AzureRefusal(404, {
    code: "notFound",
    message: `No such File object: ${id.slice(0, 80)}`,
    type: "invalid_request_error",
    param: "id",
  });

const uploadTooLarge = (limitBytes: number) =>
  new AzureRefusal(413, {
    code: "RequestEntityTooLarge",
    message: `The upload is larger than ${limitBytes / 1_048_576} MiB, the most the lab cloud takes. Send fewer rows.`,
  });
