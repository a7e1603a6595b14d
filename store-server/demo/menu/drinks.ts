import { type Dish, ean13, upTo } from "./parts.ts";

const milk = upTo(1, "Milk", ["oat milk", 60], ["soy milk", 60], ["lactose-free milk", 40]);
const strength = upTo(2, "Coffee", ["decaf", 0], ["extra shot", 80]);

export const coffees: readonly Dish[] = [
  {
    id: "espresso",
    name: "Espresso",
    price: 300,
    description: "Short and strong",
    variants: [
      ["Single", 300],
      ["Double", 420],
    ],
    groups: [upTo(1, "Coffee", ["decaf", 0])],
  },
  {
    id: "macchiato",
    name: "Macchiato",
    price: 340,
    description: "Espresso with a spot of milk",
    allergens: ["milk"],
    variants: [
      ["Single", 340],
      ["Double", 460],
    ],
    groups: [milk],
  },
  {
    id: "cappuccino",
    name: "Cappuccino",
    price: 440,
    description: "Espresso, steamed milk, foam",
    allergens: ["milk"],
    groups: [milk, strength],
  },
  {
    id: "latte",
    name: "Caffè latte",
    price: 480,
    description: "Espresso, much steamed milk",
    allergens: ["milk"],
    groups: [milk, strength],
  },
  {
    id: "americano",
    name: "Americano",
    price: 380,
    description: "Espresso, hot water",
    groups: [strength],
  },
];

type Wine = Pick<Dish, "id" | "name" | "description"> & { glass: number; bottle: number; number: number };
const wine = ({ glass, bottle, number, ...dish }: Wine): Dish => ({
  ...dish,
  price: glass,
  allergens: ["sulphites"],
  variants: [
    ["Glass 0.15 l", glass],
    ["Bottle 0.75 l", bottle],
  ],
  sku: `WINE-${number}`,
  barcode: ean13(`20000010000${number}`),
});

export const wines: readonly Dish[] = [
  {
    id: "house-wine",
    name: "House white",
    price: 650,
    description: "Fresh and dry, from the carafe",
    allergens: ["sulphites"],
    variants: [
      ["Glass 0.15 l", 650],
      ["Carafe 0.5 l", 1900],
    ],
  },
  wine({
    id: "pinot-grigio",
    name: "Pinot grigio",
    description: "Pear, almond, dry",
    glass: 850,
    bottle: 3800,
    number: 1,
  }),
  wine({
    id: "rosato",
    name: "Rosato",
    description: "Strawberry, light, dry",
    glass: 850,
    bottle: 3800,
    number: 2,
  }),
  wine({
    id: "chianti",
    name: "Chianti",
    description: "Cherry, herbs, medium",
    glass: 900,
    bottle: 4200,
    number: 3,
  }),
  wine({
    id: "barolo",
    name: "Barolo",
    description: "Rose, tar, long",
    glass: 1600,
    bottle: 7800,
    number: 4,
  }),
  wine({
    id: "prosecco",
    name: "Prosecco",
    description: "Apple, fine bubbles",
    glass: 900,
    bottle: 4000,
    number: 5,
  }),
];

const drinkExtras = upTo(2, "Serve", ["no ice", 0], ["with lemon", 0]);

export const softDrinks: readonly Dish[] = [
  {
    id: "sparkling-water",
    name: "Sparkling water",
    price: 380,
    description: "From the spring, with bubbles",
    variants: [
      ["Small 0.33 l", 380],
      ["Large 0.75 l", 650],
    ],
    groups: [drinkExtras],
    sku: "WATER-1",
    barcode: ean13("200000200001"),
  },
  {
    id: "still-water",
    name: "Still water",
    price: 380,
    description: "From the spring",
    variants: [
      ["Small 0.33 l", 380],
      ["Large 0.75 l", 650],
    ],
    groups: [drinkExtras],
    sku: "WATER-2",
    barcode: ean13("200000200002"),
  },
  {
    id: "lemonade",
    name: "House lemonade",
    price: 480,
    description: "Pressed lemon, mint, soda",
    groups: [upTo(1, "Serve", ["no ice", 0])],
  },
  {
    id: "cola",
    name: "Cola",
    price: 400,
    description: "Over ice, 0.3 l",
    groups: [drinkExtras],
    sku: "COLA-1",
    barcode: ean13("200000200003"),
  },
  {
    id: "blood-orange-soda",
    name: "Blood orange soda",
    price: 450,
    description: "Sicilian orange, 0.3 l",
    groups: [drinkExtras],
    sku: "ORANGE-1",
    barcode: ean13("200000200004"),
  },
  {
    id: "peach-iced-tea",
    name: "Peach iced tea",
    price: 450,
    description: "Black tea, peach, lemon",
    groups: [drinkExtras],
  },
];

export const cocktails: readonly Dish[] = [
  {
    id: "aperol-spritz",
    name: "Aperol spritz",
    price: 950,
    description: "Aperol, prosecco, soda",
    allergens: ["sulphites"],
    groups: [upTo(1, "Serve", ["no ice", 0])],
  },
  {
    id: "negroni",
    name: "Negroni",
    price: 1100,
    description: "Gin, bitter, red vermouth",
    allergens: ["sulphites"],
  },
  {
    id: "espresso-martini",
    name: "Espresso martini",
    price: 1200,
    description: "Vodka, coffee liqueur, espresso",
  },
  {
    id: "bellini",
    name: "Bellini",
    price: 1000,
    description: "White peach, prosecco",
    allergens: ["sulphites"],
  },
  {
    id: "draft-lager",
    name: "Draft lager",
    price: 500,
    description: "Italian lager from the tap",
    allergens: ["gluten"],
    variants: [
      ["Small 0.3 l", 500],
      ["Large 0.5 l", 750],
    ],
  },
  {
    id: "pale-ale",
    name: "Pale ale",
    price: 650,
    description: "Bottled, hoppy, 0.33 l",
    allergens: ["gluten"],
    sku: "BEER-1",
    barcode: ean13("200000300001"),
  },
];
