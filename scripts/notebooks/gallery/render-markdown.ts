import markdownIt from "markdown-it";
import { z } from "zod";
import { escapeAttribute } from "./markup.ts";
import { renderCode } from "./render-code.ts";

const EXTERNAL = /^(?:https?:|mailto:|#)/;
const NOTEBOOK = /^(?:\.\/)?([\w-]+)\.ipynb(#.*)?$/;

const markdown = markdownIt({
  html: false,
  highlight: (source, language) =>
    /^(?:ts|typescript|js|javascript)$/.test(language) ? renderCode(source) : "",
});

// A page of the gallery stands for each notebook; other files of the repository are not in it.
markdown.core.ruler.push("gallery_links", (state) => {
  for (const { children } of state.tokens)
    for (const token of children ?? []) {
      const href = String(token.attrGet("href") ?? "");
      if (token.type !== "link_open" || EXTERNAL.test(href)) continue;
      const notebook = NOTEBOOK.exec(href);
      if (notebook) token.attrSet("href", `${notebook[1]}.html${notebook[2] ?? ""}`);
      else token.attrs = [];
    }
});

// The one tag that Markdown has no sign for and labs need: keys to press.
markdown.inline.ruler.push("gallery_keys", (state, silent) => {
  const key = /^<kbd>([^<>]+)<\/kbd>/.exec(state.src.slice(state.pos, state.posMax));
  if (!key) return false;
  if (!silent) {
    state.push("kbd_open", "kbd", 1);
    state.push("text", "", 0).content = key[1] ?? "";
    state.push("kbd_close", "kbd", -1);
  }
  state.pos += key[0].length;
  return true;
});

/** The text of a cell as HTML; HTML in it is shown, not used. */
export function renderMarkdown(source: string, attachments: Attachments = {}): string {
  return markdown.render(source, { attachments });
}

const attachmentsOf = z.record(z.string(), z.record(z.string(), z.string()));
type Attachments = Readonly<z.infer<typeof attachmentsOf>>;

const readAttachments = (given: unknown): Attachments => attachmentsOf.catch({}).parse(given);

/** Only pictures that lie in the notebook itself: a page loads nothing. */
markdown.renderer.rules.image = (tokens, index, _options, env) => {
  const token = tokens[index];
  const name = String(token?.attrGet("src") ?? "").replace(/^attachment:/, "");
  const alt = escapeAttribute(token?.content ?? "");
  const attachments = readAttachments(env?.attachments);
  const [type, data] = Object.entries(attachments[decodeURI(name)] ?? {})[0] ?? [];
  return type && data ? `<img alt="${alt}" src="data:${type};base64,${escapeAttribute(data.trim())}">` : alt;
};
