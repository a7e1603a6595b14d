/**
 * The pencil of the demo's pictures: a few shapes as short SVG text on a ground of 360 by 240, the subject in the middle 190 so
 * that a square or a 16:9 crop keeps it whole. Many small things of one colour are one path of dots, leaves, sticks or blobs with
 * relative steps, which keeps a picture under 3 kB. Pure: what looks scattered comes from the golden angle.
 */

export type Point = readonly [x: number, y: number];

export const centre: Point = [180, 120];
const goldenAngle = 2.399963;

const short = (value: number): string =>
  String(Math.abs(value) < 10 ? Math.round(value * 10) / 10 : Math.round(value)).replace(/^(-?)0\./, "$1.");
const whole = ([x, y]: Point): Point => [Math.round(x), Math.round(y)];
/** Numbers with the fewest separators that SVG needs. */
const numbers = (...values: readonly number[]): string =>
  values.map((value, index) => (index === 0 || value < 0 ? `${value}` : ` ${value}`)).join("");
const step = ([fx, fy]: Point, [tx, ty]: Point): [number, number] => [tx - fx, ty - fy];

/** A whole picture on its ground colour. */
export const picture = (ground: string, ...parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="360" height="240" viewBox="0 0 360 240" fill="none" stroke-linecap="round" stroke-linejoin="round"><path fill="${ground}" d="M0 0h360v240H0z"/>${parts.join("")}</svg>`;

export const circle = ([x, y]: Point, radius: number, fill: string): string =>
  `<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}" fill="${fill}"/>`;

export const ring = ([x, y]: Point, radius: number, stroke: string, width: number): string =>
  `<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}" stroke="${stroke}" stroke-width="${short(width)}"/>`;

const rotation = (degrees: number, from: Point): string =>
  degrees === 0 ? "" : ` transform="rotate(${short(degrees)} ${from.map(short).join(" ")})"`;

export const oval = (from: Point, rx: number, ry: number, fill: string, degrees = 0): string =>
  `<ellipse cx="${short(from[0])}" cy="${short(from[1])}" rx="${short(rx)}" ry="${short(ry)}" fill="${fill}"${rotation(degrees, from)}/>`;

/** A box by its middle. */
export const box = (
  from: Point,
  width: number,
  height: number,
  fill: string,
  corner = 0,
  degrees = 0,
): string =>
  `<rect x="${short(from[0] - width / 2)}" y="${short(from[1] - height / 2)}" width="${short(width)}" height="${short(height)}" rx="${short(corner)}" fill="${fill}"${rotation(degrees, from)}/>`;

export const shape = (d: string, fill: string): string => `<path fill="${fill}" d="${d}"/>`;
export const stroke = (d: string, colour: string, width: number): string =>
  `<path stroke="${colour}" stroke-width="${short(width)}" d="${d}"/>`;
export const faded = (opacity: number, ...parts: readonly string[]): string =>
  `<g opacity="${opacity}">${parts.join("")}</g>`;
/** Turned about the middle of the picture. */
export const turned = (degrees: number, ...parts: readonly string[]): string =>
  `<g${rotation(degrees, centre)}>${parts.join("")}</g>`;
export const moved = (x: number, y: number, ...parts: readonly string[]): string =>
  `<g transform="translate(${short(x)} ${short(y)})">${parts.join("")}</g>`;

/** The point at an angle (radians, clockwise from the right) and distance. */
export const polar = (angle: number, distance: number, from: Point = centre): Point => [
  from[0] + Math.cos(angle) * distance,
  from[1] + Math.sin(angle) * distance,
];

/** Evenly scattered points within a disc, by the golden angle. */
export const scatter = (count: number, radius: number, turn = 0, from: Point = centre): Point[] =>
  Array.from({ length: count }, (_, index) =>
    polar(turn + index * goldenAngle, radius * Math.sqrt((index + 0.5) / count), from),
  );

/** Points on a circle. */
export const around = (count: number, radius: number, turn = 0, from: Point = centre): Point[] =>
  Array.from({ length: count }, (_, index) => polar(turn + (index * Math.PI * 2) / count, radius, from));

/** Points that were placed by hand: "92 92, 116 80". */
export const spots = (text: string): Point[] =>
  text.split(", ").map((pair): Point => {
    const [x = 0, y = 0] = pair.split(" ").map(Number);
    return [x, y];
  });

/** The same points moved: the shadow or the light of what lies there. */
export const shifted = (points: readonly Point[], dx: number, dy: number): Point[] =>
  points.map(([x, y]) => [x + dx, y + dy]);

/** One path of many strokes: each starts at its point; `trace` says what follows and where it ends. */
const chain = (
  points: readonly Point[],
  trace: (point: Point, index: number) => { d: string; end: Point },
): string => {
  let pen: Point = [0, 0];
  return points
    .map(whole)
    .map((point, index) => {
      const { d, end } = trace(point, index);
      const start = index === 0 ? `M${numbers(...point)}` : `m${numbers(...step(pen, point))}`;
      pen = end;
      return start + d;
    })
    .join("");
};

