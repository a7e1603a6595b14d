/** What food is served on, seen from above: plates, bowls, boards; each with its shadow. */
import { box, centre, circle, faded, type Point, ring, shadow, stroke } from "./draw.ts";

/** A round plate with a rim; `glaze` is its colour, `line` that of its edge. */
export const plate = (glaze = "#fffaf1", line = "#eadcc6"): string =>
  shadow(93) + circle(centre, 93, glaze) + ring(centre, 91, line, 3) + ring(centre, 67, line, 2.5);

/** A wide bowl, its inside a little darker. */
export const bowl = (glaze: string, inside: string, edge: string): string =>
  shadow(92) +
  circle(centre, 92, glaze) +
  ring(centre, 90, edge, 4) +
  circle(centre, 72, edge) +
  circle([180, 122], 70, inside);

/** A wooden board with a grain and, on the right, its handle. */
export const board = (width: number, height: number, wood = "#c48f57", grain = "#b27d47"): string => {
  const left = 180 - width / 2;
  const lines = [0.24, 0.5, 0.76].map((part, index) => {
    const y = Math.round(120 - height / 2 + height * part);
    return `M${left + 14 + index * 16} ${y}h${width - 44 - index * 12}`;
  });
  return (
    faded(0.15, box([185, 129], width, height, "#3a2410", 22)) +
    box(centre, width, height, wood, 22) +
    faded(0.7, stroke(lines.join(""), grain, 2.5))
  );
};

/** A round wooden board. */
export const roundBoard = (wood = "#c99a63", grain = "#b78349"): string =>
  shadow(93) +
  circle(centre, 93, wood) +
  ring(centre, 84, grain, 2.5) +
  faded(0.6, stroke("M112 88q60-14 134 4M104 134q80 12 152-6M130 172q50 10 104-4", grain, 2.5));

/** A wedge of lemon with its segments, or of another citrus by its colours. */
export const citrus = (from: Point, radius: number, peel = "#f2c230", flesh = "#fbe07a"): string => {
  const [x, y] = from;
  const spokes = [0, 60, 120].map((degrees) => {
    const dx = Math.round(Math.cos((degrees * Math.PI) / 180) * radius * 0.78);
    const dy = Math.round(Math.sin((degrees * Math.PI) / 180) * radius * 0.78);
    return `M${Math.round(x - dx)} ${Math.round(y - dy)}l${2 * dx} ${2 * dy}`;
  });
  return (
    circle(from, radius, peel) +
    circle(from, radius * 0.86, "#fff6dc") +
    circle(from, radius * 0.76, flesh) +
    stroke(spokes.join(""), "#fff6dc", Math.max(1.5, radius * 0.09))
  );
};
