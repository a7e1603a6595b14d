/** Starters, seen from above. */
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
  turned,
} from "./draw.ts";
import { board, bowl, citrus, plate } from "./vessels.ts";

const shavings = (points: readonly Point[], colour = "#fff0c4"): string =>
  shape(points.map(([x, y]) => `M${Math.round(x)} ${Math.round(y)}l16-6 4 8-15 7z`).join(""), colour);

export const burrataPeach = (): string => {
  const peaches = around(6, 50, 0.4).map(
    ([x, y], index) =>
      `<use href="#p" transform="translate(${Math.round(x)} ${Math.round(y)})rotate(${Math.round(index * 60 + 68)})"/>`,
  );
  return picture(
    "#f2cdb4",
    plate("#7d9aa3", "#94aeb5"),
    `<defs><g id="p"><path fill="#d9553a" d="M-28 8Q0-40 28 8 0-4-28 8"/><path fill="#f8ae4c" d="M-26 8Q0-29 26 8 0-3-26 8"/><path stroke="#fcd28a" stroke-width="2.5" d="M-8-4q8-5 16 0"/></g></defs>`,
    ...peaches,
    shape(blob([182, 126], 35, 0.06, 3, 10), "#e5dccb"),
    shape(blob(centre, 35, 0.06, 3, 10), "#fffdf6"),
    stroke("M168 106q10-8 22-4M190 128q-8 8-18 4", "#e8e0d0", 3),
    dots(scatter(16, 66, 2), 4.5, "#8fa653"),
    sticks(scatter(9, 62, 0.8), 5, 4, "#b98646"),
    basil([204, 96], 19, 5),
    basil([150, 146], 18, 2),
  );
};

export const beefCarpaccio = (): string =>
  picture(
    "#dcc3b8",
    plate("#fffaf1", "#e5d3c0"),
    blobs(around(9, 52, 0.2), 24, 0.12, "#a12a35", 2),
    blobs(around(6, 27, 0.5), 23, 0.14, "#b93a44", 7),
    shape(blob(centre, 20, 0.12, 4), "#c44d55"),
    faded(
      0.5,
      stroke(
        "M128 90q12-8 20 0M206 82q12 4 16 14M134 158q12 8 24 4M214 150q-6 12-18 14M168 112q12-6 20 2",
        "#efb3ac",
        2.5,
      ),
    ),
    shavings(scatter(8, 50, 1.2)),
    leaves(scatter(11, 40, 0.4), 25, 10, "#4d8a3d", 1.2),
    dots(scatter(7, 64, 3), 5, "#6b7a33"),
  );

export const tomatoSoup = (): string =>
  picture(
    "#f0c9a4",
    bowl("#fffaf1", "#d4512c", "#e7d2b8"),
    oval([170, 108], 46, 36, "#de6238", -30),
    stroke(spiral([178, 118], 4, 36, 2.4, 0.6), "#fff2da", 5),
    `<g fill="#d79a4a" stroke="#b87430" stroke-width="2"><path d="M212 138l16 5-5 16-16-5z"/><path d="M196 160l13-8 8 13-13 8z"/><path d="M136 152l15-3 3 15-15 3z"/></g>`,
    dots(scatter(10, 56, 2.2), 3, "#7e2a14"),
    basil([206, 92], 19, 3.6),
  );

export const bruschetta = (): string => {
  const toast = (x: number, y: number, degrees: number, index: number): string =>
    `<g transform="translate(${x} ${y})rotate(${degrees})"><use href="#t"/>${dots(scatter(15, 25, index, [0, 0]), 11, index % 2 ? "#c8331f" : "#d9432a")}${dots(scatter(9, 24, index + 2, [0, -2]), 5, "#f08a66")}${leaves(scatter(5, 22, index + 1, [0, 0]), 13, 7, "#3f7d3a", index)}</g>`;
  return picture(
    "#dfe3c3",
    board(236, 148),
    `<defs><g id="t"><path fill="#3a2410" opacity=".2" d="M-24-40q28-16 56 0 10 46 0 92-26 12-56 0-10-46 0-92"/><path fill="#b6752f" d="M-29-47q29-16 58 0 10 47 0 94-29 12-58 0-10-47 0-94"/><path fill="#f0cc88" d="M-23-41q23-11 46 0 9 41 0 82-23 9-46 0-9-41 0-82"/></g></defs>`,
    toast(114, 120, -6, 0),
    toast(180, 120, 4, 1),
    toast(246, 120, -3, 2),
  );
};

