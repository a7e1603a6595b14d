/** What every screen of the waiter shares: the client core, where we are, messages, and the store's way of writing figures. */
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { newId } from "@tillbox/shared/id.ts";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Client, openClient } from "../client/client.ts";
import { type Figures, figuresOf } from "../common/figures.ts";
import { type Notices, openNotices } from "../common/notices.ts";
import { type PrinterTroubles, watchPrinters } from "../common/printer-troubles.ts";
import { type InboxList, watchInbox } from "./inbox/inbox-list.ts";
import type { NewOrder } from "./order/new-order.ts";
import { openRouter, type Router } from "./route.ts";
import { type Basket, emptyBasket } from "./sale/basket.ts";

export type Pos = {
  readonly client: Client;
  readonly router: Router;
  readonly notices: Notices;
  readonly figures: ReadonlySignal<Figures>;
  readonly printers: PrinterTroubles;
  /** What the box could not do as somebody meant it. */
  readonly inbox: InboxList;
  /** Checks that are on the screen and not opened yet: the first line opens them. By id. */
  readonly drafts: Signal<ReadonlyMap<string, NewOrder>>;
  /** What is being sold without a check; it stays while somebody looks elsewhere. */
  readonly basket: Signal<Basket>;
  /** The area that the floor shows; null: the first. */
  readonly areaId: Signal<string | null>;
};

export const openPos = (): Pos => {
  const client = openClient({
    kind: "pos",
    deviceType: Math.min(screen.width, screen.height) < 600 ? "phone" : "tablet",
    capabilities: { canTakeOrders: true, canTakePayments: true },
    parts: ["orders", "floor", "menu", "printers", "bookings"],
  });
  const notices = openNotices();
  const printers = watchPrinters(client, notices.warn);
  effect(() => {
    if (client.live.state.value === "connected") void printers.read();
  });
  return {
    client,
    router: openRouter(),
    notices,
    printers,
    inbox: watchInbox(client),
    figures: computed(() => figuresOf(client.store)),
    drafts: signal<ReadonlyMap<string, NewOrder>>(new Map()),
    basket: signal(emptyBasket(newId())),
    areaId: signal<string | null>(null),
  };
};

export const PosContext = createContext<Pos | null>(null);

export const usePos = (): Pos => {
  const pos = useContext(PosContext);
  if (!pos) throw new Error("a screen of the waiter stands outside of its page");
  return pos;
};
