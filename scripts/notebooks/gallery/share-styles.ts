const STYLED = /<(\w+)([^<>]*?) style="([^"]{16,})"([^<>]*)>/g;

/**
 * A notebook's cells know no style sheet, so every cell of a table carries its own style. On a page of many outputs
 * each style is written once, as a class.
 * @param markup well-formed HTML, as a DOM writes it
 */
export function shareStyles(markup: string): { readonly markup: string; readonly css: string } {
  const counts = new Map<string, number>();
  for (const [, , before = "", style = "", after = ""] of markup.matchAll(STYLED))
    if (!hasClass(before + after)) counts.set(style, (counts.get(style) ?? 0) + 1);

  const repeated = [...counts].filter(([, count]) => count > 1).map(([style]) => style);
  const classes = new Map(repeated.map((style, index) => [style, `y${index}`]));
  const shared = markup.replaceAll(
    STYLED,
    (tag, name: string, before: string, style: string, after: string) => {
      const shorter = hasClass(before + after) ? undefined : classes.get(style);
      return shorter ? `<${name}${before} class=${shorter}${after}>` : tag;
    },
  );
  // Twice the class: what was written at the element must still win over the page's own rules.
  const rules = [...classes].map(([style, name]) => `.${name}.${name}{${style.replaceAll("&quot;", '"')}}`);
  return { markup: shared, css: rules.join("\n") };
}

function hasClass(attributes: string): boolean {
  return /\sclass=/.test(attributes);
}
