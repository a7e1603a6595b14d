/**
 * What a guest must not eat, found in what people wrote: "Allergy: sesame", "allergic to nuts and milk", "glutenfrei". A cook has to see it as a
 * red block and never between "well done" and "no butter". Wherever it is in doubt it counts as an allergy. Pure.
 */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";

type Allergen = MenuItem["allergens"][number];

export type Wishes = {
  allergies: string[];
  /** What is left of the note; null when that is nothing. */
  rest: string | null;
};

/** As people say them, beside the names of the EU's list, by which a dish says what it contains. */
const spoken: Readonly<Record<Allergen, readonly string[]>> = {
  gluten: ["gluten", "wheat", "weizen", "frumento", "trigo", "glutine"],
  crustaceans: ["crustacean", "shrimp", "prawn", "shellfish", "lobster", "crab", "krebs", "garnel"],
  eggs: ["egg", "eier", "uova", "oeuf", "œuf", "huevo"],
  fish: ["fish", "fisch", "pesce", "poisson", "pescado"],
  peanuts: ["peanut", "erdn", "arachid", "cacahu"],
  soybeans: ["soy", "soja", "soia"],
  milk: ["milk", "dairy", "lactose", "laktose", "milch", "latte", "lait", "leche"],
  nuts: [
    "nut",
    "almond",
    "hazelnut",
    "walnut",
    "cashew",
    "pistach",
    "nüss",
    "nuss",
    "mandel",
    "noix",
    "noci",
  ],
  celery: ["celery", "sellerie", "sedano", "céleri", "apio"],
  mustard: ["mustard", "senf", "senape", "moutarde", "mostaza"],
  sesame: ["sesam", "sésame", "sésamo"],
  sulphites: ["sulphite", "sulfite", "sulfit", "solfit"],
  lupin: ["lupin"],
  molluscs: ["mollus", "mussel", "oyster", "squid", "octopus", "clam", "muschel"],
};

const allAllergens = Object.keys(spoken) as Allergen[];

const says = /allerg|alergi|anaphyla|anafil|intoleran|unverträglich|coeliac|celiac|celiak|celíac|zöliak/i;
const free = /\p{L}[ -]?(free|frei)\b|\b(sans|senza|sin)\s+(gluten|glutine|lactose|lattosio|lactosa)/iu;
const label =
  /^\s*(?:allerg\p{L}*|alergi\p{L}*|intoleran\p{L}*)\s*(?::|\bto\b|\bgegen\b|\bauf\b|\bagli?\b|\bai?\b|\ba\b)\s*/iu;
const inWords = /\ballergic\s+to\s+(.+)$/i;
const trailing = /^(\S+(?: \S+)?)\s+allerg(?:y|ic|ies)\s*!*$/i;

/** What only sounds like one: a peanut is no nut, a shellfish no fish. */
const lookalikes: Partial<Record<Allergen, RegExp>> = {
  nuts: /peanut|coconut|nutmeg|doughnut|erdn[uü]ss|muskatnuss/g,
  fish: /shellfish/g,
  eggs: /eggplant/g,
  milk: /(coconut|almond|soy|oat) milk/g,
};

/** Which of the EU's fourteen the words are about. */
export const allergensIn = (text: string): Allergen[] =>
  allAllergens.filter((allergen) => {
    const words = text.toLowerCase().replaceAll(lookalikes[allergen] ?? /$^/g, "");
    return spoken[allergen].some((word) => words.includes(word));
  });

const isAllergy = (text: string): boolean =>
  says.test(text) || (free.test(text) && allergensIn(text).length > 0);

const bare = (text: string): string => {
  const said = inWords.exec(text)?.[1] ?? trailing.exec(text)?.[1] ?? text.replace(label, "");
  return said.trim() === "" ? text.trim() : said.trim();
};

const sentence = (text: string, found: Wishes): string[] => {
  const rest: string[] = [];
  let isListing = false;
  for (const part of text.split(",").map((piece) => piece.trim())) {
    if (part === "") continue;
    // "Allergy: nuts, sesame": what follows and names an allergen belongs to it.
    const goesOn: boolean =
      isListing && allergensIn(part).length > 0 && !/^(no|ohne|senza|sans|extra)\b/i.test(part);
    if (isAllergy(part) || goesOn) found.allergies.push(bare(part));
    else rest.push(part);
    isListing = isAllergy(part) || goesOn;
  }
  return rest;
};

/** Takes the allergies out of a note. */
export const wishesIn = (note: string | null): Wishes => {
  const found: Wishes = { allergies: [], rest: null };
  const rest = (note ?? "")
    .split(/[;\n]|\.(?:\s|$)/)
    .map((text) => sentence(text, found).join(", "))
    .filter((text) => text !== "");
  return { ...found, rest: rest.length === 0 ? null : rest.join(". ") };
};

/** The same for a modifier, which is one or the other as a whole; its group may say it: "Allergies". */
export const allergyOfModifier = (groupName: string, name: string): string | null =>
  says.test(groupName) || isAllergy(name) ? bare(name) : null;
