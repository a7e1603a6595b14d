import type { WaitSuggestion } from "@tillbox/shared/contract/reservation.ts";
import { useRead } from "../customers/use-read.ts";
import { usePos } from "../pos.ts";

const pause_ms = 400;

/** What the box suggests for everybody who waits; asked again when the line or a table changes, and each minute. */
export const useLine = (): ReadonlyMap<string, WaitSuggestion> => {
  const { client } = usePos();
  const waits = [...client.store.waits.all.value.values()];
  const tables = [...client.store.tables.all.value.values()];
  const someWait = waits.some(({ status }) => status === "waiting" || status === "notified");
  const latest = [...waits, ...tables].reduce((seq, { version }) => Math.max(seq, version), 0);
  const minute = Math.floor(client.clock.now.value / 60_000);
  const path = someWait && client.session.may("reservation.read") ? "/api/waitlist?limit=1" : null;
  const { value } = useRead<{ suggestions: WaitSuggestion[] }>(path, `${latest}/${minute}`, pause_ms);
  return new Map((value?.suggestions ?? []).map((one) => [one.entryId, one]));
};
