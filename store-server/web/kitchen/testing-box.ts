/**
 * What the browser tests of the kitchen screen ask of a real, empty box: it is set up with a small menu, two stations and three tables, and
 * orders come by the API, as from another tablet.
 */
import type { LineInput, Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";

export type TestBox = {
  url: string;
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Sends dishes to the kitchen; a new table check unless told otherwise. */
  send(items: LineInput[], more?: object): Promise<Order>;
  order(id: string): Promise<Order>;
  pairingCode(): Promise<string>;
};

const openCall = (url: string) => {
  let token = "";
  return {
    call: async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const response = await fetch(url + path, {
        method,
        headers: {
          "idempotency-key": newId(),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return (text === "" ? undefined : JSON.parse(text)) as T;
    },
    use: (accessToken: string): void => {
      token = accessToken;
    },
  };
};

const wish = {
  id: "wishes",
  name: "Wishes",
  min: 0,
  max: 3,
  options: [{ id: "no-nuts", name: "no nuts", price: 0 }],
};
const menu = [
  { id: "soup", name: "Tomato soup", stations: ["kitchen"] },
  {
    id: "burrata",
    name: "Burrata & peach",
    stations: ["kitchen"],
    modifierGroups: [wish],
    allergens: ["milk", "nuts"],
  },
  { id: "bread", name: "Focaccia", stations: ["kitchen"] },
  { id: "spritz", name: "Spritz", stations: ["bar"] },
  { id: "gnocchi", name: "Gnocchi", stations: ["kitchen"] },
];

const fill = async (call: TestBox["call"]): Promise<void> => {
  await call("POST", "/api/stations", { id: "kitchen", name: "Hot kitchen", sort: 1 });
  await call("POST", "/api/stations", { id: "bar", name: "Bar", sort: 2 });
  await call("POST", "/api/areas", { id: "dining", name: "Dining room" });
  for (const name of ["7", "12", "Bar 2"])
    await call("POST", "/api/tables", {
      id: `table-${name.replace(" ", "")}`,
      name,
      areaId: "dining",
      seats: 4,
    });
  await call("POST", "/api/categories", { id: "food", name: "Food" });
  for (const item of menu) await call("POST", "/api/menu-items", { ...item, categoryId: "food", price: 900 });
};

const setUp = {
  businessName: "Trattoria Altstadt",
  currency: "USD",
  timeZone: "Europe/Berlin",
  locale: "en",
};
const owner = { name: "Owner", username: "owner", password: "a-long-password", pin: "1212" };

/** `lines`: what the box printed at its start; the code for setting it up is in them. */
export const fillBox = async (url: string, lines: readonly string[]): Promise<TestBox> => {
  const code = /code (\w+-\w+)/.exec(lines.join("\n"))?.[1];
  const { call, use } = openCall(url);
  const { accessToken } = await call<{ accessToken: string }>("POST", "/api/setup", {
    ...setUp,
    code,
    owner,
  });
  use(accessToken);
  await fill(call);
  return {
    url,
    call,
    send: (items, more = {}) =>
      call("POST", "/api/orders", {
        type: "dine-in",
        tableId: "table-7",
        newCheck: true,
        send: true,
        items,
        ...more,
      }),
    order: (id) => call("GET", `/api/orders/${id}`),
    pairingCode: async () => (await call<{ code: string }>("POST", "/api/devices/pairing-codes", {})).code,
  };
};
