/** Mains, seen from above. */
import {
  around,
  basil,
  blob,
  blobs,
  box,
  centre,
  circle,
  dots,
  faded,
  fan,
  leaves,
  outline,
  oval,
  type Point,
  picture,
  scatter,
  shadow,
  shape,
  shifted,
  spots,
  sticks,
  stroke,
  turned,
} from "./draw.ts";
import { board, bowl, citrus, plate } from "./vessels.ts";

/** A sprig of rosemary along a line. */
const rosemary = (x: number, y: number, degrees: number): string =>
  `<path transform="translate(${x} ${y})rotate(${degrees})" stroke="#48703f" stroke-width="3" d="M-28 0h56M-20 0l7-8M-20 0l7 8M-9 0l7-8M-9 0l7 8M2 0l7-8M2 0l7 8M13 0l7-8M13 0l7 8"/>`;

export const ribeye = (): string => {
  const steak = spots("124 92, 168 66, 216 78, 238 116, 222 158, 184 152, 146 166, 118 138");
  const inner = steak.map(([x, y]): Point => [180 + (x - 180) * 0.85, 116 + (y - 116) * 0.85]);
  return picture(
    "#d8c0ac",
    plate("#47423d", "#5a544d"),
    shape(outline(shifted(steak, 3, 6)), "#241a14"),
    shape(outline(steak), "#e3bf93"),
    shape(outline(inner), "#7d3d26"),
    stroke("M142 96l36 54M164 84l42 62M188 82l32 48", "#4a2013", 6),
    stroke("M204 96q-22 8-28 34", "#e3bf93", 5),
    box([168, 112], 26, 20, "#f8e08e", 5, 20),
    box([166, 109], 22, 13, "#fff0b3", 4, 20),
    rosemary(204, 148, -24),
    dots(spots("130 164, 118 152, 246 84"), 15, "#d8412b"),
    dots(spots("128 162, 116 150, 244 82"), 5, "#f08a66"),
    dots(scatter(14, 52, 1), 3, "#1d1a16"),
  );
};

export const fiorentina = (): string => {
  const steak = spots("92 88, 150 58, 216 60, 266 92, 262 140, 206 176, 164 178, 110 148");
  const inner = steak.map(([x, y]): Point => [180 + (x - 180) * 0.9, 118 + (y - 118) * 0.87]);
  return picture(
    "#dccdb4",
    board(238, 180, "#b98049", "#a66f3b"),
    shape(outline(shifted(steak, 4, 7)), "#6b4322"),
    shape(outline(steak), "#efd3a4"),
    shape(outline(inner), "#8d3b2a"),
    stroke("M126 92l34 60M146 82l40 76M206 78l34 58M226 84l22 38", "#54210f", 6),
    stroke("M130 74Q186 90 236 72M184 80Q180 124 188 164", "#c9b08a", 17),
    stroke("M130 74Q186 90 236 72M184 80Q180 124 188 164", "#fff3dc", 12),
    dots(scatter(20, 62, 0.4), 4, "#fffaf0"),
    rosemary(118, 176, -8),
    citrus([252, 174], 17),
  );
};

export const salmon = (): string =>
  picture(
    "#c9dad2",
    plate("#fffaf1", "#cfd9cf"),
    faded(0.8, blobs(spots("150 150, 180 158, 212 148"), 20, 0.3, "#d7dfa4", 2)),
    stroke("M116 150l54-24M122 164l60-26M140 172l52-24M210 166l30-36", "#6d9a4c", 8),
    dots(spots("170 126, 182 138, 192 148, 240 130"), 12, "#486f35"),
    turned(
      -18,
      box([184, 108], 112, 54, "#8a5233", 22),
      box([180, 102], 112, 54, "#f08b62", 22),
      stroke(
        "M140 82q10 20 0 40M160 79q12 23 0 46M180 78q12 24 0 48M200 79q12 23 0 46M219 82q8 20 0 40",
        "#fbc3a4",
        3.5,
      ),
      faded(0.5, stroke("M134 92q46-12 92 0", "#fff0e4", 3)),
    ),
    citrus([224, 72], 18),
    stroke("M172 92q10-16 4-28M176 84l12-10M175 76l-10-8M178 70l8-8", "#5d8f3f", 2.6),
  );