/** Round dots of one colour and diameter. */
export const dots = (points: readonly Point[], diameter: number, colour: string): string =>
  stroke(
    chain(points, (point) => ({ d: "h0", end: point })),
    colour,
    diameter,
  );

/** Sticks of one length, each turned by the golden angle: rosemary, chips, peppers. */
export const sticks = (
  points: readonly Point[],
  length: number,
  width: number,
  colour: string,
  turn = 0,
): string =>
  stroke(
    chain(points, (point, index) => {
      const end = whole(polar(turn + index * goldenAngle, length, point));
      return { d: `l${numbers(...step(point, end))}`, end };
    }),
    colour,
    width,
  );

const leafFrom = (stem: Point, angle: number, length: number, belly: number): string => {
  const tip = whole(polar(angle, length, stem));
  const middle = polar(angle, length * 0.45, stem);
  const left = whole(polar(angle - Math.PI / 2, belly, middle));
  const right = whole(polar(angle + Math.PI / 2, belly, middle));
  return `q${numbers(...step(stem, left), ...step(stem, tip))}q${numbers(...step(tip, right), ...step(tip, stem))}`;
};

/** Pointed leaves, each turned by the golden angle. */
export const leaves = (
  points: readonly Point[],
  length: number,
  belly: number,
  fill: string,
  turn = 0,
): string =>
  shape(
    chain(points, (stem, index) => ({
      d: leafFrom(stem, turn + index * goldenAngle, length, belly),
      end: stem,
    })),
    fill,
  );

/** Leaves that spread from one point at the given angles. */
export const fan = (
  stem: Point,
  angles: readonly number[],
  length: number,
  belly: number,
  fill: string,
): string =>
  shape(
    `M${numbers(...whole(stem))}${angles.map((angle) => leafFrom(whole(stem), angle, length, belly)).join("")}`,
    fill,
  );

/** A sprig of three leaves with their veins, the basil on top of things. */
export const basil = (stem: Point, size: number, turn = 0): string => {
  const angles = [turn, turn + 2.1, turn + 4.2];
  const from = whole(stem);
  const veins = angles.map((angle) => {
    const vein = step(from, whole(polar(angle, size * 0.8, from)));
    return `l${numbers(...vein)}l${numbers(-vein[0], -vein[1])}`;
  });
  return (
    fan(from, angles, size * 1.15, size * 0.52, "#3f7d3a") +
    stroke(`M${numbers(...from)}${veins.join("")}`, "#6fa35a", 1.4)
  );
};

/** A soft closed outline through points, corners rounded away. */
export const outline = (points: readonly Point[]): string => {
  const corners = points.map(whole);
  const corner = (index: number): Point => corners[index % corners.length] ?? centre;
  const middle = (index: number): Point =>
    whole([(corner(index)[0] + corner(index + 1)[0]) / 2, (corner(index)[1] + corner(index + 1)[1]) / 2]);
  const curves = corners.map((_, index) => {
    const from = middle(index);
    return `q${numbers(...step(from, corner(index + 1)), ...step(from, middle(index + 1)))}`;
  });
  return `M${numbers(...middle(0))}${curves.join("")}z`;
};

/** An uneven round thing: a blob of cheese, a steak, a leaf of ham. `wobble` is a fraction of the radius. */
export const blob = (from: Point, radius: number, wobble: number, seed: number, corners = 7): string =>
  outline(
    Array.from({ length: corners }, (_, index) => {
      const noise = Math.sin(seed * 12.9898 + index * 78.233) * 43758.5453;
      const uneven = 1.08 + (noise - Math.floor(noise) - 0.5) * 2 * wobble;
      return polar((index * Math.PI * 2) / corners + seed, radius * uneven, from);
    }),
  );

/** Several blobs of one colour. */
export const blobs = (
  points: readonly Point[],
  radius: number,
  wobble: number,
  fill: string,
  seed = 1,
): string =>
  shape(
    points.map((point, index) => blob(point, radius + (index % 3), wobble, seed + index, 6)).join(""),
    fill,
  );

/** A spiral as one smooth line: a strand of pasta, a swirl of cream. */
export const spiral = (from: Point, inner: number, outer: number, turns: number, start = 0): string => {
  const steps = Math.ceil(turns * 8);
  const points = Array.from({ length: steps + 1 }, (_, index) =>
    whole(
      polar(start + (index / steps) * turns * Math.PI * 2, inner + ((outer - inner) * index) / steps, from),
    ),
  );
  const curves = points.slice(1).map((point, index) => {
    const before = points[index] ?? from;
    const angle = start + ((index + 0.5) / steps) * turns * Math.PI * 2;
    const distance = (inner + ((outer - inner) * (index + 0.5)) / steps) * 1.08;
    const control = whole(polar(angle, distance, from));
    return `q${numbers(...step(before, control), ...step(before, point))}`;
  });
  return `M${numbers(...(points[0] ?? from))}${curves.join("")}`;
};

/** The soft shadow under what lies on the ground, light from the upper left. */
export const shadow = (rx: number, ry = rx, [x, y]: Point = centre): string =>
  `<ellipse cx="${short(x + 5)}" cy="${short(y + 8)}" rx="${short(rx)}" ry="${short(ry)}" fill="#3a2410" opacity=".15"/>`;
