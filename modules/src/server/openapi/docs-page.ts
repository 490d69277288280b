import type { Route } from "../http/route.ts";
import { openApiDocument } from "./openapi-document.ts";

/** A page that lists the operations, without scripts and without anything from elsewhere. */
export function docsPage(routes: readonly Route[]): string {
  const tags = Map.groupBy(routes, ({ tag }) => tag);
  const document = openApiDocument(routes);
  const paths = document.paths as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const sections = [...tags].map(
    ([tag, all]) => `<h2>${escapeHtml(tag)}</h2>${all.map((route) => operationOf(route, paths)).join("")}`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Multi-Model AI Orchestration Platform</title><style>${STYLE}</style></head><body><main>
<h1>Multi-Model AI Orchestration Platform <small>1.0.0</small></h1>
<p>OpenAI's clients work unchanged with this server's <code>/v1</code> as their base address. The same as a document: <a href="/openapi.json">/openapi.json</a>.</p>
${sections.join("\n")}
<h2>Named parts</h2>
<details><summary>What <code>$ref</code> stands for</summary><pre>${escapeHtml(JSON.stringify(document.components, null, 2))}</pre></details>
</main></body></html>
`;
}

function operationOf(
  { method, path, about, scope, name }: Route,
  paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): string {
  const details = JSON.stringify(paths[path]?.[method.toLowerCase()], null, 2);
  const key = scope === "open" ? "no key" : `scope ${scope}`;
  return `<details id="${escapeHtml(name)}"><summary><b class="${method}">${method}</b> <code>${escapeHtml(path)}</code> <span>${withCode(escapeHtml(about))}</span> <i>${key}</i></summary><pre>${escapeHtml(details)}</pre></details>`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);

const withCode = (text: string) => text.replace(/`([^`]+)`/g, "<code>$1</code>");

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0}main{max-width:62rem;margin:2rem auto;padding:0 1rem}
h1 small{font-weight:400;opacity:.7;font-size:1rem}details{border:1px solid #8884;border-radius:6px;margin:.4rem 0;padding:.4rem .7rem}
summary{cursor:pointer}summary span{margin-left:.5rem}summary i{opacity:.75;margin-left:.5rem}b{display:inline-block;min-width:4.5rem}
b.POST{color:#0a7d33}b.GET{color:#1f5fbf}b.DELETE{color:#b3261e}pre{overflow:auto;max-height:32rem;font-size:.85rem}
@media(prefers-color-scheme:dark){b.POST{color:#5fd38a}b.GET{color:#8ab8ff}b.DELETE{color:#ff8a80}}`;
