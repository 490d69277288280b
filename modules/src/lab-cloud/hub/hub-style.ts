/** The hub page's style. Colours come in pairs for light and dark; all text pairs have a contrast of at least 4.5. */
export const hubStyle = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f9, #12151a);
  --card: light-dark(#ffffff, #1a1f26);
  --line: light-dark(#dfe3e8, #2c333d);
  --text: light-dark(#1b2330, #e6eaf0);
  --soft: light-dark(#56606f, #a2adbb);
  --accent: light-dark(#0b6b62, #5fd0c3);
  --accent-text: light-dark(#ffffff, #0c1a19);
  --good: light-dark(#1a7f4b, #57c98d);
  --wait: light-dark(#8a6100, #e0b252);
  --bad: light-dark(#b3261e, #ff8a80);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--page);
  color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  overflow-wrap: break-word;
}
main, header, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 3rem; padding-bottom: 2rem; display: grid; grid-template-columns: 1fr auto; gap: 2rem; align-items: center; }
.picture { width: 15rem; color: var(--soft); font: 500 13px system-ui, sans-serif; }
.picture .way { fill: none; stroke: var(--line); stroke-width: 2; }
.picture .near { stroke: var(--accent); }
.picture circle, .picture rect { fill: var(--card); stroke: var(--line); stroke-width: 1.5; }
.picture .here { stroke: var(--accent); }
.picture text { fill: var(--text); text-anchor: middle; dominant-baseline: central; }
h1 { margin: 0 0 .5rem; font-size: clamp(1.7rem, 5vw, 2.4rem); line-height: 1.15; letter-spacing: -.02em; }
h2 { margin: 0 0 .9rem; font-size: 1.15rem; letter-spacing: -.01em; }
h3 { margin: 0 0 .35rem; font-size: 1rem; }
p { margin: 0 0 .75rem; max-width: 44rem; }
p:last-child { margin-bottom: 0; }
section { margin: 0 0 2.5rem; }
a { color: var(--accent); text-underline-offset: .2em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.lead { color: var(--soft); font-size: 1.05rem; }
.soft { color: var(--soft); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem .75rem; }
.start {
  display: inline-block;
  margin: .5rem 0 0;
  padding: .6rem 1.1rem;
  border-radius: 8px;
  background: var(--accent);
  color: var(--accent-text);
  font-weight: 600;
  text-decoration: none;
}
.hint { margin-top: .5rem; font-size: .875rem; }
.start:hover { filter: brightness(1.08); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.labs { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); }
.lab { position: relative; display: flex; gap: 1rem; padding: 1rem 1.1rem; height: 100%; }
.lab:has(a:hover) { border-color: var(--accent); }
.lab a { color: inherit; font-weight: 600; text-decoration: none; }
.lab a::after { content: ""; position: absolute; inset: 0; border-radius: 12px; }
.lab a:focus-visible { outline: none; }
.lab a:focus-visible::after { outline: 3px solid var(--accent); outline-offset: 2px; }
.lab strong { display: block; }
.number { font: 600 1.35rem/1.2 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; color: var(--accent); }
.meta { display: block; color: var(--soft); font-size: .875rem; }
.split { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); }
.split > .card { padding: 1.1rem 1.25rem; }
.split ul { margin: 0; padding-left: 1.1rem; }
.split li { margin: .3rem 0; }
.services { list-style: none; margin: 0; padding: 0; }
.service { display: grid; grid-template-columns: auto 1fr auto; gap: .1rem .75rem; align-items: baseline; padding: .8rem 1.25rem; border-top: 1px solid var(--line); }
.service:first-child { border-top: 0; }
.dot { width: .65rem; height: .65rem; border-radius: 50%; background: var(--soft); }
.dot[data-state=ready] { background: var(--good); }
.dot[data-state=loading] { background: var(--wait); border-radius: 2px; }
.dot[data-state=failed] { background: var(--bad); border-radius: 0; }
.state { color: var(--soft); font-size: .875rem; white-space: nowrap; }
.badge { display: inline-block; padding: 0 .5rem; margin-left: .35rem; border: 1px solid var(--line); border-radius: 999px; color: var(--soft); font-size: .8125rem; white-space: nowrap; }
.note { grid-column: 2 / -1; color: var(--soft); font-size: .875rem; }
.scroll { overflow-x: auto; margin-top: .75rem; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
caption { text-align: left; padding: .9rem 1.25rem .4rem; font-weight: 600; font-size: 1rem; }
th, td { text-align: left; padding: .4rem 1.25rem; border-top: 1px solid var(--line); white-space: nowrap; font-weight: 400; }
th { color: var(--soft); border-top: 0; }
td { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: .8125rem; }
td.path { white-space: normal; overflow-wrap: anywhere; min-width: 10rem; width: 99%; }
.resource { border-top: 1px solid var(--line); }
.resource:first-child { border-top: 0; }
summary { padding: .8rem 1.25rem; cursor: pointer; }
.resource .scroll { margin: 0 0 .75rem; }
.resource caption { padding-top: 0; font-weight: 400; font-size: .875rem; }
.links { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; list-style: none; margin: 0; padding: 0; }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: .9em; }
footer { padding-bottom: 3rem; color: var(--soft); font-size: .875rem; }
@media (max-width: 46rem) {
  header { grid-template-columns: 1fr; }
  .picture { display: none; }
}
@media (max-width: 30rem) {
  header { padding-top: 2rem; }
  .service { grid-template-columns: auto 1fr; }
  .state { grid-column: 2; }
  .badge { margin-left: 0; }
  .when { display: none; }
  .service { padding: .8rem 1rem; }
  caption, th, td, summary { padding-left: 1rem; padding-right: 1rem; }
}
`;
