/** Waiting for a hub that is away: longer each time up to a cap, half of it left to chance so that a chain's boxes do not come at once. */
import type { ReplicationConfig } from "./types.ts";
import type { Waits } from "./waits.ts";

export type Patience = {
  /** Says why, then waits. */
  wait(message: string, retryAfter_ms?: number): Promise<void>;
  /** It went on: the next wait is short again. */
  relieved(): void;
};

export const openPatience = (
  config: Pick<ReplicationConfig, "backOff_ms" | "backOffCap_ms">,
  waits: Waits,
  waiting: (message: string) => void,
): Patience => {
  let failures = 0;
  return {
    wait: async (message, retryAfter_ms = 0) => {
      waiting(message);
      const longest = Math.min(config.backOffCap_ms, config.backOff_ms * 2 ** Math.min(failures, 20));
      failures += 1;
      await waits.sleep(Math.max(retryAfter_ms, longest * (0.5 + Math.random() / 2)));
    },
    relieved: () => {
      failures = 0;
    },
  };
};
