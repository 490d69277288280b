/** The four parts of a policy document, in the order in which a request meets them. */
export const SECTIONS = ["inbound", "backend", "outbound", "on-error"] as const;

export type Section = (typeof SECTIONS)[number];
