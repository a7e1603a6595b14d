import { minorDigits } from "@tillbox/shared/money.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { enterMinor } from "@tillbox/shared/ui/number-entry.ts";
import { NumberPad } from "@tillbox/shared/ui/number-pad.tsx";
import { AmountDue } from "@tillbox/shared/ui/pay-part.tsx";
import { useState } from "preact/hooks";
import { openDrawer } from "../../client/cash-intents.ts";
import { Connection } from "../connection.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";

const usualFloats = [100, 150, 200, 300];

/** The float: what is in the drawer before the first guest pays. */
export function OpenPanel() {
  const { figures } = usePos();
  const { run, isBusy, problem, onApproved } = useSubmit();
  const { money, moneyShort, currency } = figures.value;
  const [float, setFloat] = useState(0);
  const unit = 10 ** minorDigits(currency);
  const open = (): void => void run(openDrawer(float), () => undefined);
  return (
    <section class="pos-take pos-float" aria-label="Float">
      <div class="pos-due">
        <AmountDue amount={money(float)} detail="float in the drawer" />
        <Connection />
      </div>
      <div class="pos-cash">
        <div>
          <SectionLabel>Usual floats</SectionLabel>
          <div class="pos-tenders">
            {usualFloats.map((units) => (
              <Button
                key={units}
                size="l"
                wide
                on={float === units * unit}
                onClick={() => setFloat(units * unit)}
              >
                {moneyShort(units * unit)}
              </Button>
            ))}
          </div>
        </div>
        <NumberPad onKey={(key) => setFloat((now) => enterMinor(now, key))} />
      </div>
      <div class="pos-take-end">
        <Refused problem={problem} onApproved={onApproved} />
        <Button kind="primary" size="xl" wide icon="cash" busy={isBusy} onClick={open}>
          Open with {money(float)}
        </Button>
      </div>
    </section>
  );
}
