/** What every page of the hub shares: the client, where we are, messages. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { HubStore } from "@tillbox/shared/contract/hub.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { ToastItem } from "@tillbox/shared/ui/toast.tsx";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type HubClient, openHubClient } from "./client.ts";
import { openRouter, type Router } from "./route.ts";

export type Hub = {
  readonly client: HubClient;
  readonly router: Router;
  readonly notices: ReadonlySignal<readonly ToastItem[]>;
  say: (text: string, tone?: "plain" | "bad") => void;
  noticeDone: (id: string) => void;
};

/** The zone of this browser, for a chain that has no store yet. */
export const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

export const openHub = (): Hub => {
  const notices = signal<readonly ToastItem[]>([]);
  return {
    client: openHubClient(),
    router: openRouter(),
    notices,
    say: (text, tone = "plain") => {
      notices.value = [...notices.value.slice(-2), { id: newId(), text, tone }];
    },
    noticeDone: (id) => {
      notices.value = notices.value.filter((item) => item.id !== id);
    },
  };
};

export const HubContext = createContext<Hub | null>(null);

export const useHub = (): Hub => {
  const hub = useContext(HubContext);
  if (!hub) throw new Error("a part of the hub stands outside of its page");
  return hub;
};

/** Bounds a list that does not end. */
const maxPages = 20;

export const readStores = async (client: HubClient): Promise<HubStore[]> => {
  const stores: HubStore[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const more: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const answer: { items: HubStore[]; nextCursor: string | null } = await client.get(
      `/api/stores?limit=500${more}`,
    );
    stores.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return stores;
};
