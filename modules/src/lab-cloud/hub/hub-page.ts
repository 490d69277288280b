import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import type { LabState } from "../lab-state.ts";
import { deploymentList } from "./hub-deployments.ts";
import { type HubLab, labAddress } from "./hub-labs.ts";
import { hubScript } from "./hub-script.ts";
import { hubStyle } from "./hub-style.ts";

export interface HubLink {
  readonly title: string;
  readonly url: string;
}

export interface HubContent {
  readonly state: LabState;
  readonly labs: { readonly labs: readonly HubLab[] } | { readonly problem: string };
  readonly links: readonly HubLink[];
}

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing is loaded from anywhere; only the page's own style and script run; only its own origin is asked. */
export const HUB_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": [
    "default-src 'none'",
    `style-src ${hashOf(hubStyle)}`,
    `script-src ${hashOf(hubScript)}`,
    "connect-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

const JUPYTER = "JupyterLab";
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M2 8h4l3-4h5M6 8l3 4h5' fill='none' stroke='%2317988b' stroke-width='2'/%3E%3C/svg%3E";

/** A question's two ways; the text beside it says the same. */
const PICTURE = `<svg class="picture" viewBox="0 0 240 150" aria-hidden="true">
<path class="way near" d="M52 75C100 75 90 32 132 32"/><path class="way" d="M52 75C100 75 90 118 132 118"/>
<circle cx="32" cy="75" r="20"/><text x="32" y="75">?</text>
<rect class="here" x="132" y="14" width="100" height="36" rx="10"/><text x="182" y="32">this machine</text>
<rect x="132" y="100" width="100" height="36" rx="10"/><text x="182" y="118">cloud</text>
</svg>`;

/** The page at `GET /`: the labs, the services with their health, links, and what is real and what is simulated. */
export async function renderHub({ state, labs, links }: HubContent): Promise<string> {
  const jupyter = links.find((link) => link.title === JUPYTER)?.url;
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hybrid LLM routing: the workshop</title>
<link rel="icon" href="${raw(ICON)}">
<style>${raw(hubStyle)}</style>
</head>
<body>
<a class="skip" href="#labs">Skip to the labs</a>
<header>
<div>
<h1>Hybrid LLM routing</h1>
<p class="lead">Which questions can a small model on this machine answer, and which need the cloud? TypeScript notebooks to
find out, and a lab cloud that stands in for Azure on this machine.</p>
${start(jupyter)}
</div>
${raw(PICTURE)}
</header>
<main>
<section id="labs" aria-labelledby="labs-title"><h2 id="labs-title">Labs</h2>${labList(labs, jupyter)}</section>
<section aria-labelledby="services-title"><h2 id="services-title">Lab cloud</h2>
<ul class="services card">${state.services.map(serviceRow)}</ul>
<p id="health" class="soft" role="status"></p>
<div id="recent" class="card scroll" hidden tabindex="0" role="region" aria-label="Last requests"><table>
<caption>Last requests</caption>
<thead><tr><th scope="col">Status</th><th scope="col">Request</th><th scope="col">ms</th><th scope="col" class="when">UTC</th></tr></thead>
<tbody id="recent-rows"></tbody>
</table></div>
</section>
<section aria-labelledby="deployments-title"><h2 id="deployments-title">Deployments</h2>${deploymentList(state)}</section>
<section aria-labelledby="real-title"><h2 id="real-title">What is real and what is simulated</h2>${realAndSimulated(state)}</section>
${linkList(links)}
</main>
<footer><p>For education, not for production. Everything here listens on this machine only. Process ${state.pid}, started
<time datetime="${state.startedAt}">${state.startedAt.slice(0, 16).replace("T", " ")} UTC</time>.</p></footer>
<script>${raw(hubScript)}</script>
</body>
</html>
`;
  return page.toString();
}

type Piece = ReturnType<typeof html>;

function start(jupyter: string | undefined): Piece {
  if (jupyter)
    return html`<a class="start" href="${jupyter}">Open JupyterLab</a>
<p class="soft hint">Asked for a token? Open the JupyterLab address from your terminal once in this browser.</p>`;
  return html`<p class="soft">JupyterLab does not run here. Open the folder <code>labs</code> in VS Code with its Jupyter
extension, or start everything with <code>npm start</code>.</p>`;
}

function labList(labs: HubContent["labs"], jupyter: string | undefined): Piece {
  if ("problem" in labs) return html`<p class="soft">${labs.problem}</p>`;
  return html`<ul class="labs">${labs.labs.map((lab) => labCard(lab, jupyter))}</ul>`;
}

function labCard({ number, title, minutes, track, file }: HubLab, jupyter: string | undefined): Piece {
  const name = jupyter
    ? html`<a href="${labAddress(jupyter, file)}">${title}</a>`
    : html`<strong>${title}</strong>`;
  return html`<li class="lab card"><span class="number">${number}</span><span>${name}
<span class="meta">${minutes} minutes${track ? `, ${track}` : ""}</span></span></li>`;
}

function serviceRow({ name, title, provenance, health, note }: LabState["services"][number]): Piece {
  const source = provenance ? html` <span class="badge">answers: ${provenance}</span>` : "";
  return html`<li class="service" id="service-${name}"><span class="dot" data-state="${health}"></span>
<span><strong>${title}</strong>${source}</span><span class="state">${health}</span>
<span class="note">${note ?? ""}</span></li>`;
}

function realAndSimulated({ localModel, timeScale }: LabState): Piece {
  const isLocal = localModel.provenance === "local";
  const realModel = html`<li>The local model <code>${localModel.name}</code>: its answers, its mistakes and its times.</li>`;
  const simulatedModel = html`<li>The local model. ${localModel.note ?? ""}</li>`;
  return html`<div class="split">
<div class="card"><h3>Real</h3><ul>
<li>The protocols: addresses, keys, tokens, https, streaming, errors and headers as the SDKs expect them.</li>
<li>The code in the labs: the same calls go to Azure when <code>.env</code> names your own resources.</li>
<li>Routing decisions, token counts and everything measured on this machine.</li>
${isLocal ? realModel : ""}
</ul></div>
<div class="card"><h3>Simulated</h3><ul>
<li>The cloud's answers: written beforehand, in <code>data/answers.jsonl</code>, or worked out by a few plain rules. Each carries
the mark <code>simulated</code>.</li>
${timeScale === 0 ? NO_TIMES : DRAWN_TIMES}
${isLocal ? "" : simulatedModel}
</ul></div>
</div>`;
}

const NO_TIMES = html`<li>The cloud's distance: it answers from this machine at once, so its times say nothing about Azure's.</li>`;
const DRAWN_TIMES = html`<li>The cloud's times: drawn from what <code>data/catalog.yaml</code> states for model and region, with the
source of each figure, or the word assumption.</li>`;

function linkList(links: readonly HubLink[]): Piece | "" {
  if (links.length === 0) return "";
  return html`<section aria-labelledby="links-title"><h2 id="links-title">Links</h2>
<ul class="links">${links.map(({ title, url }) => html`<li><a href="${url}">${title}</a></li>`)}</ul></section>`;
}
