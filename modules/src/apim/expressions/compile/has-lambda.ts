/** Whether a lambda stands anywhere inside a piece of syntax: it may keep the variables around it. */
export function hasLambda(syntax: unknown): boolean {
  if (Array.isArray(syntax)) return syntax.some(hasLambda);
  if (typeof syntax !== "object" || syntax === null) return false;
  if ("kind" in syntax && (syntax.kind === "lambda" || syntax.kind === "query")) return true;
  return Object.values(syntax).some(hasLambda);
}
