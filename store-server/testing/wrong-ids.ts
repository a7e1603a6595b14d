/** Bodies that are right but for one id, for every route that takes one; for the test of how such an id is told. */

export const nowhere = "leads-nowhere";
/** What there is, by what it is for. */
export const emptyHere = {
  order: "",
  other: "",
  paid: "",
  sent: "",
  item: "",
  paidItem: "",
  dishItem: "",
  printer: "",
  booking: "",
  wait: "",
  account: "",
  z: "",
  refund: "",
  category: "",
  program: "",
  guests: "",
};
export type Here = typeof emptyHere;

export const line = { menuItemId: "ids-dish", quantity: 1 };
const option = { optionId: "ids-rare" };
const part = { partId: "ids-part", menuItemId: "ids-plain" };
/** Lines that are right but for one id. */
const lines: Record<string, object> = {
  menuItemId: { ...line, menuItemId: nowhere },
  "openItem.taxClassId": { openItem: { name: "X", price: 1, taxClassId: nowhere }, quantity: 1 },
  variantId: { ...line, modifiers: [option], variantId: nowhere },
  "modifiers.0.optionId": { ...line, modifiers: [{ optionId: nowhere }] },
  "modifiers.0.modifiers.0.optionId": {
    ...line,
    modifiers: [{ ...option, modifiers: [{ optionId: nowhere }] }],
  },
  "parts.0.partId": { menuItemId: "ids-combo", quantity: 1, parts: [{ ...part, partId: nowhere }] },
  "parts.0.menuItemId": { menuItemId: "ids-combo", quantity: 1, parts: [{ ...part, menuItemId: nowhere }] },
  "parts.0.variantId": { menuItemId: "ids-combo", quantity: 1, parts: [{ ...part, variantId: nowhere }] },
  "parts.0.modifiers.0.optionId": {
    menuItemId: "ids-combo",
    quantity: 1,
    parts: [{ ...part, modifiers: [{ optionId: nowhere }] }],
  },
  "parts.0.modifiers.0.modifiers.0.optionId": {
    menuItemId: "ids-combo",
    quantity: 1,
    parts: [
      {
        partId: "ids-part",
        menuItemId: "ids-dish",
        modifiers: [{ ...option, modifiers: [{ optionId: nowhere }] }],
      },
    ],
  },
};
const withLines = (prefix: string, around: (items: object[]) => object): Record<string, object> =>
  Object.fromEntries(Object.entries(lines).map(([field, item]) => [`${prefix}.${field}`, around([item])]));

type Cases = Record<string, { at: string; bodies: Record<string, object> }>;
const when = () => new Date(Date.now() + 3_600_000).toISOString();
export const bookingSoon = () => ({ guests: 2, at: when(), name: "Guest 12" });
export const cash = { method: "cash" };
const person = { customerId: nowhere };
const takeaway = { type: "takeaway" };
const sale = { items: [{ menuItemId: "ids-plain", quantity: 1 }], payment: cash };

const menuFacts = (here: Here) => {
  const dish = { name: "D", categoryId: here.category, price: 1 };
  const menuItem = {
    categoryId: { ...dish, categoryId: nowhere },
    taxClassId: { ...dish, taxClassId: nowhere },
    "parts.0.choices.0.menuItemId": { ...dish, parts: [{ name: "P", choices: [{ menuItemId: nowhere }] }] },
    "parts.0.choices.0.variantId": {
      ...dish,
      parts: [{ name: "P", choices: [{ menuItemId: "ids-plain", variantId: nowhere }] }],
    },
    stations: { ...dish, stations: [nowhere] },
    dayparts: { ...dish, dayparts: [nowhere] },
  };
  const category = {
    parentId: { name: "C", parentId: nowhere },
    dayparts: { name: "C", dayparts: [nowhere] },
  };
  const rule = { name: "R", dayparts: ["ids-noon"], menuItems: ["ids-plain"], percentOff: "5" };
  const priceRule = {
    dayparts: { ...rule, dayparts: [nowhere] },
    menuItems: { ...rule, menuItems: [nowhere] },
    categories: { ...rule, categories: [nowhere] },
  };
  const printer = { name: "P", transport: { type: "screen" }, role: "kitchen", width: 80 };
  const printers = {
    stations: { ...printer, stations: [nowhere] },
    backupPrinterId: { ...printer, backupPrinterId: nowhere },
    "filterSettings.categories": { ...printer, filterSettings: { categories: [nowhere] } },
  };
  const earns = { name: "L", earnPoints: 1, earnAmount: 100 };
  const reward = { id: "r", name: "R", points: 1, kind: "item", menuItemId: nowhere };
  const program = {
    "rewards.0.menuItemId": { ...earns, rewards: [reward] },
    excludedCategories: { ...earns, excludedCategories: [nowhere] },
  };
  return { menuItem, category, priceRule, printers, program };
};

