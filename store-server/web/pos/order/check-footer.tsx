import { Button } from "@tillbox/shared/ui/button.tsx";
import { CheckActions } from "@tillbox/shared/ui/check-layout.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { Totals } from "@tillbox/shared/ui/totals.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { usePos } from "../pos.ts";
import { billRows, totalRow } from "./bill-rows.ts";
import { isUnsent, isVoid } from "./lines.ts";
import type { Actions } from "./use-actions.ts";

function MainAction({ order, actions }: { order: ShownOrder; actions: Actions }) {
  const unsent = order.items.filter((line) => isUnsent(line) && !line.held).length;
  const ready = order.items.filter(({ status }) => status === "ready").length;
  if (unsent === 0 && ready > 0)
    return (
      <Button kind="primary" size="l" icon="check-check" onClick={actions.serve}>
        Serve {ready}
      </Button>
    );
  return (
    <Button kind="primary" size="l" icon="send" disabled={unsent === 0} onClick={() => actions.send()}>
      {unsent === 0 ? "Send" : `Send ${unsent}`}
    </Button>
  );
}

/** What it comes to, and the three things that are done most. */
export function CheckFooter({ order, actions }: { order: ShownOrder; actions: Actions }) {
  const { client, router, figures } = usePos();
  const [isPrinting, setPrinting] = useState(false);
  const isEmpty = order.items.every(isVoid);
  const print = async (): Promise<void> => {
    setPrinting(true);
    await actions.print();
    setPrinting(false);
  };
  return (
    <>
      {client.isAway.value && order.isEstimated && (
        <p class="pos-estimated">
          <Icon name="hold" size={18} />
          Computed on this device until the box is back
        </p>
      )}
      <Totals rows={billRows(order, figures.value)} total={totalRow(order, figures.value)} />
      <CheckActions>
        <IconButton
          icon="printer"
          label={order.proformaAt === null ? "Print the check for the guest" : "Print the check again"}
          kind="plain"
          size="l"
          busy={isPrinting}
          disabled={isEmpty}
          onClick={() => void print()}
        />
        <MainAction order={order} actions={actions} />
        <Button
          kind="ink"
          size="l"
          disabled={isEmpty}
          onClick={() => router.go({ page: "pay", id: order.id })}
        >
          Pay
        </Button>
      </CheckActions>
    </>
  );
}
