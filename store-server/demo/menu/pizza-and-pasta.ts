import { type Dish, upTo, without } from "./parts.ts";

const extras = upTo(
  5,
  "Extras",
  ["extra mozzarella", 200],
  ["buffalo mozzarella", 300],
  ["prosciutto", 350],
  ["spicy salami", 250],
  ["mushrooms", 200],
  ["olives", 150],
  ["rocket", 150],
);
const base = upTo(1, "Base", ["gluten-free base", 300], ["well done", 0], ["cut in slices", 0]);

const pizzaOf = (dish: Dish, ...unwanted: string[]): Dish => ({
  ...dish,
  variants: [
    ["Regular 30 cm", dish.price],
    ["Family 45 cm", dish.price + 1050],
  ],
  groups: [base, extras, without(...unwanted)],
});

export const pizzas: readonly Dish[] = [
  pizzaOf(
    {
      id: "margherita",
      name: "Margherita",
      price: 1150,
      description: "Tomato, mozzarella, basil",
      allergens: ["gluten", "milk"],
    },
    "basil",
    "garlic",
  ),
  pizzaOf(
    {
      id: "diavola",
      name: "Diavola",
      price: 1350,
      description: "Spicy salami, chilli",
      allergens: ["gluten", "milk"],
    },
    "chilli",
    "garlic",
  ),
  pizzaOf(
    {
      id: "quattro-formaggi",
      name: "Quattro formaggi",
      price: 1400,
      description: "Four cheeses, honey",
      allergens: ["gluten", "milk"],
    },
    "honey",
    "gorgonzola",
  ),
  pizzaOf(
    {
      id: "ortolana",
      name: "Ortolana",
      price: 1300,
      description: "Grilled vegetables, vegan",
      allergens: ["gluten"],
    },
    "peppers",
    "aubergine",
  ),
  pizzaOf(
    {
      id: "funghi",
      name: "Funghi",
      price: 1350,
      description: "Mushrooms, thyme",
      allergens: ["gluten", "milk"],
    },
    "thyme",
    "garlic",
  ),
  pizzaOf(
    {
      id: "bufala",
      name: "Bufala",
      price: 1500,
      description: "Buffalo mozzarella, cherry tomato",
      allergens: ["gluten", "milk"],
    },
    "basil",
  ),
  pizzaOf(
    {
      id: "prosciutto-rucola",
      name: "Prosciutto e rucola",
      price: 1550,
      description: "Parma ham, rocket, parmesan",
      allergens: ["gluten", "milk"],
    },
    "rocket",
    "parmesan",
  ),
  pizzaOf(
    {
      id: "napoli",
      name: "Napoli",
      price: 1300,
      description: "Anchovies, capers, olives",
      allergens: ["gluten", "milk", "fish"],
    },
    "anchovies",
    "capers",
    "olives",
  ),
];

const pastaExtras = upTo(3, "Extras", ["extra parmesan", 100], ["chilli oil", 0], ["burrata", 500]);
const grain = upTo(1, "Pasta", ["gluten-free penne", 250], ["children's portion", 0]);

export const pastas: readonly Dish[] = [
  {
    id: "truffle-tagliatelle",
    name: "Truffle tagliatelle",
    price: 2250,
    description: "Egg pasta, butter, black truffle",
    allergens: ["gluten", "eggs", "milk"],
    groups: [pastaExtras, upTo(1, "Truffle", ["double truffle", 900])],
  },
  {
    id: "carbonara",
    name: "Carbonara",
    price: 1600,
    description: "Guanciale, egg, pecorino, pepper",
    allergens: ["gluten", "eggs", "milk"],
    groups: [grain, pastaExtras],
  },
  {
    id: "amatriciana",
    name: "Amatriciana",
    price: 1500,
    description: "Bucatini, tomato, guanciale, pecorino",
    allergens: ["gluten", "milk"],
    groups: [grain, pastaExtras],
  },
  {
    id: "cacio-e-pepe",
    name: "Cacio e pepe",
    price: 1450,
    description: "Pecorino, black pepper",
    allergens: ["gluten", "milk"],
    groups: [grain, pastaExtras],
  },
  {
    id: "trofie-pesto",
    name: "Trofie al pesto",
    price: 1450,
    description: "Basil pesto, green beans, pine nuts",
    allergens: ["gluten", "milk", "nuts"],
    groups: [grain, pastaExtras, without("green beans")],
  },
  {
    id: "lasagne",
    name: "Lasagne",
    price: 1550,
    description: "Beef ragù, béchamel, parmesan",
    allergens: ["gluten", "eggs", "milk", "celery"],
  },
  {
    id: "seafood-linguine",
    name: "Seafood linguine",
    price: 2100,
    description: "Prawns, mussels, cherry tomato",
    allergens: ["gluten", "crustaceans", "molluscs", "sulphites"],
    groups: [grain, without("chilli", "garlic")],
  },
  {
    id: "ravioli",
    name: "Ravioli",
    price: 1650,
    description: "Spinach and ricotta, sage butter",
    allergens: ["gluten", "eggs", "milk"],
    groups: [pastaExtras],
  },
];
