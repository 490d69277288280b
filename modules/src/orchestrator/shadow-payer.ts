import type { Payer } from "../cost/ledger-entry.ts";

/** Whom shadows are charged to: whoever asked did not want them. */
export const SHADOW_PAYER: Pick<Payer, "tenant" | "client"> = { tenant: "house", client: "shadow" };

/** Whether something was charged for a shadow, and not for anybody's request. */
export const isShadowPayer = ({ tenant, client }: Pick<Payer, "tenant" | "client">): boolean =>
  tenant === SHADOW_PAYER.tenant && client === SHADOW_PAYER.client;
