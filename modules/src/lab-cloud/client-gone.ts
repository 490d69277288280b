import type { LabContext } from "./lab-app.ts";

/** Whether the client ended the connection before it had its answer. Whatever failed then is no failure of ours. */
export const isClientGone = (c: LabContext): boolean => c.req.raw.signal.aborted;

/** Read by nobody but the journal: 499, as proxies note a client that left. */
export const clientGone = (): Response => new Response(null, { status: 499 });
