/** Glasses and bottles from the side, standing on a table. */
import { faded, oval, type Point, picture, shape, stroke } from "./draw.ts";

/** A picture of what stands on a table. */
export const scene = (ground: string, table: string, ...parts: readonly string[]): string =>
  picture(ground, tabletop(table), `<g transform="translate(18 21)scale(.9)">`, ...parts, "</g>");

/** The table that they stand on: a band of the ground, a little darker. */
export const tabletop = (colour: string): string => shape("M0 184h360v56H0z", colour);

const shine = (d: string, width = 5): string => faded(0.65, stroke(d, "#fff", width));
const stand = (x: number, rx: number): string =>
  `<ellipse cx="${x + 5}" cy="213" rx="${rx}" ry="8" fill="#3a2410" opacity=".16"/>`;

/**
 * A stemmed glass, drawn around x = 0 and y = 0 at the rim; the drink fills its bowl from `level` down, `across` wide at the
 * surface.
 */
const stemmed = (
  [x, y]: Point,
  bowl: string,
  foot: number,
  drink: { colour: string; surface: string; level: number; across: number },
  ...inside: readonly string[]
): string =>
  stand(x, 30) +
  `<g transform="translate(${x} ${y})"><clipPath id="g${x}"><path d="${bowl}"/></clipPath><path fill="#fff" opacity=".5" d="${bowl}"/><g clip-path="url(#g${x})"><path fill="${drink.colour}" d="M-60 ${drink.level}H60v99H-60z"/>${oval([0, drink.level], drink.across, 6, drink.surface)}${inside.join("")}</g><path stroke="#fff" stroke-width="3" opacity=".9" d="${bowl}"/><path stroke="#fff" stroke-width="5" d="M0 ${foot}V${208 - y}"/><path stroke="#fff" stroke-width="6" d="M-25 ${209 - y}h50"/></g>`;

/** A wine glass; `level` is how far below the rim the wine begins, 20 to 70, `wide` how much wider than usual it is. */
export const wineGlass = (
  x: number,
  colour: string,
  surface: string,
  level = 44,
  wide = 0,
  ...inside: readonly string[]
): string => {
  const rim = 26 + wide;
  const belly = 42 + wide;
  const bowl = `M-${rim} 0C-${belly + 2} 50-${belly - 4} 104 0 104S${belly + 2} 50 ${rim} 0z`;
  const drink = { colour, surface, level, across: 50 };
  return stemmed([x, 40], bowl, 104, drink, ...inside, shine(`M-${rim} 14q-7 22-3 42`, 4));
};

/** A flute, filled to 24 below its rim. */
export const flute = (x: number, colour: string, surface: string, bubbles: string): string =>
  stemmed(
    [x, 28],
    "M-19 0Q-26 70-14 112-6 126 0 126 6 126 14 112 26 70 19 0z",
    126,
    { colour, surface, level: 24, across: 26 },
    stroke("M-8 50h0M6 60h0M-3 74h0M9 86h0M-6 96h0M2 40h0M0 108h0M12 46h0", bubbles, 3.4),
    shine("M-14 14q-4 30-2 54", 3.5),
  );

export type Bottle = { glass: string; light: string; label: string; mark: string; cap: string };

/** A wine bottle with its label; `sloping` shoulders are Burgundy's, round ones Bordeaux's. */
export const bottle = (x: number, colours: Bottle, sloping = false): string => {
  const body = sloping
    ? "M-9 0h18v36q2 30 20 62v106q0 8-8 8h-42q-8 0-8-8V98q18-32 20-62z"
    : "M-9 0h18v54q0 12 16 18 4 2 4 8v124q0 8-8 8h-42q-8 0-8-8V80q0-6 4-8 16-6 16-18z";
  return (
    stand(x, 36) +
    `<g transform="translate(${x} 2)"><path fill="${colours.glass}" d="${body}"/><path stroke="${colours.light}" stroke-width="5" d="M-20 108v82"/><path fill="${colours.cap}" d="M-10-2h20v32h-20z"/><rect x="-29" y="116" width="58" height="56" fill="${colours.label}"/><path stroke="${colours.mark}" stroke-width="4" d="M-16 130h32M-10 140h20"/><circle cy="156" r="7" fill="${colours.mark}"/></g>`
  );
};

/** A straight tumbler from `top` to the table; the drink begins `gap` below the rim. */
export const tumbler = (
  x: number,
  top: number,
  half: number,
  drink: string,
  surface: string,
  gap: number,
  ...inside: readonly string[]
): string => {
  const height = 210 - top;
  const foot = half - 6;
  const slope = (part: number): number => Math.round((half - 3 - (6 * part) / height) * 10) / 10;
  return (
    stand(x, half + 2) +
    `<g transform="translate(${x} ${top})"><path fill="#fff" opacity=".5" d="M-${half} 0h${2 * half}l-6 ${height}h-${2 * foot}z"/>` +
    shape(`M-${slope(gap)} ${gap}h${2 * slope(gap)}l-4 ${height - gap - 6}h-${2 * foot - 4}z`, drink) +
    oval([0, gap], slope(gap), 5, surface) +
    inside.join("") +
    shine(`M-${half - 9} 12l3 ${height - 40}`, 5) +
    `<path stroke="#fff" stroke-width="3" opacity=".9" d="M-${half} 0l6 ${height}h${2 * foot}l6-${height}"/></g>`
  );
};

/** Cubes of ice, each by its upper left corner and its angle: "-30 26 8, 6 22 -12". */
export const ice = (cubes: string, size = 22): string =>
  cubes
    .split(", ")
    .map((cube) => cube.split(" "))
    .map(
      ([x, y, degrees]) =>
        `<rect width="${size}" height="${size}" rx="5" fill="#fff" opacity=".42" transform="translate(${x} ${y})rotate(${degrees})"/>`,
    )
    .join("");

/** A slice of citrus on the rim or in the glass. */
export const slice = ([x, y]: Point, radius: number, peel: string, flesh: string): string =>
  `<g transform="translate(${x} ${y})"><circle r="${radius}" fill="${peel}"/><circle r="${radius - 3}" fill="#fff3dc"/><circle r="${radius - 5}" fill="${flesh}"/><path stroke="#fff3dc" stroke-width="2" d="M-${radius - 5} 0h${2 * radius - 10}M-${Math.round(radius * 0.4)}-${Math.round(radius * 0.6)}l${Math.round(radius * 0.8)} ${Math.round(radius * 1.2)}M${Math.round(radius * 0.4)}-${Math.round(radius * 0.6)}l-${Math.round(radius * 0.8)} ${Math.round(radius * 1.2)}"/></g>`;
