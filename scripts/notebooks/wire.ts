import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { z } from "zod";

const DELIMITER = Buffer.from("<IDS|MSG>");

const header = z.object({ msg_id: z.string(), msg_type: z.string() });
const parent = z.object({ msg_id: z.string().optional() });
const content = z.record(z.string(), z.unknown());

/** A message of the kernel, its signature checked. */
export interface KernelMessage {
  readonly type: string;
  /** Id of the request it belongs to. */
  readonly requestId: string | undefined;
  readonly content: Readonly<Record<string, unknown>>;
}

export interface KernelRequest {
  readonly id: string;
  readonly frames: readonly (Buffer | string)[];
}

/** Signs messages of one connection as the Jupyter wire protocol 5.3 asks: HMAC-SHA256 over the four JSON parts. */
export interface Wire {
  request(type: string, content: object): KernelRequest;
  /** Undefined for what is not signed with this connection's key. */
  read(frames: readonly Buffer[]): KernelMessage | undefined;
}

export function createWire(key: string): Wire {
  const session = randomUUID();
  const sign = (parts: readonly (Buffer | string)[]): string => {
    const hash = createHmac("sha256", key);
    for (const part of parts) hash.update(part);
    return hash.digest("hex");
  };

  return {
    request(type, body) {
      const id = randomUUID();
      const date = new Date().toISOString();
      const head = { msg_id: id, msg_type: type, session, username: "labs", date, version: "5.3" };
      const parts = [JSON.stringify(head), "{}", "{}", JSON.stringify(body)];
      return { id, frames: [DELIMITER, sign(parts), ...parts] };
    },
    read(frames) {
      const start = frames.findIndex((frame) => frame.equals(DELIMITER));
      const [signature, ...parts] = start < 0 ? [] : frames.slice(start + 1);
      const expected = Buffer.from(sign(parts));
      if (!signature || signature.length !== expected.length || !timingSafeEqual(signature, expected))
        return undefined;
      const [head, origin, , body] = parts.map((part): unknown => JSON.parse(part.toString("utf8")));
      return {
        type: header.parse(head).msg_type,
        requestId: parent.parse(origin).msg_id,
        content: content.parse(body),
      };
    },
  };
}
