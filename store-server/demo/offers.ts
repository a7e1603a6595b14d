/** What the demo store sells by the hour and together, and what people may pay with beside cash: so that every screen can be tried. */
import type { Daypart } from "@tillbox/shared/contract/daypart.ts";
import { type Weekday, weekdays } from "@tillbox/shared/contract/menu-words.ts";
import { giftCode } from "@tillbox/shared/gift-code.ts";
import type { OpenAccount } from "../features/account/commands.ts";
import type { IssueGiftCard } from "../features/gift-card/commands.ts";
import type { DemoItem } from "./menu.ts";

type Fields<T> = Omit<T, "version" | "createdAt" | "updatedAt">;
const everyDay: Weekday[] = [...weekdays];

export const demoDayparts: readonly Fields<Daypart>[] = [
  {
    id: "lunch",
    name: "Lunch",
    days: everyDay.slice(0, 5),
    from: "11:30",
    to: "14:30",
    sort: 10,
  },
  {
    id: "happy-hour",
    name: "Happy hour",
    days: everyDay,
    from: "17:00",
    to: "19:00",
    sort: 20,
  },
];

export const demoPriceRules = [
  {
    id: "happy-beer",
    name: "Happy hour",
    dayparts: ["happy-hour"],
    menuItems: ["draft-lager", "pale-ale"],
    percentOff: "20",
    sort: 10,
  },
];

type Part = NonNullable<DemoItem["parts"]>[number];
const part = (
  id: string,
  name: string,
  ...choices: readonly (readonly [item: string, surcharge?: number])[]
): Part => ({
  id: `pizza-menu.${id}`,
  name,
  choices: choices.map(([menuItemId, surcharge = 0]) => ({ menuItemId, variantId: null, surcharge })),
});

/** Sold together at one price, which is shared among the parts. */
export const demoCombos: readonly DemoItem[] = [
  {
    id: "pizza-menu",
    name: "Pizza menu",
    categoryId: "pizza",
    price: 1950,
    unit: "each",
    taxClassId: null,
    description: "A pizza, a drink and something sweet",
    variants: [],
    modifierGroups: [],
    parts: [
      part("pizza", "Pizza", ["margherita"], ["funghi", 150], ["diavola", 250]),
      part("drink", "Drink", ["lemonade"], ["cola"], ["sparkling-water"]),
      part("sweet", "Something sweet", ["panna-cotta"], ["tiramisu", 100]),
    ],
    allergens: [],
    stations: ["pizza"],
    available: true,
    stock: null,
    sku: null,
    barcode: null,
    image: null,
    sort: 299,
  },
];

/** Everybody may know it, as they know the PINs. */
export const demoGiftCode = giftCode([13, 14, 20, 0, 12, 10, 24, 13, 0, 0, 0, 0, 0, 5, 0]);
export const demoGiftCard: IssueGiftCard = {
  id: "demo-card",
  code: demoGiftCode,
  kind: "gift_card",
  amount: 5_000,
  reason: "For trying it out",
  expiresOn: undefined,
  print: false,
};

export const demoAccount: OpenAccount = {
  id: "harbour-office",
  name: "Harbour Office Ltd",
  address: "Quay 1\nHarbour City",
  limit: 50_000,
  dueDays: 14,
};
