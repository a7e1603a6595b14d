/** Pizzas, seen from above. */
import {
  around,
  basil,
  blobs,
  centre,
  circle,
  dots,
  faded,
  leaves,
  type Point,
  picture,
  polar,
  scatter,
  shadow,
  shape,
  sticks,
  stroke,
} from "./draw.ts";

const sauce = "#c8402b";
const mozzarella = "#fff4dd";

/** The base that every pizza has: a baked rim with bubbles, some of them charred, and what is spread on it. */
const base = (spread: string, turn: number): string =>
  shadow(93) +
  circle([181, 121], 93, "#bd7c38") +
  circle([179, 119], 91, "#dda45c") +
  dots(around(8, 84, turn), 19, "#e6b46e") +
  dots(around(7, 86, turn * 2 + 0.4), 8, "#b57432") +
  dots(around(5, 83, turn + 1), 5, "#94592a") +
  circle(centre, 78, "#b5652c") +
  circle(centre, 76, spread);

const olives = (points: readonly Point[]): string => dots(points, 14, "#3b2f3a") + dots(points, 6, sauce);

export const margherita = (): string =>
  picture(
    "#e9b59b",
    base(sauce, 1),
    blobs(scatter(8, 64, 0.4), 14, 0.2, mozzarella),
    dots(scatter(14, 70, 2), 4, "#e2654d"),
    basil([176, 116], 25, 0.5),
    basil([224, 146], 19, 2.2),
    basil([138, 86], 18, 4),
    basil([146, 160], 16, 1),
  );

export const diavola = (): string => {
  const slices = scatter(9, 64, 0.2);
  const fat = slices.flatMap((slice, index) => around(4, 7, index, slice));
  return picture(
    "#e5a389",
    base("#b5301c", 2),
    blobs(scatter(7, 64, 1.6), 12, 0.2, "#f9dcae"),
    dots(slices, 29, "#7d1a10"),
    dots(slices, 24, "#a5281a"),
    dots(fat, 3.5, "#dd7a63"),
    sticks(scatter(7, 58, 1.1), 15, 4.5, "#f0512f", 0.6),
    sticks(scatter(4, 50, 4.1), 12, 4.5, "#5d8f3f", 2),
  );
};

export const quattroFormaggi = (): string =>
  picture(
    "#f0d9a6",
    base("#f0c86c", 3),
    blobs(scatter(6, 60, 0.4), 17, 0.25, "#fff0c9"),
    blobs(scatter(5, 52, 2.4), 11, 0.25, "#e3a63c", 5),
    dots(scatter(16, 66, 1), 5, "#7790a8"),
    dots(scatter(8, 60, 3), 8, "#c98a35"),
    faded(
      0.9,
      stroke("M120 98q22-24 46 0t46 2 38-8M122 146q30 26 56 2t64 0M150 66q30 16 60 0", "#b9701c", 3),
    ),
  );

export const ortolana = (): string => {
  const courgettes = scatter(6, 58, 0.2);
  const aubergines = around(4, 58, 0.9);
  return picture(
    "#cfd9a8",
    base("#d4572f", 4),
    leaves(scatter(8, 66, 2), 20, 8, "#7fa04a", 1),
    dots(aubergines, 26, "#4f2f57"),
    dots(aubergines, 21, "#efe0bd"),
    dots(
      aubergines.map((point) => polar(1, 2, point)),
      5,
      "#c9b184",
    ),
    dots(courgettes, 27, "#3f7233"),
    dots(courgettes, 21, "#dbe6a6"),
    dots(
      courgettes.flatMap((point, index) => around(4, 5, index, point)),
      2.4,
      "#8fa955",
    ),
    sticks(scatter(6, 62, 1.3), 24, 6, "#f3b62c", 0.4),
    sticks(scatter(5, 54, 2.6), 20, 6, "#b3241a", 2.4),
  );
};

/** A slice of mushroom, drawn once and used again. */
const mushroomSlice = `<defs><g id="m"><path fill="#a57b52" d="M-18 3q0-19 18-19t18 19q-8 5-12 1v10q-6 6-12 0V4q-4 4-12-1"/><path fill="#f6e8cf" d="M-14 1q1-13 14-13t14 13q-7 2-11 0v11q-3 3-6 0V1q-4 2-11 0"/></g></defs>`;
const mushroom = ([x, y]: Point, index: number): string =>
  `<use href="#m" transform="translate(${Math.round(x)} ${Math.round(y)})rotate(${(index * 137) % 360})"/>`;

export const funghi = (): string =>
  picture(
    "#d9cbb8",
    base("#ecd09a", 5),
    blobs(scatter(6, 60, 1.4), 15, 0.2, "#fff6e3"),
    mushroomSlice,
    scatter(9, 62, 0.5).map(mushroom).join(""),
    leaves(scatter(14, 68, 2), 9, 4, "#55753c", 1),
  );

export const bufala = (): string => {
  const halves = around(5, 46, 0.3);
  const tomatoes = around(5, 47, 0.93);
  return picture(
    "#eadfd2",
    base("#cf4a31", 6),
    blobs(halves, 24, 0.16, "#fffaf0", 4),
    blobs(
      halves.map((point) => polar(0.8, 4, point)),
      13,
      0.2,
      "#eee0c8",
      9,
    ),
    dots(tomatoes, 20, "#a82a1a"),
    dots(tomatoes, 14, "#ec7555"),
    dots(
      tomatoes.flatMap((point, index) => around(3, 3.5, index, point)),
      2.5,
      "#f8d28a",
    ),
    basil(centre, 25, 0.2),
    dots(around(9, 70, 0.2), 4.5, "#e8b64f"),
  );
};

export const prosciuttoRucola = (): string => {
  const ham = around(5, 44, 0.1);
  const parmesan = scatter(7, 58, 2.2).map(([x, y]) => `M${Math.round(x)} ${Math.round(y)}l14-5 3 7-13 6z`);
  return picture(
    "#e8cdbd",
    base(sauce, 7),
    blobs(scatter(6, 64, 1), 12, 0.2, mozzarella),
    blobs(ham, 25, 0.3, "#eba596", 2),
    blobs(
      ham.map((point, index) => polar(index, 5, point)),
      15,
      0.35,
      "#d57766",
      5,
    ),
    leaves(scatter(14, 64, 0.7), 26, 10, "#4d8a3d", 0.3),
    shape(parmesan.join(""), "#fff3cf"),
  );
};

const anchovy = (point: Point, index: number): string =>
  `<path transform="translate(${Math.round(point[0])} ${Math.round(point[1])}) rotate(${Math.round((index * 360) / 6 + 25)})" d="M-22 0q14-9 44-2-24 12-44 2"/>`;

export const napoli = (): string =>
  picture(
    "#e6bfa0",
    base("#c13a24", 8),
    blobs(scatter(7, 64, 2.7), 14, 0.2, mozzarella),
    `<g fill="#8b6a5c" stroke="#b79a8a" stroke-width="2">${around(6, 44, 0.2).map(anchovy).join("")}</g>`,
    olives([...around(6, 60, 0.72), [180, 120]]),
    dots(scatter(9, 64, 3.3), 6, "#7f9a45"),
  );
