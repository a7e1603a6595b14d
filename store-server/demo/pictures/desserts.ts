/** Desserts, seen from above. */
import {
  around,
  blob,
  blobs,
  box,
  centre,
  circle,
  dots,
  faded,
  fan,
  oval,
  picture,
  ring,
  scatter,
  shadow,
  shape,
  shifted,
  spots,
  stroke,
} from "./draw.ts";
import { plate } from "./vessels.ts";

const mint = (x: number, y: number): string =>
  fan([x, y], [3.5, 4.7, 5.9], 24, 13, "#5d9440") +
  stroke(`M${x} ${y}l-12-5M${x} ${y}v-14M${x} ${y}l12-5`, "#a5cf7d", 1.6);

export const tiramisu = (): string =>
  picture(
    "#e3d0ba",
    plate("#f7f1e6", "#d9c7ad"),
    faded(0.16, box([186, 132], 118, 104, "#3a2410", 8)),
    box([180, 128], 116, 106, "#f7e6c4", 8),
    box([180, 169], 116, 12, "#8a5a34", 4),
    box([180, 153], 116, 10, "#8a5a34", 3),
    stroke("M124 162h112", "#fff6df", 5),
    stroke("M124 176h112", "#fff6df", 4),
    box([180, 106], 116, 76, "#5b3620", 8),
    dots(around(5, 26, 0.2, [180, 106]).concat([[180, 106]]), 25, "#6b4228"),
    dots(scatter(40, 46, 1, [180, 106]), 3, "#3f2413"),
    dots(scatter(24, 86, 2.2), 3, "#8a5a34"),
    dots(spots("150 92, 162 84, 146 80"), 9, "#2b1a10"),
    mint(214, 122),
  );

export const pannaCotta = (): string =>
  picture(
    "#edc9cf",
    plate("#fffaf1", "#e8cfcf"),
    shape(blob([180, 124], 58, 0.12, 3, 10), "#9c1f3c"),
    shape(blob([176, 118], 50, 0.14, 6, 10), "#b92c4c"),
    circle([182, 124], 41, "#e3d6c0"),
    circle([180, 119], 40, "#fff8e9"),
    circle([180, 117], 31, "#fffdf6"),
    shape(
      "M152 108q10-20 34-16 26 4 22 26-2 14-10 12-2 22-9 22t-8-18q-4 14-9 12t-4-14q-20 2-16-24",
      "#b92c4c",
    ),
    dots(spots("170 106, 188 102, 184 118"), 17, "#3d2a5c"),
    dots(spots("168 103, 186 99, 182 115"), 5, "#8a78b8"),
    dots(spots("226 156, 214 168, 136 160, 238 140"), 14, "#3d2a5c"),
    dots(spots("224 153, 134 157"), 4, "#8a78b8"),
    mint(200, 108),
  );

export const affogato = (): string =>
  picture(
    "#d9c6b0",
    shadow(84),
    circle(centre, 84, "#e9e4da"),
    ring(centre, 81, "#fffaf1", 5),
    circle(centre, 72, "#3a2013"),
    circle([178, 118], 66, "#5a3420"),
    shape(blob([184, 126], 50, 0.12, 4, 9), "#9a6a41"),
    shape(blob([180, 117], 44, 0.06, 2, 10), "#f1dfb8"),
    shape(blob([177, 113], 38, 0.08, 6, 10), "#fbf0d4"),
    stroke("M152 100q12-16 34-14M160 128q22 10 40-6", "#ecd8ac", 4),
    dots(scatter(18, 34, 1, [178, 114]), 2.4, "#4a3826"),
    stroke("M206 96l40-34M214 104l40-34", "#c98a3f", 9),
    stroke("M206 96l40-34M214 104l40-34", "#e9b768", 4),
    dots(spots("150 146, 162 156"), 10, "#2b1a10"),
  );

export const gelato = (): string => {
  const scoops = spots("152 98, 208 98, 180 146");
  return picture(
    "#cfe0d6",
    shadow(86),
    circle(centre, 86, "#f7d9dd"),
    ring(centre, 83, "#eebdc6", 5),
    circle(centre, 72, "#efc3cb"),
    dots(shifted(scoops, 3, 5), 70, "#d79aa6"),
    shape(blob(scoops[0] ?? centre, 34, 0.06, 2, 10), "#a9bf6b"),
    shape(blob(scoops[1] ?? centre, 34, 0.06, 4, 10), "#f3e1b4"),
    shape(blob(scoops[2] ?? centre, 34, 0.06, 7, 10), "#5b3826"),
    faded(0.6, stroke("M130 92q8-18 26-18M186 92q8-18 26-18M158 140q8-18 26-18", "#ffffff", 5)),
    dots(scatter(9, 26, 1, scoops[0]), 5, "#6d8a36"),
    dots(scatter(12, 28, 2, scoops[1]), 2.4, "#6b4a2f"),
    dots(scatter(9, 26, 1, scoops[2]), 4.5, "#8f6042"),
    `<path fill="#c98a3f" d="M214 120l46 30-40 14z"/><path stroke="#eab768" stroke-width="2.5" d="M220 128l32 22M216 138l22 20M244 142l-26 4M252 150l-30 8"/>`,
  );
};

export const cannoli = (): string => {
  const one = (x: number, y: number, degrees: number): string =>
    `<use href="#c" transform="translate(${x} ${y})rotate(${degrees})"/>`;
  return picture(
    "#dfe3c6",
    plate("#5f7f79", "#78968f"),
    `<defs><g id="c"><rect x="-51" y="-14" width="108" height="42" rx="18" fill="#3a2410" opacity=".18"/><circle cx="-50" r="19" fill="#fffaf0"/><circle cx="50" r="19" fill="#fffaf0"/><rect x="-46" y="-21" width="92" height="42" rx="8" fill="#b36c2a"/><rect x="-46" y="-21" width="92" height="32" rx="8" fill="#d8924a"/><path stroke="#efba78" stroke-width="5" d="M-36-13h58"/><path stroke="#a35f22" stroke-width="3" d="M-24 20Q4 0 14-20"/><path stroke="#fff" stroke-width="3" d="M-30-4h0M-16 6h0M-4-12h0M10-4h0M24 8h0M30-10h0M0 4h0M-38 10h0M38 2h0"/><path stroke="#7f9a45" stroke-width="6" d="M-58-9h0M-62 2h0M-55 10h0M-52-2h0M56-10h0M61-1h0M55 9h0M53 1h0"/></g></defs>`,
    one(170, 92, -16),
    one(190, 148, -16),
    dots(scatter(20, 84, 1.2), 3, "#ffffff"),
    dots(spots("246 96, 120 146, 240 110"), 6, "#7f9a45"),
    dots(spots("112 130, 252 112"), 13, "#c8402b"),
  );
};

export const lemonTart = (): string => {
  const kisses = around(10, 55, 0.2);
  return picture(
    "#f0e2a8",
    plate("#7f93a8", "#98aabc"),
    circle([183, 126], 76, "#55687c"),
    circle(centre, 76, "#b9782f"),
    dots(around(22, 72, 0), 17, "#d9a054"),
    circle(centre, 66, "#c98d40"),
    circle(centre, 64, "#f6cf45"),
    oval([166, 104], 34, 22, "#fae07a", -34),
    dots(shifted(kisses, 2, 3), 27, "#d9b23a"),
    dots(kisses, 26, "#fffaf0"),
    dots(kisses, 13, "#f0d9b0"),
    dots(shifted(kisses, -1, -2), 6, "#c98a48"),
    blobs([[180, 120]], 14, 0.3, "#f2c230", 3),
    mint(182, 126),
  );
};
