import type { OrderLine } from "@tillbox/shared/contract/order.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import type { ShownOrder } from "../../client/effects.ts";
import { isUnsent, isVoid } from "./lines.ts";
import type { Actions } from "./use-actions.ts";

type Props = {
  order: ShownOrder;
  line: OrderLine;
  actions: Actions;
  onSplit(): void;
  onClose(): void;
};

/** The line that stands for a combo goes with all its parts. */
const together = ({ items }: ShownOrder, line: OrderLine): string[] =>
  line.combo === undefined
    ? [line.id]
    : items.filter(({ combo }) => combo?.id === line.combo?.id).map(({ id }) => id);

/** What is done with one line by one tap: keep it back, have it cooked now, put it onto another check. */
export function LineActions({ order, line, actions, onSplit, onClose }: Props) {
  if (isVoid(line) || order.version === 0) return null;
  const isWaiting = isUnsent(line) && !line.held;
  const and = (work: () => void) => () => {
    work();
    onClose();
  };
  return (
    <div class="pos-line-actions" role="group" aria-label="This line">
      {isWaiting && (
        <Button icon="pause" onClick={and(() => actions.holdLine(line))}>
          Hold
        </Button>
      )}
      {(isWaiting || line.held) && (
        <Button icon="fire" onClick={and(() => actions.fireLines(together(order, line), line.name))}>
          {line.held ? "Fire" : "Send this"}
        </Button>
      )}
      <Button icon="split" onClick={onSplit}>
        To another check
      </Button>
    </div>
  );
}
