import { useState } from "preact/hooks";
import { Avatar } from "../avatar.tsx";
import { Badge } from "../badge.tsx";
import { Button } from "../button.tsx";
import { Chip } from "../chip.tsx";
import { CategoryTile, ChoiceTile } from "../choice.tsx";
import { ConnectionPill } from "../connection-pill.tsx";
import { IconButton } from "../icon-button.tsx";
import { Pill } from "../pill.tsx";
import { QuantityStepper } from "../quantity-stepper.tsx";
import { SegmentedControl } from "../segmented-control.tsx";
import { Tabs } from "../tabs.tsx";
import { Toggle } from "../toggle.tsx";
import { Part, Row } from "./part.tsx";

const nothing = () => undefined;

function Buttons() {
  return (
    <Part title="Button">
      <Row>
        <Button kind="primary" icon="send">
          Send 2
        </Button>
        <Button kind="ink">Pay</Button>
        <Button icon="bag">Counter order</Button>
        <Button kind="quiet" icon="undo">
          Recall
        </Button>
        <Button kind="danger" icon="trash">
          Void line
        </Button>
        <Button on>15 %</Button>
      </Row>
      <Row>
        <Button kind="primary" disabled icon="send">
          Send
        </Button>
        <Button disabled>Counter order</Button>
        <Button kind="danger" disabled>
          Void line
        </Button>
        <Button kind="primary" busy icon="send">
          Sending
        </Button>
        <Button busy>Counting</Button>
        <Button keyHint="F2">Search</Button>
      </Row>
      <Waiting />
      <Row>
        <Button size="l" note="change 2.72">
          $55
        </Button>
        <Button size="l" kind="ink">
          Pay
        </Button>
        <Button size="xl" kind="primary" icon="cash">
          Take $52.28 cash
        </Button>
      </Row>
    </Part>
  );
}

function Waiting() {
  const [sent, setSent] = useState(0);
  return (
    <Row>
      <Button icon="download" busy={sent > 0} onClick={() => setSent(sent + 1)}>
        Back up now
      </Button>
      <Button busy={sent > 0} onClick={() => setSent(sent + 1)}>
        Close the day
      </Button>
      <output data-testid="sent">{sent}</output>
    </Row>
  );
}

function IconButtons() {
  return (
    <Part title="Icon button">
      <Row>
        <IconButton icon="back" mirrored label="Back" />
        <IconButton icon="more" label="More" />
        <IconButton icon="printer" label="Print check" kind="plain" />
        <IconButton icon="printer" label="Print check, large" kind="plain" size="l" />
        <IconButton icon="trash" label="Void" kind="danger" />
        <IconButton icon="eye" label="Shown" on />
        <IconButton icon="refresh" label="Loading" busy />
        <IconButton icon="trash" label="Nothing to void" disabled />
      </Row>
    </Part>
  );
}

function Pills() {
  return (
    <Part title="Pill, badge, avatar">
      <Row>
        <ConnectionPill state="connected" />
        <ConnectionPill state="reconnecting" />
        <ConnectionPill state="offline" unsentCount={3} />
        <Pill icon="people">4 guests</Pill>
        <Pill icon="timer" tone="attention">
          38 min
        </Pill>
        <Pill tone="new">Just seated</Pill>
        <Pill tone="printed" icon="orders">
          Check printed
        </Pill>
        <Pill tone="bad" size="s">
          1 late
        </Pill>
      </Row>
      <Row>
        <Badge tone="bad">7</Badge>
        <Badge tone="good">4</Badge>
        <Badge tone="printed">5</Badge>
        <Badge tone="attention">8</Badge>
        <Badge tone="new">14</Badge>
        <Badge>–</Badge>
        <Avatar initials="W3" name="Waiter 3" size="s" />
        <Avatar initials="W3" name="Waiter 3" />
        <Avatar initials="W3" name="Waiter 3" size="l" />
      </Row>
    </Part>
  );
}

function Choices() {
  const [split, setSplit] = useState("seat");
  const [extra, setExtra] = useState(true);
  const [count, setCount] = useState(2);
  return (
    <Part title="Segmented control, stepper, chip">
      <Row>
        <SegmentedControl
          label="Split"
          value={split}
          onSelect={setSplit}
          segments={[
            { id: "whole", label: "Whole" },
            { id: "equal", label: "Equal" },
            { id: "seat", label: "By seat" },
            { id: "item", label: "By item", disabled: true },
          ]}
        />
        <QuantityStepper label="Burrata" value={count} onChange={setCount} />
        <QuantityStepper label="Guests" value={1} size="l" onChange={nothing} />
      </Row>
      <Row>
        <Chip on={extra} note="+2.00" onToggle={() => setExtra(!extra)}>
          Peppercorn
        </Chip>
        <Chip onToggle={nothing}>Medium rare</Chip>
        <Chip icon="wheat-off" onToggle={nothing}>
          Gluten-free base
        </Chip>
        <Chip disabled onToggle={nothing}>
          Truffle
        </Chip>
      </Row>
    </Part>
  );
}

function ChoiceTiles() {
  const [method, setMethod] = useState("cash");
  const [category, setCategory] = useState("Starters");
  return (
    <Part title="Category and choice">
      <div class="gallery-tiles">
        {["Starters", "Pizza", "Soft drinks", "Alkoholfreie Getränke"].map((name, index) => (
          <CategoryTile
            key={name}
            name={name}
            color={["#c8402b", "#b36b00", "#22618f", "#4c7a3a"][index] ?? ""}
            on={name === category}
            onSelect={() => setCategory(name)}
          />
        ))}
        <ChoiceTile icon="cash" label="Cash" on={method === "cash"} onSelect={() => setMethod("cash")} />
        <ChoiceTile icon="card" label="Card" on={method === "card"} onSelect={() => setMethod("card")} />
        <ChoiceTile icon="wallet" label="Wallet" note="no terminal" disabled on={false} onSelect={nothing} />
      </div>
    </Part>
  );
}

function TabsAndToggles() {
  const [tab, setTab] = useState("open");
  const [on, setOn] = useState(true);
  return (
    <Part title="Tabs and toggle">
      <Tabs
        label="Orders"
        value={tab}
        onSelect={setTab}
        tabs={[
          { id: "open", label: "Open", count: 12 },
          { id: "ready", label: "Ready", count: 2 },
          { id: "closed", label: "Closed" },
        ]}
      >
        <div class="gallery-grid">
          <Toggle
            label="Print the receipt by itself"
            hint="When the check is paid in full"
            on={on}
            onChange={setOn}
          />
          <Toggle label="Training mode" on={false} onChange={nothing} />
          <Toggle label="Locked by the hub" on disabled onChange={nothing} />
        </div>
      </Tabs>
    </Part>
  );
}

export function ControlParts() {
  return (
    <>
      <Buttons />
      <IconButtons />
      <Pills />
      <Choices />
      <ChoiceTiles />
      <TabsAndToggles />
    </>
  );
}
