/** More than the buffers of the system take: orders with long views, changed round after round. For tests of slow clients. */
import { type ToyLive, until } from "./toy-live.ts";
import type { ToyStore } from "./toy-store.ts";

export const orders = 40;
export const filler = "x".repeat(60_000);

export const round = async (store: ToyStore & ToyLive, line: string): Promise<void> => {
  await Promise.all(
    Array.from({ length: orders }, (_, order) => store.run("addLine", `o${order}`, { line })),
  );
  await until(() => store.live.state().syncVersion === store.kernel.headSeq());
};
/**
 * Changes every order, round after round, each told before the next, until the socket that does not read is so many entries behind, or
 * was closed for it: how many rounds that takes is up to the buffers of the system.
 */
export const floodUntilBehind = async (store: ToyStore & ToyLive, entries = 1): Promise<number> => {
  const { connections } = store.live.state();
  for (let rounds = 1; rounds <= 60; rounds++) {
    await round(store, `round ${rounds}`);
    const { lag, connections: left } = store.live.state();
    if (lag >= entries || left < connections) return rounds;
  }
  throw new Error("the buffers of the system took it all");
};
export const openOrders = async ({ run }: ToyStore): Promise<void> => {
  await Promise.all(Array.from({ length: orders }, (_, order) => run("create", `o${order}`, { filler })));
};
