import "./pay-scene.css";
import { useState } from "preact/hooks";
import { Button } from "../button.tsx";
import { SectionLabel } from "../card.tsx";
import { ChoiceTile } from "../choice.tsx";
import { ConnectionPill } from "../connection-pill.tsx";
import type { IconName } from "../icon-nodes.ts";
import { NumberPad } from "../number-pad.tsx";
import { PageHeader } from "../page-header.tsx";
import { AmountDue, PayPart } from "../pay-part.tsx";
import { Pill } from "../pill.tsx";
import { Progress } from "../progress.tsx";
import { SegmentedControl } from "../segmented-control.tsx";
import { Totals } from "../totals.tsx";

const nothing = () => undefined;

const ways = ["Whole", "Equal", "By seat", "By item"].map((label) => ({ id: label, label }));
const methods: readonly (readonly [string, IconName])[] = [
  ["Cash", "cash"],
  ["Card", "card"],
  ["Wallet", "wallet"],
  ["Gift card", "gift"],
  ["Account", "house-account"],
];
const tips = ["None", "10 %", "15 %", "20 %", "Other"];
const notes = [
  ["$52.28", "exact"],
  ["$55", "change 2.72"],
  ["$60", "change 7.72"],
  ["$100", "change 47.72"],
] as const;

function Parts() {
  return (
    <section class="scene-parts">
      <PageHeader title="Table 12" onBack={nothing} end={<Pill>Check 1042</Pill>} />
      <SegmentedControl label="Split" wide segments={ways} value="By seat" onSelect={nothing} />
      <div class="scene-part-list">
        <PayPart title="Seat 1" detail="Paid · Card" amount="58.32" state="paid" />
        <PayPart
          title="Seat 2"
          detail="Asking the terminal again"
          amount="34.56"
          state="unknown"
          onSelect={nothing}
        />
        <PayPart title="Seat 3" detail="Paying now · 3 items" amount="45.90" state="now" onSelect={nothing} />
        <PayPart title="Seat 4" detail="2 items" amount="34.56" state="open" onSelect={nothing} />
      </div>
      <footer>
        <Totals rows={[{ label: "Paid", amount: "92.88" }]} total={{ label: "Left", amount: "$80.46" }} />
        <Progress label="Paid" quiet share={0.54} />
      </footer>
    </section>
  );
}

function Cash() {
  return (
    <div class="scene-cash">
      <div>
        <SectionLabel>Cash received</SectionLabel>
        <div class="scene-notes">
          {notes.map(([amount, note]) => (
            <Button key={amount} size="l" note={note} wide onClick={nothing}>
              {amount}
            </Button>
          ))}
        </div>
      </div>
      <NumberPad onKey={nothing} />
    </div>
  );
}

/** Paying by seat, in cash, as in the reference screen. */
export function PayScene() {
  const [method, setMethod] = useState("Cash");
  const [tip, setTip] = useState("15 %");
  return (
    <div class="scene-pay">
      <Parts />
      <section class="scene-take">
        <div class="scene-due">
          <AmountDue amount="$45.90" detail="Seat 3 · with a tip of 6.38: 52.28" />
          <ConnectionPill state="connected" />
        </div>
        <div class="scene-five">
          {methods.map(([label, icon]) => (
            <ChoiceTile
              key={label}
              label={label}
              icon={icon}
              on={label === method}
              onSelect={() => setMethod(label)}
            />
          ))}
        </div>
        <div>
          <SectionLabel>Tip</SectionLabel>
          <div class="scene-five">
            {tips.map((label) => (
              <Button key={label} size="l" on={label === tip} wide onClick={() => setTip(label)}>
                {label}
              </Button>
            ))}
          </div>
        </div>
        <Cash />
        <Button kind="primary" size="xl" icon="cash" wide>
          Take $52.28 cash
        </Button>
      </section>
    </div>
  );
}
