/** The menu of the demo store: a neighbourhood Italian restaurant with a bar, in ten categories and about seventy items. */
import type { Category, MenuItem } from "@tillbox/shared/contract/menu.ts";
import { cocktails, coffees, softDrinks, wines } from "./menu/drinks.ts";
import { mains } from "./menu/mains.ts";
import { type Dish, type Group, slug } from "./menu/parts.ts";
import { pastas, pizzas } from "./menu/pizza-and-pasta.ts";
import { desserts, sides, starters } from "./menu/starters.ts";
import { imagePath } from "./pictures.ts";

type Fields<T> = Omit<T, "version" | "createdAt" | "updatedAt">;
export type DemoCategory = Fields<Category>;
export type DemoItem = Fields<MenuItem>;

type Section = { id: string; name: string; color: string; station: string; dishes: readonly Dish[] };

const sections: readonly Section[] = [
  { id: "starters", name: "Starters", color: "#c8402b", station: "kitchen", dishes: starters },
  { id: "pizza", name: "Pizza", color: "#b36b00", station: "pizza", dishes: pizzas },
  { id: "pasta", name: "Pasta", color: "#a9772b", station: "kitchen", dishes: pastas },
  { id: "mains", name: "Mains", color: "#7a3f73", station: "kitchen", dishes: mains },
  { id: "sides", name: "Sides", color: "#4c7a3a", station: "kitchen", dishes: sides },
  { id: "desserts", name: "Desserts", color: "#b0527a", station: "kitchen", dishes: desserts },
  { id: "coffee", name: "Coffee", color: "#6b4a2f", station: "bar", dishes: coffees },
  { id: "wine", name: "Wine", color: "#7d2639", station: "bar", dishes: wines },
  { id: "soft-drinks", name: "Soft drinks", color: "#22618f", station: "bar", dishes: softDrinks },
  { id: "cocktails-beer", name: "Cocktails & beer", color: "#2f7d78", station: "bar", dishes: cocktails },
];

export const demoCategories: readonly DemoCategory[] = sections.map(({ id, name, color }, index) => ({
  id,
  name,
  parentId: null,
  color,
  sort: (index + 1) * 10,
}));

const completeGroup = (
  itemId: string,
  { name, min, max, options }: Group,
): DemoItem["modifierGroups"][number] => {
  const id = `${itemId}.${slug(name)}`;
  return {
    id,
    name,
    min,
    max,
    options: options.map(([option, price]) => ({ id: `${id}.${slug(option)}`, name: option, price })),
  };
};

const completeItem = (dish: Dish, section: Section, sort: number): DemoItem => ({
  id: dish.id,
  name: dish.name,
  categoryId: section.id,
  price: dish.price,
  unit: dish.unit ?? "each",
  taxClassId: null,
  description: dish.description,
  variants: (dish.variants ?? []).map(([name, price]) => ({ id: `${dish.id}.${slug(name)}`, name, price })),
  modifierGroups: (dish.groups ?? []).map((group) => completeGroup(dish.id, group)),
  allergens: [...(dish.allergens ?? [])],
  stations: [dish.station ?? section.station],
  available: dish.available ?? true,
  stock: dish.stock ?? null,
  sku: dish.sku ?? null,
  barcode: dish.barcode ?? null,
  image: imagePath(dish.id),
  sort,
});

/** Every item, complete, in the menu's order; amounts in cents. */
export const demoItems = (): DemoItem[] =>
  sections.flatMap((section, row) =>
    section.dishes.map((dish, index) => completeItem(dish, section, (row + 1) * 100 + index)),
  );
