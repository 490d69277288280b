import type { Server } from "node:net";

/** Prints what `startProcess()` waits for, once the server listens. */
export function sayReady(server: Server): void {
  server.listen({ port: 0, host: "127.0.0.1", backlog: 2048 }, () => {
    const address = server.address();
    if (typeof address === "object" && address)
      console.log(JSON.stringify({ event: "ready", url: `http://127.0.0.1:${address.port}` }));
  });
}
