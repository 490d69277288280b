/** The values of a claim as text: each entry of a list, a number or Boolean as JSON writes it; none for null or nothing. */
export function claimValues(claim: unknown): readonly string[] {
  if (claim === undefined || claim === null) return [];
  if (Array.isArray(claim)) return claim.flatMap((entry: unknown) => claimValues(entry));
  return [typeof claim === "string" ? claim : JSON.stringify(claim)];
}