export const milanese = (): string => {
  const cutlet = spots("112 108, 130 66, 178 58, 226 72, 248 114, 224 160, 176 158, 136 168");
  const crumbs = scatter(46, 56, 0.3, [180, 114]);
  return picture(
    "#ecdcae",
    plate("#fffaf1", "#e6d5b0"),
    shape(outline(shifted(cutlet, 3, 6)), "#a8702a"),
    shape(outline(cutlet), "#dc9a40"),
    shape(
      outline(cutlet.map(([x, y]) => [180 + (x - 180) * 0.86 - 2, 114 + (y - 114) * 0.84 - 2] as const)),
      "#e9b458",
    ),
    dots(crumbs, 5, "#c9822c"),
    dots(shifted(crumbs.slice(0, 24), -5, 4), 4, "#f7d58c"),
    leaves(scatter(9, 26, 1, [142, 152]), 26, 10, "#4d8a3d", 0.2),
    dots(spots("130 146, 152 166, 162 148"), 13, "#d8412b"),
    citrus([216, 146], 22),
  );
};

export const seaBass = (): string =>
  picture(
    "#bfd4da",
    shadow(112, 82),
    oval(centre, 114, 84, "#fffaf1"),
    `<ellipse cx="180" cy="120" rx="111" ry="81" stroke="#c9d8da" stroke-width="3"/><ellipse cx="180" cy="120" rx="88" ry="60" stroke="#dfe6e3" stroke-width="2.5"/>`,
    leaves(spots("110 150, 140 164, 220 78, 250 92"), 34, 11, "#6fa35a", 5.4),
    citrus([150, 80], 17),
    citrus([186, 160], 17),
    turned(
      -6,
      shape("M84 122q40-46 104-40 38 4 62 32l34-24q-4 32 2 62l-36-24q-26 26-64 28-64 4-102-34", "#56707c"),
      shape("M86 120q42-40 102-36 38 4 60 32l30-20q-2 20-28 24-60 14-164 0", "#7f9aa5"),
      stroke("M104 128q60 18 132-2", "#e6eef0", 4),
      stroke("M128 92q-14 26 0 56", "#3f5661", 3),
      stroke("M158 92l12 50M184 92l12 48M208 98l10 36", "#3f5661", 4),
      circle([108, 114], 6, "#f6f3ee"),
      circle([108, 114], 3, "#1d1a16"),
    ),
    dots(spots("122 160, 232 152, 222 164"), 12, "#d8412b"),
  );

export const parmigiana = (): string => {
  const slices = spots("136 92, 180 86, 224 92, 136 146, 180 152, 224 146");
  return picture(
    "#dcc7d2",
    faded(0.15, box([185, 129], 202, 148, "#3a2410", 40)),
    `<path stroke="#2f5f6b" stroke-width="16" d="M74 106v28M286 106v28"/>`,
    box(centre, 204, 150, "#3d7583", 38),
    box(centre, 186, 130, "#2f5f6b", 30),
    box([180, 121], 178, 122, "#bb3620", 28),
    dots(slices, 60, "#3d2547"),
    dots(slices, 53, "#a06f4a"),
    blobs(slices, 21, 0.2, "#c8402b", 4),
    blobs(shifted(slices, -2, -3), 15, 0.28, "#fbe7b4", 7),
    blobs(scatter(7, 62, 1.2), 8, 0.3, "#e9a845", 3),
    basil([180, 120], 25, 0.4),
    basil([242, 120], 15, 2.4),
    basil([118, 120], 15, 1.2),
  );
};

export const ossoBuco = (): string =>
  picture(
    "#ecd3a0",
    bowl("#fffaf1", "#edb22e", "#e8d4ac"),
    sticks(scatter(60, 66, 0.3), 5, 4.5, "#f9d065", 0.5),
    shape(blob([184, 122], 44, 0.14, 5, 9), "#4c2012"),
    shape(blob([180, 116], 43, 0.14, 5, 9), "#8a4526"),
    stroke("M148 100q10-18 32-18M150 134q8 16 28 18M212 96q8 18-2 36", "#b06a42", 5),
    circle([182, 116], 20, "#c9b08a"),
    circle([181, 115], 17, "#fff3dc"),
    circle([181, 115], 10, "#d9a06a"),
    circle([179, 113], 5, "#eec797"),
    dots(around(7, 56, 0.8), 9, "#e0702e"),
    leaves(scatter(12, 40, 2), 9, 5, "#4d8a3d", 1),
    sticks(scatter(7, 44, 1), 6, 2.4, "#fbe07a", 2),
    fan([216, 152], [4.2, 5.2, 6], 20, 9, "#3f7d3a"),
  );
