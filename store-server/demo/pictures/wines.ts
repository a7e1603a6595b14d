/** Wine, from the side: a bottle or a carafe and its glass. */
import { oval, shape, stroke } from "./draw.ts";
import { bottle, flute, scene, wineGlass } from "./glasses.ts";

const redBottle = { glass: "#2c2a24", light: "#4d4a40", label: "#f6ecd8", mark: "#7d2639", cap: "#7d2639" };

export const houseWine = (): string =>
  scene(
    "#e6dcc2",
    "#d6c8a5",
    `<ellipse cx="140" cy="213" rx="48" ry="9" fill="#3a2410" opacity=".16"/><path fill="#fff" opacity=".55" d="M116 44h36l-4 46q0 14 20 34 20 22 16 54-4 34-50 34t-50-34q-4-32 16-54 20-20 20-34z"/>`,
    shape("M100 138q34-8 68 0 18 20 14 42-4 28-48 28t-48-28q-4-22 14-42", "#ecd16a"),
    oval([134, 138], 34, 6, "#f7e7a4"),
    stroke(
      "M116 44h36l-4 46q0 14 20 34 20 22 16 54-4 34-50 34t-50-34q-4-32 16-54 20-20 20-34z",
      "#ffffff",
      3.5,
    ),
    stroke("M96 160q-4 18 6 30", "#fffbe2", 5),
    wineGlass(236, "#ecd16a", "#f7e7a4", 52),
  );

export const chianti = (): string =>
  scene(
    "#e7c7b6",
    "#d6ae9a",
    bottle(132, { ...redBottle, glass: "#3a4a2c", light: "#5a6d45", cap: "#c8402b", mark: "#c8402b" }),
    `<path fill="#d6a553" d="M98 118h68q12 22 8 58-4 38-42 38t-42-38q-4-36 8-58"/><path stroke="#b07f34" stroke-width="4" d="M96 136h72M92 154h80M92 172h80M98 190h68M116 120q-6 44 0 88M132 120v90M148 120q6 44 0 88"/>`,
    wineGlass(232, "#8a1f34", "#a83a4e"),
  );

export const barolo = (): string =>
  scene(
    "#cdb7b3",
    "#b99c98",
    bottle(130, { ...redBottle, label: "#1f1c19", mark: "#d9b25f", cap: "#d9b25f" }, true),
    wineGlass(232, "#6b1626", "#8a2c3c", 52, 9),
  );

export const pinotGrigio = (): string =>
  scene(
    "#d3dcc0",
    "#bfcba5",
    bottle(
      130,
      { glass: "#6d8a52", light: "#93ad78", label: "#fffaf1", mark: "#4c7a3a", cap: "#e4d9b8" },
      true,
    ),
    wineGlass(232, "#f0dc8c", "#f9efbf", 50),
  );

export const rosato = (): string =>
  scene(
    "#f1d3cf",
    "#e3b9b4",
    bottle(130, { glass: "#eda495", light: "#f8cabd", label: "#fffaf1", mark: "#d9707a", cap: "#fff3ea" }),
    wineGlass(232, "#f09c92", "#f8c3b8", 48),
  );

export const prosecco = (): string =>
  scene(
    "#e9dfb9",
    "#d9cb98",
    bottle(
      128,
      { glass: "#2f4f3d", light: "#4f7560", label: "#f6ecd8", mark: "#b98a2a", cap: "#d9b25f" },
      true,
    ),
    flute(210, "#f3dc7e", "#faf0bd", "#fffbe6"),
    flute(262, "#f3dc7e", "#faf0bd", "#fffbe6"),
  );
