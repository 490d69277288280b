import type { Provenance } from "../chat/provenance.ts";
import { type Html, html } from "./html.ts";
import { glyphOf, type PaletteName, palette } from "./palette.ts";

const MEANING: Readonly<Record<Provenance, string>> = {
  live: "answered by a cloud service",
  local: "answered by a model on this machine",
  recorded: "a replayed answer",
  simulated: "written by the lab cloud, not by the model it stands for",
};

/** What a provenance class means, in a few words. */
export function provenanceMeaning(provenance: Provenance): string {
  return MEANING[provenance];
}

/** A solid label with white letters, the same on every page: `▲ SIMULATED`. */
export function provenanceBadge(provenance: Provenance): Html {
  return badge(provenance, provenance.toUpperCase(), MEANING[provenance]);
}

export function badge(colour: PaletteName, text: string, title = ""): Html {
  const style =
    `display:inline-block;padding:1px 9px;border-radius:10px;background:${palette[colour]};color:#fff;` +
    "font-weight:600;font-size:12px;letter-spacing:.03em;white-space:nowrap;margin-right:4px";
  return html`<span style="${style}" title="${title}">${glyphOf(colour)} ${text}</span>`;
}
