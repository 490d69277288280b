import type { Payer } from "../cost/ledger-entry.ts";

/** Whom health checks are charged to. */
export const CHECK_PAYER: Pick<Payer, "tenant" | "client"> = { tenant: "house", client: "health-checks" };

/** Whether something was charged for a health check, and not for anybody's request. */
export const isCheckPayer = ({ tenant, client }: Pick<Payer, "tenant" | "client">): boolean =>
  tenant === CHECK_PAYER.tenant && client === CHECK_PAYER.client;
