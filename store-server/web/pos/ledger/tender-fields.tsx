import { cashPayment } from "@tillbox/shared/cash.ts";
import type { TenderInput } from "@tillbox/shared/contract/ledger.ts";
import { MoneyField } from "@tillbox/shared/ui/field.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";

/** How it is handed over, what has to be, and what comes back of it. */
export const useTenderFields = (amount: number | null) => {
  const { client } = usePos();
  const [method, setMethod] = useState<TenderInput["method"]>("cash");
  const [given, setGiven] = useState<number | null>(null);
  const step = method === "cash" ? client.store.setting("rounding.cash", 1) : 1;
  const cash = cashPayment({ due: amount ?? 0, tip: 0, settles: true, stepMinor: step });
  const handed = cash.ok ? cash.tendered : (amount ?? 0);
  const isShort = method === "cash" && given !== null && given < handed;
  const tender: TenderInput = method === "cash" ? { method, tendered: given ?? handed } : { method };
  return { method, setMethod, given, setGiven, handed, isShort, tender };
};
export type TenderDraft = ReturnType<typeof useTenderFields>;

/** Cash with its change, or the terminal that stands beside the till. */
export function TenderFields({ draft }: { draft: TenderDraft }) {
  const { currency, money } = usePos().figures.value;
  const { method, setMethod, given, setGiven, handed, isShort } = draft;
  const change = given !== null && given > handed ? given - handed : 0;
  return (
    <div class="pos-stack">
      <SegmentedControl
        label="How it is paid"
        wide
        segments={[
          { id: "cash", label: "Cash" },
          { id: "external", label: "Terminal" },
        ]}
        value={method}
        onSelect={(id) => setMethod(id === "external" ? "external" : "cash")}
      />
      {method === "cash" ? (
        <MoneyField
          label="Cash received"
          hint={change > 0 ? `Change ${money(change)}` : `${money(handed)} to hand over`}
          error={isShort ? `${money(handed)} are to be handed over.` : undefined}
          currency={currency}
          value={given}
          onInput={setGiven}
        />
      ) : (
        <p class="pos-calm">Charge the card on the terminal first. Then press the button below.</p>
      )}
    </div>
  );
}
