/** The look of the screen printer's page: warm paper on a warm ground, in the tokens of the house. */
export const pageStyle = `
:root { --ground: #ece7df; --paper: #fffdfa; --edge: #e0d9ce; --ink: #1d1a16; --note: #5b544a; --amber: #b36b00; --amber-soft: #fbeccb; }
* { box-sizing: border-box; margin: 0; }
body { background: var(--ground); color: var(--ink); font: 16px/1.4 "Figtree Variable", system-ui, sans-serif; }
main { display: flex; flex-direction: column; align-items: center; gap: 20px; padding: 28px 16px 40px; }
.note { padding: 4px 14px; border-radius: 99px; background: var(--amber-soft); color: var(--amber); font-size: 14px; font-weight: 600; }
.sheet { max-width: 100%; filter: drop-shadow(0 1px 1px rgb(40 30 15 / .10)) drop-shadow(0 10px 22px rgb(40 30 15 / .14)); }
.sheet svg { display: block; width: 100%; height: auto; }
.paper { fill: var(--paper); stroke: var(--edge); stroke-width: 1; }
.ink { fill: var(--ink); } .light { fill: var(--paper); } .bold { font-weight: 700; }
text { font-family: ui-monospace, "DejaVu Sans Mono", "Liberation Mono", Menlo, Consolas, monospace; white-space: pre; }
@media print { body { background: none; } .sheet { filter: none; break-after: page; } }
`;
