import { request } from "node:http";
import { createConnection } from "node:net";

export interface RawRequest {
  readonly method: string;
  /** Sent as it is, where fetch would tidy it. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends a request with any path, header and method that Node lets out. */
export function sendRaw(base: string, { method, path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers }, (response) => {
      let text = "";
      response
        .setEncoding("utf8")
        .on("data", (chunk: string) => {
          text += chunk;
        })
        .on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
        .on("error", reject);
    });
    sent.on("error", reject).end(body);
  });
}

/** Sends bytes that are no proper request, and gives what comes back until the connection is closed. */
export function sendBytes(base: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve) => {
    let text = "";
    const socket = createConnection(Number(port), hostname, () => socket.write(bytes, "latin1"));
    socket
      .on("data", (chunk) => {
        text += chunk.toString("utf8");
      })
      .on("error", () => resolve(text))
      .on("close", () => resolve(text));
  });
}
