import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { useEffect, useRef } from "preact/hooks";
import { usePos } from "../pos.ts";
import type { Lexicon } from "./inbox-words.ts";

/** The names that this store gave to what an item speaks of. */
export const useLexicon = (order: Order | null): Lexicon => {
  const { client, figures } = usePos();
  const { items, tables } = client.store;
  const dishes = items.all.value;
  const places = tables.all.value;
  const { money, time } = figures.value;
  return {
    money,
    time,
    dish: (id) => dishes.get(id)?.name,
    line: (id) => order?.items.find((line) => line.id === id)?.name,
    table: (id) => places.get(id)?.name,
  };
};

/** Who, when and on which device: "Waiter 3 · 19:24 · Tablet 2". */
export const useWhoAndWhen = () => {
  const { client, figures } = usePos();
  const here = client.session.device.value?.deviceId;
  const me = client.session.person.value?.id;
  return (item: InboxItem): string => {
    const { userId, userName, deviceId, deviceName, tappedAt, createdAt, sentByName } = item;
    const who = userId !== null && userId === me ? "You" : (userName ?? "Nobody signed in");
    const where =
      deviceId === null ? null : deviceId === here ? "this device" : (deviceName ?? "another device");
    const sender = sentByName ? `sent by ${sentByName}` : null;
    return [who, figures.value.time(tappedAt ?? createdAt), where, sender].filter(Boolean).join(" · ");
  };
};

/** Checks that are over are not on every device: those that items speak of are asked for, each once. */
export const useChecksOf = (items: readonly InboxItem[]): void => {
  const { client } = usePos();
  const asked = useRef(new Set<string>());
  const isReady = client.store.load.value.step === "ready";
  const ids = items.flatMap(({ entityType, entityId }) => (entityType === "order" ? [entityId] : []));
  const unknown = [...new Set(ids)].filter((id) => client.store.orders.get(id) === undefined).slice(0, 40);
  useEffect(() => {
    if (!isReady) return;
    for (const id of unknown) {
      if (asked.current.has(id)) continue;
      asked.current.add(id);
      client.api.get<Order>(`/api/orders/${encodeURIComponent(id)}`).then(
        (order) => client.store.orders.put(order),
        () => undefined,
      );
    }
  }, [isReady, unknown.join(" ")]);
};
