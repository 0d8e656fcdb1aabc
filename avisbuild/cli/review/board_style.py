"""How the board's page looks: light or dark as the reader's system is, on paper always light."""

# Colours of Okabe and Ito, which people who see few colours tell apart; light and dark differ in strength.
PAGE_STYLE = """
:root { color-scheme: light dark;
  --paper: #ffffff; --card: #f6f7f9; --ink: #1d2430; --faint: #5b6472; --line: #d7dce3;
  --todo: #c3c9d2; --annotating: #56b4e9; --submitted: #0072b2; --in-review: #cc79a7;
  --changes: #d55e00; --accepted: #009e73; --aside: #8d939c;
  --click: #0072b2; --brush: #e69f00; --propagated: #009e73; --carried: #56b4e9;
  --imported: #8d939c; --rendered: #5b6472; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14181f; --card: #1d232d; --ink: #e6e9ef; --faint: #a3acba; --line: #38414f;
  --todo: #59626f; --annotating: #6cc0f0; --submitted: #3d92d0; --in-review: #d88fb6;
  --changes: #e8792b; --accepted: #25b389; --aside: #79818d;
  --click: #3d92d0; --brush: #e9ae2b; --propagated: #25b389; --carried: #6cc0f0;
  --imported: #79818d; --rendered: #a3acba; } }
* { box-sizing: border-box; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.45 system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 20px 24px 40px; }
h1 { font-size: 24px; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 0 0 8px; }
p { margin: 4px 0; }
.faint { color: var(--faint); font-size: 13.5px; }
.tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 16px 0 4px; }
.tile { flex: 1 1 150px; background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: 10px 14px; }
.tile b { display: block; font-size: 26px; line-height: 1.2; font-variant-numeric: tabular-nums; }
section { margin-top: 26px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 4px 10px; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--faint); font-size: 13px; }
th.word, td.word { text-align: left; overflow-wrap: anywhere; min-width: 8em; max-width: 260px; }
tr.all td { font-weight: 600; }
td.wide { width: 34%; }
svg { display: block; }
svg.plot { width: 100%; height: auto; }
svg.bar { width: 100%; height: 14px; }
.grid { stroke: var(--ink); stroke-opacity: 0.16; stroke-width: 1; }
.tick { fill: var(--faint); font-size: 12px; }
.tick.end { text-anchor: end; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 6px 0; padding: 0; list-style: none;
  font-size: 13.5px; }
.legend svg { display: inline-block; width: 12px; height: 12px; margin-right: 5px; vertical-align: -1px; }
details { margin-top: 6px; } summary { cursor: pointer; color: var(--faint); font-size: 13.5px; }
.scroll { overflow-x: auto; } .scroll + .scroll { margin-top: 14px; }
.s-todo { fill: var(--todo); } .s-annotating { fill: var(--annotating); }
.s-submitted { fill: var(--submitted); } .s-in_review { fill: var(--in-review); }
.s-changes_requested { fill: var(--changes); } .s-accepted { fill: var(--accepted); }
.s-set_aside { fill: var(--aside); }
.m-click { fill: var(--click); } .m-brush { fill: var(--brush); }
.m-propagated { fill: var(--propagated); } .m-carried { fill: var(--carried); }
.m-imported { fill: var(--imported); } .m-rendered { fill: var(--rendered); }
@page { margin: 14mm; }
@media print { :root { color-scheme: light;
  --paper: #ffffff; --card: #ffffff; --ink: #000000; --faint: #444444; --line: #bbbbbb; }
  section, .tiles { break-inside: avoid; } body { font-size: 11.5px; } .tile { flex-basis: 90px; }
  .tile b { font-size: 20px; } th, td { padding: 3px 6px; } td.wide, th.wide { width: 24%; }
  main { max-width: none; }
  details:not([open])::details-content { content-visibility: visible; block-size: auto; } }
"""
