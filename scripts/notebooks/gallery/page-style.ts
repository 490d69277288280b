/** One sheet for all pages, in each page: a page works alone, from a file or a memory stick. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--text:light-dark(#1c2024,#e6e8eb);--ground:light-dark(#fff,#15181c);--quiet:light-dark(#59636e,#a0a8b2);
--tint:light-dark(#f5f6f8,#1d2228);--line:light-dark(#d5dae0,#343b43);--link:light-dark(#0b5cad,#7db8ff);
--keyword:light-dark(#8a2be2,#c9a2ff);--string:light-dark(#0a6b3d,#7fd6a4);--number:light-dark(#9a4a00,#f2b277);--error:light-dark(#b3261e,#ff9c94)}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.6 system-ui,sans-serif;overflow-wrap:break-word}
main,nav,footer{max-width:54rem;margin:0 auto;padding:0 1rem}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding-top:.75rem;padding-bottom:.75rem}
nav .next{margin-left:auto;text-align:right}
a{color:var(--link)}
h1{font-size:1.9rem;line-height:1.25;margin:1.2rem 0 .8rem}
h2{font-size:1.35rem;margin:2.2rem 0 .6rem;padding-top:.6rem;border-top:1px solid var(--line)}
h3{font-size:1.1rem;margin:1.6rem 0 .4rem}
table{border-collapse:collapse}
main>table,main>ul{max-width:100%}
main>table{display:block;overflow-x:auto}
th,td{text-align:left;padding:.25rem .75rem .25rem 0;vertical-align:top}
thead th{border-bottom:1px solid var(--line)}
code,pre{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.86em}
:not(pre)>code{background:var(--tint);padding:.1em .3em;border-radius:3px}
kbd{font:inherit;font-size:.86em;border:1px solid var(--line);border-bottom-width:2px;border-radius:4px;padding:0 .35em}
pre{margin:.6rem 0;padding:.6rem .8rem;overflow-x:auto;line-height:1.5;font-size:.82rem}
pre.code,pre>code{background:var(--tint)}
pre.code{border-left:3px solid var(--line);border-radius:4px;tab-size:2}
pre i{font-style:normal}
.k{color:var(--keyword)}.s{color:var(--string)}.n{color:var(--number)}.c{color:var(--quiet)}
.out{margin:.6rem 0 1.2rem;padding-left:.8rem}
.out pre{padding:.2rem 0}
pre.error{color:var(--error);white-space:pre-wrap}
.shown{overflow-x:auto;margin:.4rem 0}
.shown svg,img{max-width:100%;height:auto}
.labs{list-style:none;padding:0}
.labs li{border-top:1px solid var(--line);padding:.8rem 0}
.labs a{font-size:1.1rem;font-weight:600}
.quiet,footer{color:var(--quiet);font-size:.9rem}
footer{padding-top:1.5rem;padding-bottom:2rem}
@media(max-width:30rem){h1{font-size:1.5rem}h2{font-size:1.2rem}.out{padding-left:0}.shown table:has(th:nth-child(5)){min-width:40rem}}
@media print{:root{color-scheme:light}nav{display:none}pre{white-space:pre-wrap;overflow:visible}
.shown{overflow:visible}.shown,pre,tr{break-inside:avoid}h2,h3{break-after:avoid}main,footer{max-width:none}}
`.trim();