export const vitelloTonnato = (): string => {
  const slices = around(6, 42, 0.1);
  return picture(
    "#e6d5c4",
    plate("#f4efe6", "#d6c6b0"),
    blobs(slices, 29, 0.12, "#c98b7b", 3),
    blobs(shifted(slices, -1, -2), 25, 0.12, "#e3b3a2", 3),
    shape(blob(centre, 42, 0.2, 8, 9), "#f4e3bd"),
    shape(blob([177, 117], 32, 0.24, 6, 9), "#fbefd2"),
    dots(scatter(13, 50, 1), 8, "#5f7440"),
    dots(shifted(scatter(13, 50, 1), -1, -1), 3.5, "#93a866"),
    fan([206, 148], [0.3, 1.3, 2.2], 22, 9, "#4d8a3d"),
    citrus([142, 152], 17),
  );
};

export const grilledOctopus = (): string => {
  const arms = ["M128 158q-18-56 26-76t66 12-2 62-46 2 12-32", "M216 164q26-12 24-44"];
  const suckers = around(11, 50, 2.5).concat(around(5, 20, 0.6, [194, 134]));
  return picture(
    "#d3d7d0",
    plate("#3f4a4d", "#566366"),
    shape(blob(centre, 58, 0.12, 5, 9), "#f0dca6"),
    ...arms.map((arm) => stroke(arm, "#6e2440", 25) + stroke(arm, "#a2405a", 19)),
    dots(
      suckers.filter(([x, y]) => Math.hypot(x - 180, y - 120) < 60),
      8,
      "#f0bdb6",
    ),
    dots(suckers, 3.5, "#8a3049"),
    citrus([136, 150], 18),
    leaves(scatter(9, 58, 1.6), 11, 5, "#6fa35a", 2),
    dots(scatter(8, 62, 0.2), 4, "#c9502f"),
  );
};

export const caprese = (): string => {
  const slices = around(12, 50, 0.2);
  const draw = ([x, y]: Point, index: number): string =>
    `<use href="#${index % 2 ? "c" : "t"}" transform="translate(${Math.round(x)} ${Math.round(y)})rotate(${index * 30})"/>`;
  return picture(
    "#cfdfc0",
    plate("#fffaf1", "#e2dcc6"),
    `<defs><g id="t"><circle r="24" fill="#a52a1a"/><circle r="22" fill="#dc4c31"/><path stroke="#f28d6a" stroke-width="5" d="M-9-8v1M9-8v1M0 11v1"/></g><g id="c"><circle r="24" fill="#e4dac4"/><circle r="22" fill="#fffdf5"/></g></defs>`,
    ...slices.map(draw),
    circle(centre, 21, "#fffaf1"),
    basil(centre, 27, 0.4),
    leaves(around(6, 52, 0.46), 17, 8, "#3f7d3a", 0.5),
    dots(scatter(8, 68, 1), 4, "#9a8a2e"),
  );
};

export const mussels = (): string =>
  picture(
    "#c8d9dd",
    bowl("#39424f", "#d9b25f", "#596474"),
    `<defs><g id="m"><path fill="#1f2330" d="M-24 0q7-18 29-15t19 15-19 15-29-15"/><path fill="#cfd3e0" d="M-18 0q6-12 22-10t14 10-14 10-22-10"/><path fill="#ea8f36" d="M-10 0q6-8 15-7t9 7-9 7-15-7"/></g></defs>`,
    scatter(10, 58, 0.6)
      .map(
        ([x, y], index) =>
          `<use href="#m" transform="translate(${Math.round(x)} ${Math.round(y)})rotate(${(index * 137) % 360})"/>`,
      )
      .join(""),
    dots(scatter(6, 56, 2), 9, "#d8412b"),
    leaves(scatter(14, 64, 1), 10, 5, "#6fa35a", 2),
    citrus([220, 158], 18),
  );

