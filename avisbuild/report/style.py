"""How the house's pages look: light or dark as the reader's system is, on paper always light."""

from avisbuild.report.colours import colour_variables

PAGE_STYLE = (
    colour_variables()
    + """
* { box-sizing: border-box; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.45 system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 20px 24px 40px; }
h1 { font-size: 24px; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 0 0 8px; }
p { margin: 4px 0; overflow-wrap: anywhere; }
.faint { color: var(--faint); font-size: 13.5px; }
.tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 16px 0 4px; }
.tile { flex: 1 1 150px; background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: 10px 14px; }
.tile b { display: block; font-size: 26px; line-height: 1.2; font-variant-numeric: tabular-nums; }
nav { display: flex; flex-wrap: wrap; gap: 2px 14px; margin-top: 12px; font-size: 13.5px; }
a { color: var(--blue); }
section { margin-top: 26px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 4px 10px; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--faint); font-size: 13px; }
th.word, td.word { text-align: left; overflow-wrap: anywhere; min-width: 9em; max-width: 260px; }
th button { all: unset; cursor: pointer; } th button:focus-visible { outline: 2px solid var(--blue); }
th[aria-sort="ascending"] button::after { content: " \\2191"; }
th[aria-sort="descending"] button::after { content: " \\2193"; }
tr.all td, tr.own td { font-weight: 600; } tr.own td { background: var(--card); }
td.wide { width: 34%; }
svg { display: block; }
svg.plot { width: 100%; height: auto; }
svg.bar { width: 100%; height: 14px; }
.grid { stroke: var(--ink); stroke-opacity: 0.16; stroke-width: 1; }
.tick { fill: var(--faint); font-size: 12px; }
.tick.end { text-anchor: end; }
.figures { display: flex; flex-wrap: wrap; gap: 14px; }
figure { margin: 0; padding: 10px 12px; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; min-width: 0; flex: 1 1 430px; }
figure.small { flex-basis: 330px; } figure.wide { flex-basis: 100%; }
figure > div { overflow-x: auto; }
figure svg { height: auto; margin: 0 auto; max-width: 100%; } figure.wide svg { min-width: 560px; }
figure svg text { font-family: inherit !important; }
figcaption { color: var(--faint); font-size: 13.5px; margin-top: 4px; }
figcaption b { color: var(--ink); }
.pictures { display: grid; gap: 8px; grid-template-columns: repeat(auto-fill, minmax(140px, 1fr)); }
.pictures img { width: 100%; aspect-ratio: 16 / 9; object-fit: cover; }
img { max-width: 100%; height: auto; border-radius: 4px; } audio { max-width: 100%; height: 32px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 6px 0; padding: 0; list-style: none;
  font-size: 13.5px; }
.legend svg { display: inline-block; width: 12px; height: 12px; margin-right: 5px; vertical-align: -1px; }
details { margin-top: 6px; } summary { cursor: pointer; color: var(--faint); font-size: 13.5px; }
.scroll { overflow-x: auto; } .scroll + .scroll { margin-top: 14px; }
@page { margin: 14mm; }
@media print { section, .tiles, figure { break-inside: avoid; } nav { display: none; }
  body { font-size: 11.5px; } .tile { flex-basis: 90px; }
  .tile b { font-size: 20px; } th, td { padding: 3px 6px; } td.wide, th.wide { width: 24%; }
  main { max-width: none; }
  details:not([open])::details-content { content-visibility: visible; block-size: auto; } }
"""
)
