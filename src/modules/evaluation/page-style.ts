/** The style of the report's page: one column on a phone, two on a desk, light, dark and on paper; nothing is fetched. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --page: #f6f7f9; --card: #fff; --ink: #16202c; --soft: #5b6878; --rule: #e1e6ec;
  --first: #2f6fd0; --good: #1b8a5a; --bad: #c8382e; }
@media (prefers-color-scheme: dark) { :root { --page: #10151b; --card: #19212a; --ink: #e7edf4; --soft: #9aa9ba;
  --rule: #2c3744; --first: #6ea5f5; --good: #4cc38d; --bad: #f07a70; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 28px 16px 56px; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 4px; }
h2 { font-size: 1.1rem; margin: 0 0 6px; }
p { margin: 0 0 10px; max-width: 70ch; }
.soft { color: var(--soft); font-size: .9rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: 12px; margin: 20px 0; padding: 0; }
.figures > div, section { background: var(--card); border: 1px solid var(--rule); border-radius: 12px; padding: 14px 16px; }
.figures dt { color: var(--soft); font-size: .88rem; line-height: 1.3; }
.figures dd { margin: 6px 0 0; font-size: 1.7rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.figures small { display: block; font-size: .85rem; font-weight: 400; color: var(--soft); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 14px; margin: 14px 0; }
section { margin: 14px 0 0; } .plots section { margin: 0; }
svg { display: block; width: 100%; height: auto; margin-top: 6px; }
.grid { stroke: var(--rule); } .tick { fill: var(--soft); font-size: 11px; } .value { fill: var(--soft); font-size: 9.5px; }
.axis { fill: var(--soft); font-size: 11px; font-weight: 600; }
.ideal { stroke: var(--soft); stroke-dasharray: 4 4; fill: none; }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
.line.first { stroke: var(--first); } .line.good { stroke: var(--good); }
.dot { fill: var(--first); fill-opacity: .55; stroke: var(--first); }
.fill.first { fill: var(--first); } .fill.good { fill: var(--good); } .fill.bad { fill: var(--bad); }
.key { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 0 0 6px; padding: 0; list-style: none; font-size: .85rem; color: var(--soft); }
.key li::before { content: ""; display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-right: 6px; background: currentColor; }
.key .first::before { color: var(--first); } .key .good::before { color: var(--good); } .key .bad::before { color: var(--bad); }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: .82rem; }
th, td { padding: 6px 10px 6px 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
.number { text-align: right; white-space: nowrap; }
.high { color: var(--good); } .low { color: var(--bad); }
.amiss { list-style: none; margin: 0; padding: 0; }
.amiss li { padding: 10px 0; border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; }
.amiss strong { font-weight: 600; } .amiss q { quotes: none; display: block; color: var(--soft); margin-top: 4px; }
.tag { color: var(--bad); font-size: .85rem; }
@media print { :root { --page: #fff; --card: #fff; --ink: #000; --soft: #444; --rule: #ccc; --first: #2f6fd0; --good: #1b8a5a; --bad: #c8382e; }
  body { font-size: 11pt; } main { padding: 0; } .figures > div, .plots section, tr, li { break-inside: avoid; } .wide { overflow: visible; } }
`;
