import { brotliDecompressSync, constants, gunzipSync, inflateSync } from "node:zlib";
import type { HeaderMap } from "../pipeline/header-map.ts";

const PARTLY = { finishFlush: constants.Z_SYNC_FLUSH };
const PARTLY_BROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH };

/** The text of a body, unpacked; of one that was cut off, what is there. "" when it cannot be unpacked. */
export function decodeBody(bytes: Uint8Array, headers: HeaderMap, limitBytes: number): string {
  const most = { maxOutputLength: limitBytes };
  const packing = headers.get("content-encoding")?.trim().toLowerCase();
  try {
    if (packing === "gzip") return textOf(gunzipSync(bytes, { ...PARTLY, ...most }));
    if (packing === "deflate") return textOf(inflateSync(bytes, { ...PARTLY, ...most }));
    if (packing === "br") return textOf(brotliDecompressSync(bytes, { ...PARTLY_BROTLI, ...most }));
  } catch {
    return "";
  }
  return textOf(bytes);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
