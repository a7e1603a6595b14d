/**
 * What the kitchen has to know at the start and whenever the live connection could not go on where it was: the orders in work, the stations,
 * and the end of what this screen showed and lost sight of (a dish that was taken back meanwhile).
 */
import { batch } from "@preact/signals";
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Station } from "@tillbox/shared/contract/printer.ts";
import type { Client } from "../client/client.ts";
import { readAll } from "../client/load.ts";
import { asProblem } from "../client/problem.ts";

/** More orders than a kitchen loses sight of; bounds the requests of one start. */
const maxLost = 60;

const readOrder = async (client: Client, id: string): Promise<Order[]> => {
  try {
    return [await client.api.get<Order>(`/api/orders/${encodeURIComponent(id)}`)];
  } catch (error) {
    if (asProblem(error).code === "not_found") return [];
    throw error;
  }
};

/** Throws `ApiProblem`. `shown`: the ids of orders of which this screen has not seen the end. */
export const readKitchen = async (client: Client, shown: ReadonlySet<string>): Promise<void> => {
  const { api, store, live } = client;
  const asOf = live.position()?.seq ?? 0;
  const [orders, stations] = await Promise.all([
    readAll<Order>(api, "/api/orders/kitchen"),
    readAll<Station>(api, "/api/stations"),
  ]);
  const inWork = new Set(orders.map(({ id }) => id));
  const lost = [...shown].filter((id) => !inWork.has(id)).slice(0, maxLost);
  const ended = (await Promise.all(lost.map((id) => readOrder(client, id)))).flat();
  batch(() => {
    store.orders.reset([...orders, ...ended], asOf);
    store.stations.reset(stations, asOf);
  });
};
