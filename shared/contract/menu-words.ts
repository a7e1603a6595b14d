/** The fixed words of a menu, apart from its schemas: screens use them without a schema library. */

/** The 14 allergens of EU 1169/2011, annex II. */
export const allergens = [
  "gluten",
  "crustaceans",
  "eggs",
  "fish",
  "peanuts",
  "soybeans",
  "milk",
  "nuts",
  "celery",
  "mustard",
  "sesame",
  "sulphites",
  "lupin",
  "molluscs",
] as const;

/** What guests ask for; a claim of the kitchen, so each is said of an item, never derived. */
export const diets = ["vegetarian", "vegan", "halal", "kosher", "gluten-free", "lactose-free"] as const;

/** What an item is sold by. */
export const units = ["each", "kg", "g", "l", "m"] as const;

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof weekdays)[number];
