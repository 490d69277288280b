import type { PolicyDocument } from "./policy-document.ts";

/** Replaces each `{name}` of the list in the text, as a template's `replace(loadTextContent(…), '{name}', …)` does before it deploys. */
export function fillPlaceholders(
  document: PolicyDocument,
  placeholders: ReadonlyMap<string, string>,
): PolicyDocument {
  let text = document.text;
  for (const [name, value] of placeholders) text = text.replaceAll(`{${name}}`, () => value);
  return { file: document.file, text };
}
