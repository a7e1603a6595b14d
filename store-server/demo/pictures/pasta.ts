/** Pasta in wide bowls, seen from above. */
import {
  around,
  basil,
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

type Strands = { dark: string; mid: string; light: string; width: number };

/** A nest of strands turned with a fork: a dark ground, then loops that lie over each other. */
const nest = ({ dark, mid, light, width }: Strands, turn = 0): string =>
  circle(centre, 55, dark) +
  around(5, 26, turn)
    .map((point, index) =>
      stroke(spiral(point, 14, 30, 1.1, index * 2.2 + turn), index % 2 ? mid : light, width),
    )
    .join("") +
  stroke(spiral(centre, 5, 50, 3.2, turn), mid, width) +
  stroke(spiral(centre, 8, 44, 2.6, turn + 2), light, width);

const shavings = (points: readonly Point[], colour: string): string =>
  shape(
    points.map(([x, y]) => `M${Math.round(x)} ${Math.round(y)}q8-7 17-2l-3 7q-8-2-13 3z`).join(""),
    colour,
  );

export const truffleTagliatelle = (): string => {
  const slices = around(5, 34, 0.5).concat([centre]);
  return picture(
    "#e3d2b5",
    bowl("#3f3a35", "#2f2b27", "#57504a"),
    nest({ dark: "#b98736", mid: "#dcae5a", light: "#f0cf86", width: 9 }),
    dots(slices, 25, "#2b211b"),
    dots(slices, 21, "#7a6250"),
    sticks(
      slices.flatMap((slice, index) => around(3, 4, index, slice)),
      6,
      1.6,
      "#c9b398",
    ),
    dots(scatter(12, 60, 1), 3, "#4f7a35"),
  );
};

const bacon = (points: readonly Point[]): string =>
  sticks(points, 11, 8, "#b4533f", 0.4) + sticks(shifted(points, 0, -1), 9, 2.6, "#f3c6ad", 0.4);

export const carbonara = (): string =>
  picture(
    "#ecd6a8",
    bowl("#fffaf1", "#f3e6cf", "#e5d3b6"),
    nest({ dark: "#d3a03c", mid: "#efc765", light: "#fadf94", width: 4.5 }, 0.6),
    bacon(around(8, 38, 0.2)),
    circle([180, 118], 17, "#f29d1e"),
    oval([175, 112], 5, 3.5, "#ffd27a", -30),
    dots(scatter(26, 62, 2), 2.6, "#3a322a"),
  );

export const amatriciana = (): string =>
  picture(
    "#edc0a6",
    bowl("#f7efe2", "#b53a20", "#e2d2bb"),
    nest({ dark: "#b53a20", mid: "#d9592f", light: "#ee8348", width: 6 }, 1.4),
    bacon(around(6, 36, 1)),
    shavings(scatter(8, 46, 0.8), "#fff3d6"),
    leaves([[186, 110]], 26, 12, "#3f7d3a", 5.2),
  );

export const cacioPepe = (): string =>
  picture(
    "#d8cfc0",
    bowl("#4c6470", "#3d525c", "#627c88"),
    nest({ dark: "#d2b06a", mid: "#eed596", light: "#f9ebbd", width: 5 }, 2.2),
    shavings(scatter(6, 36, 2.8), "#fffaea"),
    dots(scatter(44, 64, 0.5), 3, "#332b25"),
  );

export const trofiePesto = (): string => {
  const twists = scatter(46, 56, 0.3);
  return picture(
    "#d5dfb4",
    bowl("#fbf4e6", "#6f9440", "#e6d9c0"),
    sticks(twists, 20, 8, "#4f7d2f", 0.8),
    sticks(shifted(twists, -1, -2), 18, 3.4, "#9bc063", 0.8),
    sticks(scatter(5, 46, 1.8), 26, 6, "#2f6a35", 2),
    dots(scatter(9, 48, 2.4), 8, "#f3dfae"),
    dots(shifted(scatter(9, 48, 2.4), -1, -1), 4, "#fff3d2"),
    basil([182, 116], 22, 1.2),
  );
};

export const lasagne = (): string => {
  const edge = [0, 1, 2].map((layer) =>
    stroke(`M132 ${152 + layer * 9}q12 4 24 0t24 0 24 0 24 0`, "#f6dd9c", 4.5),
  );
  return picture(
    "#e8c6a4",
    plate("#fdf6ea", "#dfcdb2"),
    faded(0.14, box([185, 130], 110, 112, "#3a2410", 12)),
    box([180, 152], 108, 56, "#a8341f", 10),
    ...edge,
    box([180, 105], 108, 84, "#e9a845", 12),
    blobs(scatter(8, 32, 0.6, [180, 109]), 12, 0.25, "#f8d987"),
    blobs(scatter(6, 34, 2.2, [180, 106]), 6, 0.3, "#c26f28", 3),
    blobs(spots("148 84, 214 124, 206 80"), 8, 0.3, "#cf4a2b", 6),
    basil([180, 104], 25, 0.9),
  );
};

const prawnAndMussel = `<defs><g id="p"><path stroke="#e8663f" stroke-width="13" d="M-12 8q-2-20 14-20 13 1 12 15"/><path stroke="#ffb08a" stroke-width="2.4" d="M-15 1l7 3M-10-10l5 6M2-16v8M12-11l-5 6"/><path fill="#d24c2b" d="M14 4l9 9-16 2z"/></g><g id="m"><path fill="#262a38" d="M-20 0q6-15 24-12t16 12-16 12-24-12"/><path fill="#c7cbd8" d="M-14 0q5-9 18-8t11 8-11 8-18-8"/><path fill="#ef9a3d" d="M-7 0q5-6 12-5t7 5-7 5-12-5"/></g></defs>`;
const placed = (id: string, x: number, y: number, degrees: number): string =>
  `<use href="#${id}" transform="translate(${x} ${y})rotate(${degrees})"/>`;

export const seafoodLinguine = (): string =>
  picture(
    "#c9dbe0",
    bowl("#fffaf1", "#f3e6cf", "#b9cdd3"),
    prawnAndMussel,
    nest({ dark: "#d2963f", mid: "#eec069", light: "#fadd9a", width: 5.5 }, 3.1),
    placed("m", 142, 98, 30),
    placed("m", 214, 152, 200),
    placed("p", 206, 92, 20),
    placed("p", 146, 150, 190),
    placed("p", 182, 124, 110),
    dots(scatter(7, 54, 1.3), 9, "#d8412b"),
    leaves(scatter(12, 58, 0.6), 9, 5, "#4d8a3d", 1),
  );

const pocket = ([x, y]: Point, index: number): string =>
  `<use href="#r" transform="translate(${Math.round(x)} ${Math.round(y)})rotate(${(index * 47 + 12) % 90})"/>`;
/** One pocket with its crimped edge, the filling that shows through and its own shadow. */
const ravioliPocket = `<defs><g id="r"><rect x="-17" y="-15" width="38" height="38" rx="5" fill="#8a5a1c" opacity=".35"/><rect x="-19" y="-19" width="38" height="38" rx="5" fill="#f3d78f" stroke="#e0b45c" stroke-width="2.5" stroke-dasharray="2 4"/><circle cx="1" cy="1" r="13" fill="#e0b85f"/><circle r="13" fill="#fbe9b6"/><circle cx="-1" cy="-1" r="7" fill="#b4c581"/></g></defs>`;

export const ravioli = (): string =>
  picture(
    "#dfe0c0",
    plate("#fbfaf0", "#c9cfb2"),
    circle(centre, 67, "#d9a441"),
    faded(0.5, stroke("M128 150q24 30 66 26M126 96q14-28 48-36", "#f3cf80", 5)),
    ravioliPocket,
    around(6, 46, 0.3).concat([centre]).map(pocket).join(""),
    leaves(spots("146 96, 212 118, 170 170"), 36, 14, "#5f8450", 0.6),
    dots(scatter(9, 62, 1.7), 4, "#fff0c4"),
  );
