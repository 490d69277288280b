import { html } from "hono/html";
import type { LabState } from "../lab-state.ts";

type Piece = ReturnType<typeof html>;

/** The deployments, folded, one list for each resource. */
export function deploymentList({ deployments }: Pick<LabState, "deployments">): Piece {
  const byResource = Map.groupBy(deployments, ({ resource }) => resource);
  return html`<div class="card">${[...byResource].map(([name, members], index) =>
    resourceRow(name, members, index === 0),
  )}</div>`;
}

function resourceRow(name: string, members: LabState["deployments"], isFirst: boolean): Piece {
  const regions = [...new Set(members.map(({ region }) => region))].join(", ");
  const address = isFirst ? "/" : `/resources/${name}`;
  return html`<details class="resource">
<summary><strong>${name}</strong> <span class="soft">${members.length} deployments in ${regions}</span></summary>
<div class="scroll" tabindex="0" role="region" aria-label="Deployments of ${name}"><table>
<caption class="soft">At <code>${address}</code> of the lab cloud's address</caption>
<thead><tr><th scope="col">Deployment</th><th scope="col">Model</th><th scope="col">Region</th></tr></thead>
<tbody>${members.map(
    (one) => html`<tr><td>${one.name}</td><td>${one.model}</td><td>${one.region}</td></tr>`,
  )}</tbody>
</table></div>
</details>`;
}
