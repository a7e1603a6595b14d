import { Button } from "@tillbox/shared/ui/button.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { useCounterOrder } from "./use-opening.ts";

/** Starts a check without a table. */
export function CounterButton() {
  const start = useCounterOrder();
  return (
    <>
      <span class="pos-wide-only">
        <Button icon="bag" onClick={start}>
          Counter order
        </Button>
      </span>
      <span class="pos-narrow-only">
        <IconButton icon="bag" kind="plain" label="Counter order" onClick={start} />
      </span>
    </>
  );
}
