/** The hub page's script: shows the state of the services, and of the last requests, every three seconds. */
export const hubScript = `
"use strict";
const byId = (id) => document.getElementById(id);
const element = (tag, text, className) => {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
};
const show = (id, text) => {
  const place = byId(id);
  if (place && place.textContent !== text) place.textContent = text;
};
function showServices(services) {
  for (const service of services) {
    const row = byId("service-" + service.name);
    if (!row) continue;
    row.querySelector(".dot").dataset.state = service.health;
    const count = service.requests === 1 ? "1 request" : service.requests + " requests";
    row.querySelector(".state").textContent = service.health + ", " + count;
    row.querySelector(".note").textContent = service.note || "";
  }
}
function showRecent(recent) {
  const rows = recent.slice(0, 8).map((request) => {
    const row = document.createElement("tr");
    row.append(
      element("td", String(request.status)),
      element("td", request.method + " " + request.path, "path"),
      element("td", request.ms.toFixed(1)),
      element("td", request.at.slice(11, 19), "when"),
    );
    return row;
  });
  byId("recent-rows").replaceChildren(...rows);
  byId("recent").hidden = rows.length === 0;
}
async function look() {
  if (document.hidden) return;
  try {
    const response = await fetch("/lab/state", { cache: "no-store" });
    if (!response.ok) throw new Error("status " + response.status);
    const state = await response.json();
    showServices(state.services);
    showRecent(state.requests.recent);
    show("health", "");
  } catch {
    for (const dot of document.querySelectorAll(".dot")) dot.dataset.state = "failed";
    for (const word of document.querySelectorAll(".state")) word.textContent = "not reached";
    show("health", "The lab cloud does not answer any more. Start it again with npm start.");
  }
}
look();
setInterval(look, 3000);
document.addEventListener("visibilitychange", look);
`;