export const arancini = (): string => {
  const balls = spots("150 92, 212 96, 148 152, 210 150");
  const crumbs = balls.flatMap((ball, index) => scatter(7, 22, index, ball));
  return picture(
    "#efd3a2",
    plate("#f7f0e4", "#dbc9ab"),
    shape(blob(centre, 60, 0.1, 2, 10), "#c8402b"),
    dots(shifted(balls, 3, 5), 56, "#8e2a18"),
    dots(balls, 56, "#b86a24"),
    dots(shifted(balls, -2, -3), 47, "#dd9a42"),
    dots(shifted(balls, -8, -9), 16, "#f1bd6c"),
    dots(crumbs, 4, "#c47a2c"),
    basil([181, 121], 21, 0.6),
  );
};

export const greenSalad = (): string => {
  const radishes = around(5, 46, 0.9);
  return picture(
    "#d6e3bf",
    bowl("#c99a63", "#3f6b32", "#b07f47"),
    leaves(scatter(17, 52, 0.2), 40, 20, "#5d9440", 0.3),
    leaves(scatter(13, 46, 1.8), 34, 17, "#8dbb55", 1.4),
    leaves(scatter(9, 40, 3.2), 26, 13, "#b6d67c", 2.6),
    dots(radishes, 19, "#c7365a"),
    dots(radishes, 14, "#fff4f2"),
    dots(around(4, 26, 0.2), 20, "#6d9a4c"),
    dots(around(4, 26, 0.2), 16, "#e3efc2"),
    sticks(scatter(8, 54, 2.4), 12, 2.4, "#f08a3a"),
  );
};

export const antipasti = (): string => {
  const rolls = spots("92 92, 116 80, 104 114, 130 104");
  const olives = scatter(9, 24, 0.4, [262, 154]);
  return picture(
    "#e2d2ba",
    board(238, 176),
    `<g transform="translate(26 16)scale(.855)">`,
    dots(rolls, 30, "#8e2a22"),
    dots(rolls, 24, "#b84a3d"),
    dots(
      rolls.flatMap((roll, index) => around(3, 6, index, roll)),
      3.5,
      "#e9b09a",
    ),
    `<path fill="#c98a2a" d="M164 62l58 10-8 48z"/><path fill="#f5d27a" d="M160 60l58 8-10 42z"/><circle cx="196" cy="76" r="4" fill="#dcae4a"/><circle cx="204" cy="92" r="3" fill="#dcae4a"/>`,
    blobs(spots("96 166, 122 172, 146 162"), 17, 0.3, "#e59a8a", 3),
    blobs(spots("98 164, 124 170, 148 160"), 10, 0.35, "#cf6f60", 5),
    circle([262, 154], 35, "#8a5c30"),
    circle([262, 154], 31, "#f2e6cd"),
    dots(olives, 15, "#56682e"),
    dots(olives, 5, "#c8402b"),
    turned(-8, stroke("M236 72l62 6M234 84l66 2M236 96l60-6", "#d9a254", 6)),
    blobs(spots("188 150, 206 168, 182 178"), 10, 0.2, "#fffaf0", 2),
    dots(spots("160 132, 176 126, 168 144"), 15, "#d8412b"),
    basil([204, 138], 18, 1.4),
    "</g>",
  );
};

export const focaccia = (): string => {
  const dimples = [0, 1, 2].flatMap((row) =>
    [0, 1, 2, 3, 4].map((column): Point => [108 + column * 34 + (row % 2) * 8, 82 + row * 35]),
  );
  const spread = (points: readonly Point[]): Point[] => points.map(([x, y]) => [180 + (x - 180) * 1.6, y]);
  return picture(
    "#d9dcc0",
    board(236, 164, "#8d6a4a", "#7c5a3c"),
    faded(0.25, box([184, 127], 182, 122, "#2a1608", 20)),
    box(centre, 182, 120, "#b9742f", 20),
    box([179, 117], 172, 108, "#e6b15c", 18),
    dots(dimples, 13, "#c98a38"),
    dots(shifted(dimples, 1, 2), 7, "#f6d88c"),
    sticks(spread(scatter(15, 44, 0.4)), 16, 2.6, "#4c7040", 0.4),
    dots(spread(scatter(26, 48, 1.3)), 2.6, "#fffaf0"),
  );
};
