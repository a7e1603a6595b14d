import type { Order } from "@tillbox/shared/contract/order.ts";
import type { RefundInput, RefundPreview } from "@tillbox/shared/contract/refund.ts";
import { useEffect, useState } from "preact/hooks";
import { usePos } from "../pos.ts";

const pause_ms = 150;

/** What the box would give back, asked a moment after the last change; null while that is not known. */
export const usePreview = (
  order: Pick<Order, "id" | "version">,
  input: RefundInput | null,
): RefundPreview | null => {
  const { client } = usePos();
  const [known, setKnown] = useState<{ asked: string; preview: RefundPreview } | null>(null);
  const asked = input === null ? "" : JSON.stringify({ ...input, reason: "preview" });
  useEffect(() => {
    if (asked === "") return;
    const stop = new AbortController();
    const path = `/api/orders/${encodeURIComponent(order.id)}/refunds/preview`;
    const timer = setTimeout(() => {
      client.api.ask<RefundPreview>({ method: "POST", path, body: JSON.parse(asked) as RefundInput }).then(
        (preview) => (stop.signal.aborted ? undefined : setKnown({ asked, preview })),
        // The refund itself says why it cannot be; until then there is no figure to show.
        () => undefined,
      );
    }, pause_ms);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [asked, order.id, order.version, client.api]);
  return known !== null && known.asked === asked ? known.preview : null;
};
