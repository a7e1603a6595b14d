/** The store of the reference screens, filled through the box's own API: areas, tables, menu, people. For tests and screenshots. */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";

export type Ask = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) => Promise<T>;

/** Calls as the owner; throws with the box's reason. */
export const askAs = (url: string, token?: string): Ask => {
  let count = 0;
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    count += 1;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        "idempotency-key": `seed-${count}-${path.replaceAll(/[^\w]/g, "-").slice(-40)}`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? undefined : await response.json()) as T;
  };
};

export const pins = { owner: "1212", manager: "2323", waiter: "3434" } as const;

/** Makes an empty box a store and answers how to call it as its owner. */
export const setUpStore = async (url: string, code: string): Promise<Ask> => {
  const owner = { name: "Owner 1", username: "owner", password: "a-long-password", pin: pins.owner };
  const body = {
    code,
    businessName: "Trattoria Altstadt",
    currency: "USD",
    timeZone: "UTC",
    locale: "en",
    owner,
  };
  const { accessToken } = await askAs(url)<{ accessToken: string }>("POST", "/api/setup", body);
  return askAs(url, accessToken);
};

type Place = [
  name: string,
  seats: number,
  x: number,
  y: number,
  width: number,
  height: number,
  shape: "round" | "rect",
];
const diningRoom: readonly Place[] = [
  ["1", 2, 60, 56, 92, 92, "round"],
  ["2", 2, 190, 56, 92, 92, "round"],
  ["3", 2, 320, 56, 92, 92, "round"],
  ["4", 4, 470, 50, 150, 104, "rect"],
  ["5", 4, 660, 50, 150, 104, "rect"],
  ["6", 4, 60, 214, 110, 110, "round"],
  ["7", 4, 220, 214, 110, 110, "round"],
  ["8", 4, 380, 214, 110, 110, "round"],
  ["12", 8, 540, 208, 270, 118, "rect"],
  ["14", 6, 60, 392, 200, 104, "rect"],
  ["15", 6, 300, 392, 200, 104, "rect"],
  ["16", 2, 540, 392, 120, 104, "rect"],
  ["17", 2, 690, 392, 120, 104, "rect"],
];
const terrace: readonly Place[] = [
  ["T1", 4, 60, 60, 120, 104, "rect"],
  ["T2", 4, 240, 60, 120, 104, "rect"],
];

const categories = [
  ["starters", "Starters", "#c8402b"],
  ["pizza", "Pizza", "#b36b00"],
  ["pasta", "Pasta", "#a9772b"],
  ["mains", "Mains", "#7a3f73"],
  ["sides", "Sides", "#4c7a3a"],
  ["desserts", "Desserts", "#b0527a"],
  ["coffee", "Coffee", "#6b4a2f"],
  ["wine", "Wine", "#7d2639"],
  ["soft", "Soft drinks", "#22618f"],
] as const;

type Dish = [id: string, name: string, categoryId: string, price: number, more?: Partial<MenuItem>];
const cooked = {
  id: "cooked",
  name: "Cooked",
  min: 1,
  max: 1,
  options: ["Rare", "Medium rare", "Medium", "Well done"].map((name) => ({
    id: `cooked-${name.toLowerCase().replace(" ", "-")}`,
    name,
    price: 0,
  })),
};
const sauce = {
  id: "sauce",
  name: "Sauce",
  min: 0,
  max: 2,
  options: [
    { id: "peppercorn", name: "Peppercorn", price: 200 },
    { id: "bearnaise", name: "Béarnaise", price: 200 },
    { id: "herb-butter", name: "Herb butter", price: 150 },
  ],
};
const dishes: readonly Dish[] = [
  ["burrata", "Burrata & peach", "starters", 1450, { allergens: ["milk"] }],
  ["carpaccio", "Beef carpaccio", "starters", 1600],
  ["soup", "Tomato soup", "starters", 850, { stock: 3 }],
  ["bruschetta", "Bruschetta", "starters", 900],
  ["vitello", "Vitello tonnato", "starters", 1550],
  ["octopus", "Grilled octopus", "starters", 1800, { available: false }],
  ["caprese", "Caprese", "starters", 1200],
  ["mussels", "Mussels", "starters", 1400],
  ["arancini", "Arancini (4)", "starters", 1100],
  ["salad", "Green salad", "starters", 750],
  ["antipasti", "Antipasti for two", "starters", 2400],
  ["focaccia", "Focaccia", "starters", 500],
  ["margherita", "Margherita", "pizza", 1250],
  ["tagliatelle", "Truffle tagliatelle", "pasta", 2250],
  ["ribeye", "Ribeye 300 g", "mains", 3400, { modifierGroups: [cooked, sauce] }],
  ["branzino", "Branzino", "mains", 2900],
  ["spritz", "Aperol spritz", "wine", 950, { stations: ["bar"] }],
  [
    "chianti",
    "Chianti",
    "wine",
    800,
    {
      stations: ["bar"],
      variants: [
        { id: "chianti-glass", name: "Glass", price: 800 },
        { id: "chianti-bottle", name: "Bottle", price: 3600 },
      ],
    },
  ],
  ["espresso", "Espresso", "coffee", 320, { stations: ["bar"] }],
  ["water", "Mineral water", "soft", 450, { stations: ["bar"] }],
];

const addFloor = async (ask: Ask): Promise<void> => {
  const areas = [
    ["dining", "Dining room", diningRoom],
    ["terrace", "Terrace", terrace],
  ] as const;
  for (const [sort, [id, name, places]] of areas.entries()) {
    await ask("POST", "/api/areas", { id, name, sort });
    for (const [table, seats, x, y, width, height, shape] of places)
      await ask("POST", "/api/tables", {
        id: `table-${table}`,
        name: table,
        areaId: id,
        seats,
        x,
        y,
        width,
        height,
        shape,
      });
  }
};

const addMenu = async (ask: Ask): Promise<void> => {
  await ask("POST", "/api/tax-classes", {
    id: "food",
    name: "Tax",
    inclusive: false,
    rates: [{ name: "Tax", rate: "0.08" }],
  });
  for (const [sort, [id, name]] of [["kitchen", "Kitchen"] as const, ["bar", "Bar"] as const].entries())
    await ask("POST", "/api/stations", { id, name, sort });
  for (const [sort, [id, name, color]] of categories.entries())
    await ask("POST", "/api/categories", { id, name, color, sort });
  for (const [sort, [id, name, categoryId, price, more]] of dishes.entries())
    await ask("POST", "/api/menu-items", {
      id,
      name,
      categoryId,
      price,
      taxClassId: "food",
      stations: ["kitchen"],
      sort,
      ...more,
    });
};

const addPeople = async (ask: Ask): Promise<void> => {
  await ask("POST", "/api/users", { id: "w3", name: "Waiter 3", role: "waiter", pin: pins.waiter });
  await ask("POST", "/api/users", { id: "m2", name: "Manager 2", role: "manager", pin: pins.manager });
};

/** Everything a shift needs; the kitchen's limit is 40 minutes, receipts and tickets go to screens. */
export const fillTrattoria = async (ask: Ask): Promise<void> => {
  await addFloor(ask);
  await addMenu(ask);
  await addPeople(ask);
  await ask("PUT", "/api/settings/order.delay_threshold", { value: 40 });
  for (const [id, name, role, stations] of [
    ["receipts", "Receipts", "receipt", []],
    ["pass", "Kitchen printer", "kitchen", ["kitchen"]],
  ] as const)
    await ask("POST", "/api/printers", { id, name, role, stations, transport: { type: "screen" } });
};
