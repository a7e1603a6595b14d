import { type Dish, oneOf, upTo, without } from "./parts.ts";

const doneness = oneOf(
  "Doneness",
  ["rare", 0],
  ["medium rare", 0],
  ["medium", 0],
  ["medium well", 0],
  ["well done", 0],
);
const sauce = upTo(2, "Sauce", ["peppercorn", 200], ["salsa verde", 150], ["gorgonzola", 250]);
const sideDish = upTo(
  2,
  "With",
  ["rosemary potatoes", 400],
  ["grilled vegetables", 500],
  ["green salad", 400],
);

export const mains: readonly Dish[] = [
  {
    id: "ribeye",
    name: "Ribeye 300 g",
    price: 3400,
    description: "From the grill, herb butter, rosemary",
    allergens: ["milk"],
    groups: [doneness, sauce, sideDish, without("herb butter")],
  },
  {
    id: "fiorentina",
    name: "Fiorentina",
    price: 7800,
    description: "T-bone from the grill, per kilogram",
    unit: "kg",
    groups: [sauce],
  },
  {
    id: "salmon",
    name: "Salmon & asparagus",
    price: 2600,
    description: "Seared salmon, asparagus, fennel",
    allergens: ["fish", "milk"],
    groups: [sideDish],
  },
  {
    id: "chicken-milanese",
    name: "Chicken milanese",
    price: 2100,
    description: "Breaded chicken, rocket, tomato",
    allergens: ["gluten", "eggs", "milk"],
    groups: [sideDish, without("rocket")],
  },
  {
    id: "sea-bass",
    name: "Whole sea bass",
    price: 2800,
    description: "Baked in salt, lemon, herbs",
    allergens: ["fish"],
    groups: [upTo(1, "Service", ["filleted", 0]), sideDish],
  },
  {
    id: "parmigiana",
    name: "Aubergine parmigiana",
    price: 1750,
    description: "Aubergine, tomato, mozzarella",
    allergens: ["milk", "gluten"],
  },
  {
    id: "osso-buco",
    name: "Osso buco",
    price: 2700,
    description: "Braised veal shank, saffron risotto",
    allergens: ["celery", "milk", "sulphites"],
    groups: [without("gremolata")],
  },
];
