/** What a query reads: metrics, and the labels that each of them must have for it. */
export interface NamesRead {
  readonly metrics: readonly string[];
  readonly labels: readonly { readonly metric: string; readonly label: string; readonly value?: string }[];
}

const METRIC = /(?<![\w:$.])([a-z_][\w:]*[_:][\w:]*)(?=\s*[{[)\s]|$)(?!\s*\()/g;
const WORDS = new Set(["group_left", "group_right"]);
const OURS = /^(?:agent_router_|gen_ai_|hybrid_|http_server_|nodejs_|process_)|:/;
/** What Prometheus itself adds to what it reads. */
const ADDED = new Set(["le", "instance", "job", "alertname", "alertstate", "severity"]);

/** Reads names out of an expression of Prometheus: enough for the queries in this repository, no parser. */
export function namesIn(expression: string): NamesRead {
  const text = expression.replaceAll(/#.*$/gm, "");
  const metrics = metricsOf(text);
  const matched = [...text.matchAll(/([a-z_][\w:]*)\{([^}]*)\}/g)].flatMap(([, metric = "", inside = ""]) =>
    [...inside.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"/g)].map(
      ([, label = "", how, value = ""]) => ({
        metric,
        label,
        ...(how === "=" && !value.includes("$") && { value }),
      }),
    ),
  );
  const grouped = [...text.matchAll(/\bby\s*\(([^)]*)\)\s*\(/g)].flatMap(
    ({ 0: head, 1: names = "", index }) =>
      metricsOf(bracketed(text, index + head.length - 1)).flatMap((metric) =>
        names.split(",").map((name) => ({ metric, label: name.trim() })),
      ),
  );
  const labels = [...matched, ...grouped].filter(
    ({ label, metric }) => !ADDED.has(label) && OURS.test(metric),
  );
  return { metrics, labels };
}

function metricsOf(text: string): readonly string[] {
  const bare = text
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
    .replaceAll(/\b(?:by|on|without|ignoring)\s*\([^)]*\)/g, " ")
    .replaceAll(/\{[^}]*\}/g, "{")
    .replaceAll(/\[[^\]]*\]/g, "[");
  const found = [...bare.matchAll(METRIC)].map(([, name = ""]) => name);
  return [...new Set(found.filter((name) => OURS.test(name) && !WORDS.has(name)))];
}

/** What stands between the bracket at this place and the one that closes it. */
function bracketed(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return text.slice(from + 1, at);
  }
  return text.slice(from + 1);
}

/** The rules of a file: what is recorded or alerted, and by which expression. */
export function rulesIn(yaml: string): readonly { readonly name: string; readonly expr: string }[] {
  return yaml
    .split(/^\s*- (?=record:|alert:|name:)/m)
    .filter((part) => /^(?:record|alert):/.test(part))
    .map((rule) => ({
      name: /^(?:record|alert): (\S+)/.exec(rule)?.[1] ?? "",
      expr:
        /^\s*expr: (?:\|\s*\n)?([\s\S]*?)(?=^\s*(?:for|labels|annotations):|$(?![\s\S]))/m.exec(rule)?.[1] ??
        "",
    }));
}
