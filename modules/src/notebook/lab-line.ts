import type { SeenState } from "../lab-cloud/find-lab-cloud.ts";
import { provenanceBadge } from "./badge.ts";
import { type Html, html } from "./html.ts";
import { FONT, QUIET, TEXT_COLOUR } from "./theme.ts";

/** What an opened lab says of itself. */
export interface LabFacts {
  readonly number: string;
  readonly title: string;
  readonly cloud: "lab" | "azure";
  /** The lab cloud is that of `npm start`, not this notebook's own. */
  readonly joined: boolean;
  /** Azure's endpoint, when the cloud is Azure. */
  readonly azureEndpoint: string | undefined;
  /** The address the learner set for the local model, when it is not the lab cloud's. */
  readonly ownLocalEndpoint: string | undefined;
  readonly localModel: SeenState["localModel"];
  /** Remarks on settings, one line each. */
  readonly warnings: readonly string[];
}

/** One line: which lab, which clouds, what is real and what is simulated. Remarks on settings come below it. */
export function renderLabLine(facts: LabFacts): string {
  const { number, title, warnings } = facts;
  return html`<div data-lab="${number}" style="${FONT};color:${TEXT_COLOUR};margin:6px 0"><strong>Lab ${number} · ${title}.</strong> ${localPart(facts)} ${cloudPart(facts)}${warnings.map((warning) => html`<div style="${QUIET}">Note: ${warning}</div>`)}</div>`
    .markup;
}

function localPart({ localModel, ownLocalEndpoint }: LabFacts): Html {
  if (ownLocalEndpoint !== undefined)
    return html`${provenanceBadge("local")} Local model: ${localModel.name} at ${ownLocalEndpoint}.`;
  if (localModel.provenance === "local")
    return html`${provenanceBadge("local")} Local model: ${localModel.name} on this machine.`;
  return html`${provenanceBadge("simulated")} Local model: simulated by the lab cloud.${localModel.note ? ` ${localModel.note}` : ""}`;
}

function cloudPart({ cloud, joined, azureEndpoint }: LabFacts): Html {
  if (cloud === "azure") return html`${provenanceBadge("live")} Cloud: Azure at ${azureEndpoint}.`;
  const whose = joined ? "already running" : "this notebook's own";
  return html`${provenanceBadge("simulated")} Cloud: lab cloud (${whose}), answers simulated.`;
}
