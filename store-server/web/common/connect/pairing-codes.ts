/** A pairing code that is always good: made when it is first shown, and again before it runs out or once it was used. */
import type { PairingCode } from "@tillbox/shared/contract/device.ts";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { z } from "zod";
import type { Api } from "../../client/api.ts";
import { type ApiProblem, asProblem } from "../../client/problem.ts";

export type ShownCode = { code: string | null; problem: ApiProblem | null; renew(): void };

/** In a demo store it always works. */
export const demoCode = "000000";
/** A code is good for ten minutes; who begins to type it should be able to end. */
const renewAfter_ms = 8.5 * 60_000;
const retryAfter_ms = 10_000;

/** `fixed`: the code of a demo store, which never changes. */
export const usePairingCode = (api: Pick<Api, "ask"> | null, fixed: string | null = null): ShownCode => {
  const [code, setCode] = useState<string | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (fixed !== null || api === null) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const make = async (): Promise<void> => {
      let next_ms = renewAfter_ms;
      try {
        const made = await api.ask<z.infer<typeof PairingCode>>({
          method: "POST",
          path: "/api/devices/pairing-codes",
        });
        if (isOver) return;
        setCode(made.code);
        setProblem(null);
      } catch (error) {
        if (isOver) return;
        setCode(null);
        setProblem(asProblem(error));
        next_ms = retryAfter_ms;
      }
      timer = setTimeout(() => void make(), next_ms);
    };
    void make();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [api, fixed, turn]);
  const renew = useCallback(() => setTurn((before) => before + 1), []);
  return { code: fixed ?? code, problem: fixed === null ? problem : null, renew };
};
