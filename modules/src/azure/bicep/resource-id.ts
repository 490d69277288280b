/** `SCOPE/providers/Microsoft.X/a/NAME/b/NAME`; undefined when the type has not as many parts as there are names. */
export function resourceIdBelow(scope: string, type: string, names: readonly string[]): string | undefined {
  const [provider = "", ...parts] = type.split("/");
  const segments = names.flatMap((name) => name.split("/"));
  if (parts.length === 0 || parts.length !== segments.length) return undefined;
  return `${scope}/providers/${provider}/${parts.map((part, index) => `${part}/${segments[index]}`).join("/")}`;
}

/** The last name of an id: `foundry1` of `…/backends/foundry1`. */
export function lastNameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
