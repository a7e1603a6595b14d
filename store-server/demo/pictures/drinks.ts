/** Cocktails, beer and soft drinks, from the side. */
import { dots, fan, oval, scatter, shape, spots, stroke } from "./draw.ts";
import { bottle, flute, ice, scene, slice, tumbler, wineGlass } from "./glasses.ts";

export const aperolSpritz = (): string =>
  scene(
    "#f3cfa8",
    "#e2b283",
    wineGlass(180, "#f0642b", "#f78a4a", 24, 14, ice("-32 22 8, 6 26 -12, -12 54 24", 26)),
    slice([210, 74], 24, "#f08a1e", "#f9b14a"),
    stroke("M196 120L222 18", "#fffaf1", 5),
    fan([156, 62], [3.9, 4.7, 5.4], 26, 13, "#4d8a3d"),
  );

export const negroni = (): string =>
  scene(
    "#e6bba6",
    "#d29c84",
    tumbler(
      180,
      96,
      54,
      "#b3201c",
      "#d9443a",
      26,
      ice("-40 20 4, 2 14 10", 42),
      stroke("M16-18q26 4 22 32-4 24-26 26", "#f08a1e", 12),
      stroke("M14-18q24 4 20 30-4 22-24 26", "#fbc98a", 3),
    ),
  );

export const espressoMartini = (): string =>
  scene(
    "#d3c3b4",
    "#bfaa97",
    `<ellipse cx="185" cy="213" rx="34" ry="8" fill="#3a2410" opacity=".16"/><path fill="#fff" opacity=".5" d="M108 50h144l-66 86h-12z"/><path fill="#2f1a10" d="M121 66h118l-54 69h-10z"/><path fill="#d9b284" d="M116 58h128l-13 18H129z"/>`,
    oval([180, 58], 64, 8, "#ecd0a6"),
    `<path stroke="#fff" stroke-width="3.5" d="M108 50l66 86h12l66-86"/><path stroke="#fff" stroke-width="6" d="M180 136v70M150 209h60"/><g fill="#3a2013"><ellipse cx="168" cy="58" rx="9" ry="4.5" transform="rotate(-14 168 58)"/><ellipse cx="190" cy="55" rx="9" ry="4.5" transform="rotate(20 190 55)"/><ellipse cx="182" cy="63" rx="9" ry="4"/></g><path stroke="#fff" stroke-width="4" opacity=".5" d="M130 70l34 46"/>`,
  );

export const bellini = (): string =>
  scene(
    "#f6d9be",
    "#eabf9a",
    flute(154, "#f7a86a", "#fbcf9f", "#ffe8cf"),
    flute(214, "#f7a86a", "#fbcf9f", "#ffe8cf"),
    shape("M268 206q-2-22 20-30-28-14-44 2-14 16 24 28", "#f2913f"),
    shape("M268 206q-12-18 20-30-18 0-26 8t6 22", "#fbc277"),
    fan([282, 178], [5, 5.7], 24, 12, "#5d9440"),
  );

export const lager = (): string =>
  scene(
    "#ecd6a0",
    "#d9bb78",
    `<path stroke="#fff" stroke-width="11" opacity=".85" d="M220 92q38 0 38 40t-44 42"/>`,
    tumbler(
      180,
      56,
      44,
      "#eea51f",
      "#fbd779",
      16,
      stroke("M-22 110h0M-6 90h0M12 122h0M22 80h0M2 64h0M-18 66h0M20 104h0", "#fbd779", 4),
    ),
    dots(
      spots("146 58, 164 50, 184 48, 204 51, 217 60, 172 62, 196 62, 152 68, 212 70, 180 70"),
      27,
      "#fffaf0",
    ),
    stroke("M150 82v14M166 84v26M208 82v18", "#fffaf0", 12),
  );

export const paleAle = (): string =>
  scene(
    "#d9cdb0",
    "#c4b38d",
    bottle(132, { glass: "#6b3a1c", light: "#96592f", label: "#e9dfc6", mark: "#22618f", cap: "#22618f" }),
    tumbler(
      230,
      84,
      38,
      "#c8741c",
      "#e09a4a",
      22,
      stroke("M-14 80h0M4 60h0M14 96h0M-4 100h0M18 66h0", "#f3bd74", 4),
    ),
    dots(spots("200 94, 216 88, 234 88, 250 91, 260 98, 224 98, 244 100"), 22, "#fff3dc"),
  );