const ofMenuAndHouse = (here: Here): Cases => {
  const { menuItem, category, priceRule, printers, program } = menuFacts(here);
  return {
    "POST /time-entries": { at: "", bodies: { userId: { userId: nowhere } } },
    "POST /categories": { at: "", bodies: category },
    "PUT /categories/{id}": { at: here.category, bodies: category },
    "POST /menu-items": { at: "", bodies: menuItem },
    "PUT /menu-items/{id}": { at: "ids-other", bodies: menuItem },
    "POST /price-rules": { at: "", bodies: priceRule },
    "PUT /price-rules/{id}": { at: "ids-rule", bodies: priceRule },
    "POST /menu-items/{id}/stock": {
      at: "ids-plain",
      bodies: { variantId: { variantId: nowhere, stock: 1 } },
    },
    "POST /tables": { at: "", bodies: { areaId: { name: "T", areaId: nowhere, seats: 2 } } },
    "PUT /tables/{id}": { at: "table-1", bodies: { areaId: { areaId: nowhere } } },
    "POST /tables/{id}/join": { at: "table-1", bodies: { tableIds: { tableIds: [nowhere] } } },
    "POST /printers": { at: "", bodies: printers },
    "PUT /printers/{id}": { at: here.printer, bodies: printers },
    "POST /loyalty-programs": { at: "", bodies: program },
    "PUT /loyalty-programs/{id}": { at: here.program, bodies: program },
  };
};

const ofOrders = (here: Here): Cases => {
  const order = { type: "dine-in", items: [] };
  const portions = (more: object = {}) => ({ items: [{ itemId: nowhere, quantity: 1 }], ...more });
  const own = { items: [{ itemId: here.item, quantity: 1 }] };
  return {
    "POST /orders": {
      at: "",
      bodies: {
        tableId: { ...order, tableId: nowhere },
        customerId: { ...order, ...person },
        joinedTableIds: { ...order, tableId: "table-1", joinedTableIds: [nowhere] },
        ...withLines("items.0", (items) => ({ ...takeaway, items })),
      },
    },
    "PUT /orders/{id}": { at: here.order, bodies: { customerId: person } },
    "PUT /orders/{id}/kitchen": {
      at: here.sent,
      bodies: { itemIds: { itemIds: [nowhere], status: "preparing" } },
    },
    "POST /orders/{id}/items": { at: here.order, bodies: withLines("items.0", (items) => ({ items })) },
    "PUT /orders/{id}/items/{itemId}": {
      at: `${here.guests} ${here.dishItem}`,
      bodies: {
        "modifiers.0.optionId": { modifiers: [{ optionId: nowhere }] },
        "modifiers.0.modifiers.0.optionId": {
          modifiers: [{ ...option, modifiers: [{ optionId: nowhere }] }],
        },
      },
    },
    "POST /orders/{id}/hold": { at: here.order, bodies: { itemIds: { itemIds: [nowhere] } } },
    "POST /orders/{id}/fire": { at: here.order, bodies: { itemIds: { itemIds: [nowhere] } } },
    "POST /orders/{id}/transfer": {
      at: here.order,
      bodies: { tableId: { tableId: nowhere }, userId: { userId: nowhere } },
    },
    "POST /orders/{id}/merge": { at: here.order, bodies: { fromOrderId: { fromOrderId: nowhere } } },
    "POST /orders/{id}/split": {
      at: here.order,
      bodies: { "items.0.itemId": portions(), tableId: { ...own, tableId: nowhere } },
    },
    "POST /orders/{id}/move-items": {
      at: here.order,
      bodies: {
        toOrderId: { ...own, toOrderId: nowhere },
        "items.0.itemId": portions({ toOrderId: here.other }),
      },
    },
  };
};

