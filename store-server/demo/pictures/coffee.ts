/** Coffee, seen from above; a latte in its glass from the side. */
import {
  centre,
  circle,
  dots,
  faded,
  oval,
  type Point,
  picture,
  ring,
  scatter,
  shadow,
  shape,
  spots,
  stroke,
} from "./draw.ts";
import { tabletop } from "./glasses.ts";

type Cup = { radius: number; glaze: string; shade: string; saucer: string; edge: string };

/** A cup on its saucer, the handle to the lower right, a spoon to the left. */
const cup = ({ radius, glaze, shade, saucer, edge }: Cup, ...inside: readonly string[]): string => {
  return (
    shadow(90) +
    circle(centre, 90, saucer) +
    ring(centre, 88, edge, 3) +
    ring(centre, 60, edge, 2) +
    `<path stroke="#8d8579" stroke-width="5" d="M106 172l22-44"/><ellipse cx="104" cy="176" rx="9" ry="13" transform="rotate(26 104 176)" fill="#a59d90"/>` +
    faded(0.14, circle([184, 127], radius, "#3a2410")) +
    ring([180 + radius * 0.94, 120 + radius * 0.42], radius * 0.3, shade, 11) +
    circle(centre, radius, shade) +
    circle([179, 118], radius - 1, glaze) +
    inside.join("")
  );
};

const beans = (points: readonly Point[]): string =>
  points
    .map(
      ([x, y], index) =>
        `<g transform="translate(${x} ${y})rotate(${index * 50 + 20})"><ellipse rx="11" ry="8" fill="#4a2a17"/><path stroke="#8a5a34" stroke-width="2" d="M-9 0q5-4 9 0t9 0"/></g>`,
    )
    .join("");

const white = { glaze: "#fffaf1", shade: "#e2d5c1", saucer: "#fffaf1", edge: "#e8dcc8" };

export const espresso = (): string =>
  picture(
    "#d8c3a9",
    cup(
      { ...white, radius: 52, saucer: "#3f6272", edge: "#567a8a" },
      circle(centre, 43, "#3a2013"),
      circle([180, 121], 40, "#8a5428"),
      stroke("M154 108q16-26 44-12M160 138q20 16 42-4M168 122q12-12 26 0", "#b3773e", 6),
      stroke("M150 122q2-16 14-24", "#cf9a5e", 3.5),
      dots(scatter(9, 34, 2), 4, "#c48a4e"),
    ),
    beans(spots("264 84, 280 102")),
  );

export const macchiato = (): string =>
  picture(
    "#c9bfae",
    cup(
      { radius: 56, glaze: "#c4573a", shade: "#93402a", saucer: "#c4573a", edge: "#a94a31" },
      circle(centre, 47, "#3a2013"),
      circle([180, 121], 44, "#7a4722"),
      oval([180, 122], 23, 20, "#e9cfa6", -20),
      oval([178, 120], 16, 13, "#fff3dc", -20),
      dots(scatter(7, 32, 1), 3, "#b67e48"),
    ),
    beans([[270, 88]]),
  );

export const cappuccino = (): string =>
  picture(
    "#e4d0b4",
    cup(
      { ...white, radius: 66, saucer: "#7fa39a", edge: "#94b5ac" },
      circle(centre, 57, "#5a3319"),
      circle([180, 121], 54, "#a56a35"),
      shape("M180 162q-40-26-36-52 4-20 22-16 10 2 14 12 4-10 14-12 18-4 22 16 4 26-36 52", "#fff6e6"),
      stroke("M162 104q-8 12 18 38 26-26 18-38", "#d9a974", 3.5),
      stroke("M180 156v-40", "#e9cfa6", 2),
      dots(scatter(12, 50, 0.3), 2.6, "#7a4722"),
    ),
  );

export const americano = (): string =>
  picture(
    "#bfcbc9",
    cup(
      { radius: 62, glaze: "#33464d", shade: "#22323a", saucer: "#e9e2d5", edge: "#d8cfbe" },
      circle(centre, 53, "#1c0f08"),
      circle([180, 121], 51, "#3b2113"),
      ring([180, 121], 47, "#7a4f2d", 2.5),
      stroke("M150 104q12-22 38-22", "#6b4a33", 5),
      dots(spots("206 142, 200 150, 212 134"), 4, "#a87848"),
    ),
  );

export const latte = (): string =>
  picture(
    "#d9cdbd",
    tabletop("#c6b6a1"),
    shadow(46, 12, [176, 204]),
    `<path fill="#ffffff" opacity=".55" d="M138 40h84l-10 170h-64z"/><path stroke="#ffffff" stroke-width="9" d="M219 88q36 2 32 36t-40 34"/>`,
    shape("M142 62h76l-9 140h-58z", "#b98452"),
    shape("M145 110h70l-3 40q-32 8-64 0z", "#c9986a"),
    shape("M148 146q32 10 64 0l-4 56h-56z", "#ecd5b5"),
    shape("M142 66h76l-2 24q-36 12-72 0z", "#fff3df"),
    oval([180, 62], 38, 9, "#fffaf0"),
    shape("M180 70q-14-5-12-10t12-1q10-4 12 1t-12 10", "#b98452"),
    faded(0.6, stroke("M150 76l6 116", "#ffffff", 5)),
    stroke("M138 40l10 168q32 6 64 0l10-168", "#ffffff", 4),
    beans(spots("262 204, 244 212")),
  );
