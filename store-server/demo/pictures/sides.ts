/** Sides, seen from above. */
import {
  blob,
  blobs,
  box,
  centre,
  circle,
  dots,
  faded,
  leaves,
  oval,
  type Point,
  picture,
  scatter,
  shape,
  shifted,
  spiral,
  spots,
  sticks,
  stroke,
} from "./draw.ts";
import { bowl, plate } from "./vessels.ts";

export const rosemaryPotatoes = (): string => {
  const chunks = scatter(15, 54, 0.4);
  const corners = chunks.map(([x, y], index): Point => [x + (index % 3) * 5 - 5, y + 5 - (index % 2) * 8]);
  return picture(
    "#e9d8ae",
    bowl("#8d4a34", "#6d3826", "#a3583f"),
    dots(shifted(chunks, 3, 5), 31, "#8f5a20"),
    dots(chunks, 29, "#e3a540"),
    dots(corners, 22, "#d9932f"),
    blobs(shifted(scatter(15, 54, 0.4), -3, -3), 8, 0.3, "#f7d27c", 4),
    sticks(scatter(16, 58, 1.4), 18, 2.8, "#4c7040", 0.7),
    dots(scatter(22, 60, 2.6), 2.8, "#fffaf0"),
  );
};

export const fries = (): string => {
  const chips = scatter(26, 46, 0.2, [172, 114]).toSorted((one, other) => one[1] - other[1]);
  return picture(
    "#f0d1a0",
    plate("#4f6f7d", "#6c8a97"),
    `<path fill="#fff6e4" d="M112 96l40-42 80 4 20 58-26 70-84-4z"/><path stroke="#e3d2b4" stroke-width="2.5" d="M152 54l8 24M252 116l-24 4M226 186l-10-22"/>`,
    sticks(shifted(chips, 2, 3), 46, 10, "#b9782a", 0.3),
    sticks(chips, 46, 9, "#f0b940", 0.3),
    sticks(shifted(chips, 1, -2), 42, 2.6, "#fbdc86", 0.3),
    circle([232, 158], 24, "#fffaf1"),
    circle([232, 158], 19, "#c8402b"),
    oval([228, 152], 8, 4, "#e2654d", -30),
    dots(scatter(18, 56, 1), 2.4, "#fffaf0"),
  );
};

export const grilledVegetables = (): string => {
  const strip = (x: number, y: number, degrees: number, skin: string, flesh: string): string =>
    `<g transform="translate(${x} ${y})rotate(${degrees})"><rect x="-50" y="-12" width="100" height="24" rx="12" fill="${skin}"/><rect x="-47" y="-9" width="94" height="18" rx="9" fill="${flesh}"/><path stroke="#5a3d22" stroke-width="4" d="M-30-7l6 14M-10-7l6 14M10-7l6 14M30-7l6 14"/></g>`;
  return picture(
    "#cbd7a6",
    plate("#3b3a38", "#504e4a"),
    strip(168, 78, -14, "#3f7233", "#cfdc94"),
    strip(198, 104, -14, "#4f2f57", "#e9d6b0"),
    strip(166, 128, -14, "#b3241a", "#df4f33"),
    strip(196, 152, -14, "#c98a1e", "#f3b93c"),
    dots(spots("118 108, 244 132, 136 156, 228 72"), 19, "#a82a1a"),
    dots(spots("116 106, 242 130, 134 154, 226 70"), 13, "#e4674c"),
    leaves(scatter(8, 58, 2), 14, 7, "#6fa35a", 1),
  );
};

export const rocketParmesan = (): string => {
  const flakes = scatter(8, 48, 1.2).map(([x, y]) => `M${Math.round(x)} ${Math.round(y)}l24-8 5 10-22 9z`);
  return picture(
    "#dbe2c6",
    bowl("#fffaf1", "#dfe6c8", "#d9d3bd"),
    leaves(scatter(15, 50, 0.1), 42, 13, "#3f7a35", 0.6),
    leaves(scatter(13, 46, 1.9), 38, 11, "#5f9a48", 1.9),
    leaves(scatter(9, 40, 3), 28, 9, "#86b862", 3.3),
    faded(0.25, shape(flakes.join(""), "#1d1a16").replace('d="', 'transform="translate(2 4)" d="')),
    shape(flakes.join(""), "#fff0c4"),
    dots(spots("140 130, 206 90, 208 154"), 18, "#c8402b"),
    dots(spots("138 128, 204 88, 206 152"), 6, "#ee8a6a"),
  );
};

export const polenta = (): string =>
  picture(
    "#efdcae",
    bowl("#b5563a", "#8f4029", "#c96a4b"),
    shape(blob(centre, 62, 0.05, 3, 12), "#e8b637"),
    shape(blob([178, 117], 56, 0.07, 6, 11), "#f5cf58"),
    stroke(spiral([178, 118], 10, 50, 2.6, 0.8), "#e0ab2c", 5),
    box([180, 114], 28, 24, "#f4e3a1", 6, 16),
    box([178, 111], 24, 18, "#fff7cf", 5, 16),
    faded(0.7, shape(blob([196, 136], 17, 0.3, 2), "#fbe694")),
    dots(scatter(14, 52, 0.5), 3, "#5b4a22"),
    leaves(spots("212 96, 148 146"), 24, 10, "#6d8f5a", 4.4),
  );