const waterBottle = (x: number, glassColour: string, cap: string, label: string): string =>
  `<ellipse cx="${x + 5}" cy="213" rx="36" ry="8" fill="#3a2410" opacity=".16"/><g transform="translate(${x} 14)"><path fill="${glassColour}" d="M-10 0h20v36q0 18 16 28 6 4 6 12v116q0 8-8 8h-48q-8 0-8-8V76q0-8 6-12 16-10 16-28z"/><path fill="${cap}" d="M-13-6h26v18h-26z"/><rect x="-32" y="96" width="64" height="48" fill="#fffdf8"/><path stroke="${label}" stroke-width="5" d="M-22 128q11-18 22 0t22 0M-14 110h28"/><path stroke="#fff" stroke-width="5" opacity=".6" d="M-22 82v100"/></g>`;

export const sparklingWater = (): string =>
  scene(
    "#c6dee0",
    "#aacacd",
    waterBottle(132, "#3f8f86", "#22618f", "#22618f"),
    tumbler(
      228,
      96,
      36,
      "#d9eff2",
      "#eef9fa",
      20,
      stroke("M-18 40h0M-6 56h0M8 44h0M18 66h0M-14 78h0M4 84h0M14 96h0M-2 34h0M-20 96h0", "#ffffff", 6),
    ),
    slice([256, 98], 17, "#9bbf4a", "#d3e38a"),
  );

export const stillWater = (): string =>
  scene(
    "#cddbe8",
    "#b3c6d8",
    waterBottle(132, "#8fb9d6", "#fffaf1", "#5f95bd"),
    tumbler(228, 96, 36, "#dcebf5", "#f1f8fc", 20),
  );

export const lemonade = (): string =>
  scene(
    "#f3e5a6",
    "#e3d07c",
    tumbler(180, 52, 44, "#f7e07a", "#fbefb0", 24, ice("-30 34 10, 4 44 -14, -24 76 24", 26)),
    slice([190, 150], 22, "#f2c230", "#fbe07a"),
    slice([222, 60], 23, "#f2c230", "#fbe07a"),
    stroke("M172 130L146 18", "#4d8a3d", 6),
    fan([164, 62], [3.8, 4.6, 5.4, 0.2], 28, 15, "#5d9440"),
  );

export const cola = (): string =>
  scene(
    "#dcc9bd",
    "#c4ab9b",
    tumbler(
      180,
      52,
      42,
      "#3a1a10",
      "#6b3a26",
      22,
      ice("-30 30 10, 4 36 -14, -22 66 24, 8 84 6", 25),
      stroke("M-14 128h0M10 134h0M18 118h0M-22 112h0", "#8a5a44", 4),
    ),
    stroke("M188 128L214 16", "#c8402b", 7),
    stroke("M210 34l2-9M205 56l2-9M200 78l2-9", "#fffaf1", 7),
  );

export const bloodOrange = (): string =>
  scene(
    "#f2c4ae",
    "#e2a388",
    tumbler(
      172,
      60,
      40,
      "#e2492b",
      "#f0785a",
      22,
      ice("-26 30 10, 2 50 -16", 24),
      stroke("M-14 100h0M6 116h0M16 90h0M-8 128h0", "#f8a58a", 4),
    ),
    slice([202, 66], 24, "#e8862e", "#c8302b"),
    slice([252, 184], 27, "#e8862e", "#c8302b"),
    dots(scatter(3, 14, 1, [112, 204]), 9, "#c8302b"),
  );

export const icedTea = (): string =>
  scene(
    "#ecd0a8",
    "#d6b07e",
    tumbler(180, 50, 44, "#c9742a", "#e29a52", 26, ice("-32 40 8, 2 34 -10, -14 72 20", 27)),
    shape("M186 168q-4-24 22-36-32-10-46 8-12 18 24 28", "#f2913f"),
    shape("M186 168q-12-18 22-36-20 0-28 10t6 26", "#fbc277"),
    stroke("M194 130L214 14", "#fffaf1", 6),
    fan([158, 62], [3.8, 4.7, 5.5], 28, 14, "#4d8a3d"),
  );
