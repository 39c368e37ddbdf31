"""The style of a session's page: on a screen of any width, in light and dark themes, and on paper."""

from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --text: #1b2328; --quiet: #4c575e; --ground: #fff; --line: #d5dce1;
  --guided: #e6f0f7; --heart: #0072b2; --after: #0072b2; --warn: #d55e00; }
body { font: 17px/1.55 Inter, system-ui, "Segoe UI", "Noto Sans", sans-serif; max-width: 44rem;
  margin: 2.5rem auto; padding: 0 1.25rem; color: var(--text); background: var(--ground);
  overflow-wrap: anywhere; }
header { margin-bottom: 1.5rem; }
h1 { font-size: 1.55rem; font-weight: 600; line-height: 1.25; margin: 0; }
h2 { font-size: 1.1rem; font-weight: 600; margin: 2.2rem 0 .6rem; }
p { margin: .4rem 0; }
.kind { color: var(--quiet); margin: 0 0 .2rem; }
.first { font-size: 1.25rem; line-height: 1.4; margin-bottom: .7rem; }
.quiet, footer { color: var(--quiet); font-size: .9rem; }
.warning { border-left: 4px solid var(--warn); padding-left: .8rem; margin: 1rem 0; }
.bar { margin: .9rem 0 1.1rem; }
.bar p { margin: 0 0 .1rem; }
.scale { display: flex; align-items: center; gap: .8rem; color: var(--quiet); font-size: 14px; }
.scale b { font-weight: 400; }
.track { position: relative; flex: 1; height: 22px; }
.track::before { content: ""; position: absolute; left: 0; right: 0; top: 10px; height: 2px;
  background: var(--line); }
.track i { position: absolute; box-sizing: border-box; }
.track .way { top: 8px; height: 6px; background: var(--after); opacity: .35; }
.track .before, .track .after { top: 4px; width: 14px; height: 14px; margin-left: -7px;
  border-radius: 50%; border: 2.5px solid var(--after); background: var(--ground); }
.track .after { background: var(--after); }
figure { margin: 1.2rem 0 2.6rem; }
figcaption { font-weight: 600; font-size: .95rem; margin-bottom: .7rem; }
.plot { position: relative; height: 170px; margin: 0 .4rem 0 2.9rem; }
.plot svg { position: absolute; width: 100%; height: 100%; overflow: visible; }
.plot span { position: absolute; color: var(--quiet); font-size: 13px; line-height: 1;
  font-variant-numeric: tabular-nums; white-space: nowrap; }
.plot .value { right: 100%; margin-right: .6rem; transform: translateY(-50%); }
.plot .minute { top: 100%; margin-top: .5rem; transform: translateX(-50%); }
.plot .minute:last-child { transform: translateX(-75%); }
.plot path, .plot polyline { fill: none; vector-effect: non-scaling-stroke; }
.grid path { stroke: var(--line); stroke-width: 1; }
polyline { stroke: var(--heart); stroke-width: 1.6; stroke-linejoin: round; }
.plot .dot { stroke: var(--heart); stroke-width: 6; stroke-linecap: round; }
.plot .interval { stroke: var(--heart); stroke-width: 1.5; opacity: .55; }
.guided { fill: var(--guided); }
details { margin: 2.2rem 0; border-top: 1px solid var(--line); padding-top: 1rem; }
summary { cursor: pointer; font-weight: 600; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; margin: 1rem 0; overflow-wrap: normal; }
th, td { padding: .25rem .9rem .25rem 0; text-align: left; vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
th { border-bottom: 1px solid var(--line); font-weight: 600; }
footer { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: .8rem; }
@media screen and (prefers-color-scheme: dark) {
  :root { --text: #e8eef2; --quiet: #9aa7b1; --ground: #0f1519; --line: #2a353d; --guided: #1b2b36;
    --heart: #56b4e9; --after: #56b4e9; --warn: #e8703a; }
}
@media print {
  @page { margin: 16mm 18mm; }
  :root { color-scheme: light; }
  body { font-size: 11pt; max-width: none; margin: 0; padding: 0; }
  .plot { height: 37mm; }
  .guided, .track i, .track::before { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  figure, header, .kept, .bar, tr, .warning { break-inside: avoid; }
  h1, h2, figcaption, th { break-after: avoid; }
  details:not([open]) { display: none; }
}
"""
"""Printed colours do not depend on the theme of the screen; a closed list of figures is not printed."""