const ofSales = (here: Here): Cases => {
  const refund = { reason: "x", items: [{ itemId: here.paidItem, quantity: 1 }] };
  const swap = { ...refund, method: "cash" };
  const refunds = {
    "items.0.itemId": { reason: "x", items: [{ itemId: nowhere, quantity: 1 }] },
    reference: { ...refund, method: "house_account", reference: nowhere },
  };
  return {
    "POST /orders/{id}/refunds": { at: here.paid, bodies: refunds },
    "POST /orders/{id}/refunds/preview": { at: here.paid, bodies: refunds },
    "POST /sales": {
      at: "",
      bodies: {
        customerId: { ...sale, ...person },
        "payment.reference": { ...sale, payment: { method: "house_account", reference: nowhere } },
        ...withLines("items.0", (items) => ({ ...sale, items })),
      },
    },
    "POST /orders/{id}/exchange": {
      at: here.paid,
      bodies: {
        "items.0.itemId": {
          ...swap,
          items: [{ itemId: nowhere, quantity: 1 }],
          sale: { items: sale.items },
        },
        "sale.customerId": { ...swap, sale: { items: sale.items, ...person } },
        reference: { ...swap, sale: { items: sale.items }, method: "house_account", reference: nowhere },
        ...withLines("sale.items.0", (items) => ({ ...swap, sale: { items } })),
      },
    },
    "POST /bills/preview": {
      at: "",
      bodies: {
        "discounts.0.itemId": {
          ...takeaway,
          items: sale.items,
          discounts: [{ scope: "item", itemId: nowhere, kind: "percent", value: "1", reason: "x" }],
        },
        ...withLines("items.0", (items) => ({ ...takeaway, items })),
      },
    },
  };
};

const ofMoney = (here: Here): Cases => {
  const printed = { printerId: { printerId: nowhere } };
  return {
    "POST /day-reports/x/print": { at: "", bodies: printed },
    "POST /day-reports/{id}/print": { at: here.z, bodies: printed },
    "POST /orders/{id}/receipt": { at: here.paid, bodies: printed },
    "POST /orders/{id}/proforma": { at: here.order, bodies: printed },
    "POST /orders/{id}/payments": {
      at: here.order,
      bodies: {
        "split.splitDetails.itemIds": {
          ...cash,
          split: { splitType: "item", splitDetails: { itemIds: [nowhere] } },
        },
        reference: { method: "house_account", reference: nowhere },
      },
    },
    "POST /orders/{id}/discounts": {
      at: here.order,
      bodies: { itemId: { scope: "item", itemId: nowhere, kind: "percent", value: "1", reason: "x" } },
    },
    "POST /orders/{id}/comps": { at: here.order, bodies: { itemId: { itemId: nowhere, reason: "x" } } },
    "POST /drawers": {
      at: "",
      bodies: { deviceId: { float: 0, deviceId: nowhere }, userId: { float: 0, userId: nowhere } },
    },
    "POST /accounts": { at: "", bodies: { customerId: { name: "Guest 12", limit: 1, ...person } } },
    "POST /gift-cards": { at: "", bodies: { customerId: { amount: 1, tender: cash, ...person } } },
    "POST /orders/{id}/rewards": { at: here.guests, bodies: { rewardId: { rewardId: nowhere } } },
    "POST /refunds/{id}/receipt": { at: here.refund, bodies: printed },
  };
};

const ofGuests = (here: Here): Cases => {
  const booking = bookingSoon();
  return {
    "POST /reservations": {
      at: "",
      bodies: { customerId: { ...booking, ...person }, tableIds: { ...booking, tableIds: [nowhere] } },
    },
    "PUT /reservations/{id}": {
      at: here.booking,
      bodies: { customerId: person, tableIds: { tableIds: [nowhere] } },
    },
    "POST /waitlist": { at: "", bodies: { customerId: { guests: 2, name: "Guest 12", ...person } } },
    "PUT /waitlist/{id}": { at: here.wait, bodies: { customerId: person } },
    "POST /reservations/{id}/seat": { at: here.booking, bodies: { tableIds: { tableIds: [nowhere] } } },
    "POST /waitlist/{id}/seat": { at: here.wait, bodies: { tableIds: { tableIds: [nowhere] } } },
  };
};

/** Per operation: where it is tried, and a body for each field that takes an id. Ids of `here` are there; `nowhere` is not. */
export const bodiesWithWrongIds = (here: Here): Cases => ({
  ...ofMenuAndHouse(here),
  ...ofOrders(here),
  ...ofSales(here),
  ...ofMoney(here),
  ...ofGuests(here),
});
