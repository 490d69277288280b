/** US dollars in a message, down to what a few tokens cost. */
export const dollars = (usd: number): string => `$${usd.toFixed(usd >= 1 ? 2 : 6)}`;
