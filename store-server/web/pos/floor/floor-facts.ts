import { usePos } from "../pos.ts";
import type { FloorFacts } from "./table-state.ts";

/** Facts that turn tables and orders into what the floor shows, now. */
export const useFloorFacts = (): FloorFacts => {
  const { client, figures } = usePos();
  return {
    now_ms: client.clock.now.value,
    lateAfter_min: client.store.setting("order.delay_threshold", 15),
    moneyWhole: figures.value.moneyWhole,
    time: figures.value.time,
  };
};
