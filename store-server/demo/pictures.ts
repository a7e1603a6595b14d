/** A picture for every item of the demo's menu, and the path that it is served at: named by its bytes, so it may be kept for ever. */
import { createHash } from "node:crypto";
import * as coffee from "./pictures/coffee.ts";
import * as desserts from "./pictures/desserts.ts";
import * as drinks from "./pictures/drinks.ts";
import * as mains from "./pictures/mains.ts";
import * as pasta from "./pictures/pasta.ts";
import * as pizza from "./pictures/pizza.ts";
import * as sides from "./pictures/sides.ts";
import * as starters from "./pictures/starters.ts";
import * as wines from "./pictures/wines.ts";

/** How each item looks, by its id. */
export const drawings: Readonly<Record<string, () => string>> = {
  "burrata-peach": starters.burrataPeach,
  "beef-carpaccio": starters.beefCarpaccio,
  "tomato-soup": starters.tomatoSoup,
  bruschetta: starters.bruschetta,
  "vitello-tonnato": starters.vitelloTonnato,
  "grilled-octopus": starters.grilledOctopus,
  caprese: starters.caprese,
  mussels: starters.mussels,
  arancini: starters.arancini,
  "green-salad": starters.greenSalad,
  "antipasti-for-two": starters.antipasti,
  focaccia: starters.focaccia,
  margherita: pizza.margherita,
  diavola: pizza.diavola,
  "quattro-formaggi": pizza.quattroFormaggi,
  ortolana: pizza.ortolana,
  funghi: pizza.funghi,
  bufala: pizza.bufala,
  "prosciutto-rucola": pizza.prosciuttoRucola,
  napoli: pizza.napoli,
  "truffle-tagliatelle": pasta.truffleTagliatelle,
  carbonara: pasta.carbonara,
  amatriciana: pasta.amatriciana,
  "cacio-e-pepe": pasta.cacioPepe,
  "trofie-pesto": pasta.trofiePesto,
  lasagne: pasta.lasagne,
  "seafood-linguine": pasta.seafoodLinguine,
  ravioli: pasta.ravioli,
  ribeye: mains.ribeye,
  fiorentina: mains.fiorentina,
  salmon: mains.salmon,
  "chicken-milanese": mains.milanese,
  "sea-bass": mains.seaBass,
  parmigiana: mains.parmigiana,
  "osso-buco": mains.ossoBuco,
  "rosemary-potatoes": sides.rosemaryPotatoes,
  fries: sides.fries,
  "grilled-vegetables": sides.grilledVegetables,
  "rocket-parmesan": sides.rocketParmesan,
  polenta: sides.polenta,
  tiramisu: desserts.tiramisu,
  "panna-cotta": desserts.pannaCotta,
  affogato: desserts.affogato,
  gelato: desserts.gelato,
  cannoli: desserts.cannoli,
  "lemon-tart": desserts.lemonTart,
  espresso: coffee.espresso,
  macchiato: coffee.macchiato,
  cappuccino: coffee.cappuccino,
  latte: coffee.latte,
  americano: coffee.americano,
  "house-wine": wines.houseWine,
  "pinot-grigio": wines.pinotGrigio,
  rosato: wines.rosato,
  chianti: wines.chianti,
  barolo: wines.barolo,
  prosecco: wines.prosecco,
  "sparkling-water": drinks.sparklingWater,
  "still-water": drinks.stillWater,
  lemonade: drinks.lemonade,
  cola: drinks.cola,
  "blood-orange-soda": drinks.bloodOrange,
  "peach-iced-tea": drinks.icedTea,
  "aperol-spritz": drinks.aperolSpritz,
  negroni: drinks.negroni,
  "espresso-martini": drinks.espressoMartini,
  bellini: drinks.bellini,
  "draft-lager": drinks.lager,
  "pale-ale": drinks.paleAle,
};

const nameOf = (svg: string): string =>
  `${createHash("sha256").update(svg, "utf8").digest("hex").slice(0, 32)}.svg`;

type Drawn = { paths: Map<string, string>; images: Map<string, string> };
let drawn: Drawn | undefined;

/** All pictures, drawn once and kept: together they are smaller than one photograph. */
const drawAll = (): Drawn => {
  if (drawn) return drawn;
  const paths = new Map<string, string>();
  const images = new Map<string, string>();
  for (const [id, draw] of Object.entries(drawings)) {
    const svg = draw();
    const path = `/images/${nameOf(svg)}`;
    paths.set(id, path);
    images.set(path, svg);
  }
  drawn = { paths, images };
  return drawn;
};

/** The path of an item's picture, `/images/<first 32 hex of its SHA-256>.svg`; null for an item without one. */
export const imagePath = (itemId: string): string | null => drawAll().paths.get(itemId) ?? null;

/** Every picture: path to SVG text. */
export const demoImages = (): ReadonlyMap<string, string> => drawAll().images;
