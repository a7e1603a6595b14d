import type { GiftCard } from "@tillbox/shared/contract/gift-card.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { DateField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import type { Tone } from "@tillbox/shared/ui/tone.ts";
import { useState } from "preact/hooks";
import { ReasonField } from "../order/reason-field.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { AdjustSheet } from "./adjust-sheet.tsx";
import { AmountField } from "./amount-field.tsx";
import { EntriesList } from "./entries-list.tsx";
import { lastDay } from "./last-day.ts";
import { type CardWithCode, CodeShown } from "./sell-sheet.tsx";
import { TenderFields, useTenderFields } from "./tender-fields.tsx";
import { cardPath, ledgerIntent } from "./use-ledger.ts";

export const cardStates: Readonly<Record<GiftCard["status"], { tone: Tone; words: string }>> = {
  active: { tone: "good", words: "Good" },
  empty: { tone: "plain", words: "Empty" },
  blocked: { tone: "bad", words: "Blocked" },
  expired: { tone: "attention", words: "Expired" },
};

type Mode = "look" | "top-up" | "block" | "replace" | "adjust";
type ModeProps = { card: GiftCard; onDone(card: GiftCard): void; onBack(): void };

function TopUp({ card, onDone, onBack }: ModeProps) {
  const { money } = usePos().figures.value;
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const [amount, setAmount] = useState<number | null>(null);
  const [isTried, setTried] = useState(false);
  const draft = useTenderFields(amount);
  const topUp = (): void => {
    setTried(true);
    if (!amount || draft.isShort) return;
    const body = { amount, tender: draft.tender };
    void ask<GiftCard>(
      ledgerIntent("Top up a gift card", card.id, cardPath(card.id, "/top-up"), body),
      onDone,
    );
  };
  return (
    <Sheet
      open
      place="end"
      title="Top up"
      subtitle={`${card.number} · ${money(card.balance)} on it`}
      onClose={onBack}
      actions={
        <>
          <Button size="l" onClick={onBack}>
            Back
          </Button>
          <Button size="l" kind="primary" icon="plus" busy={isBusy} onClick={topUp}>
            {amount ? `Take ${money(draft.handed)}` : "Top up"}
          </Button>
        </>
      }
    >
      <AmountField
        label="How much more"
        usual={[10, 25, 50, 100]}
        value={amount}
        onInput={setAmount}
        isMissing={isTried && !amount}
      />
      <TenderFields draft={draft} />
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}

const blockReasons = ["Reported lost", "Stolen", "Sold by mistake"];
const replaceReasons = ["Lost", "Cannot be read", "Seen by others"];

type WithReason = ModeProps & {
  title: string;
  usual: readonly string[];
  path: string;
  body: object;
  action: string;
  onAnswer(card: GiftCard): void;
};
/** Something that a manager does to a card, and says why. */
function ForReason({ card, title, usual, path, body, action, onAnswer, onBack }: WithReason) {
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const send = (): void => {
    setTried(true);
    const why = reason.trim();
    if (why !== "")
      void ask<GiftCard>(ledgerIntent(title, card.id, path, { ...body, reason: why }), onAnswer);
  };
  return (
    <Sheet
      open
      place="end"
      title={title}
      subtitle={`${card.number} · •••• ${card.last4}`}
      onClose={onBack}
      actions={
        <>
          <Button size="l" onClick={onBack}>
            Back
          </Button>
          <Button size="l" kind="primary" busy={isBusy} onClick={send}>
            {action}
          </Button>
        </>
      }
    >
      <ReasonField
        label="Why"
        usual={usual}
        value={reason}
        onInput={setReason}
        isMissing={isTried && reason.trim() === ""}
      />
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}

/** What is on it, or its last day. */
function Adjust({ card, onDone, onBack }: ModeProps) {
  const { money } = usePos().figures.value;
  const [expiresOn, setExpiresOn] = useState(card.expiresOn ?? "");
  const isMoved = expiresOn !== "" && expiresOn !== card.expiresOn;
  return (
    <AdjustSheet<GiftCard>
      title="Correct the card"
      subtitle={`${card.number} · ${money(card.balance)} on it`}
      words={{ more: "Put on", less: "Take off" }}
      usual={["Typed wrongly", "Goodwill", "Refund by mistake"]}
      chain={card.id}
      path={cardPath(card.id, "/adjust")}
      more={{
        fields: isMoved ? { expiresOn } : null,
        children: (
          <OptionGroup label="Good until">
            <div class="pos-wide">
              <DateField label="Last day" quietLabel value={expiresOn} onInput={setExpiresOn} />
            </div>
          </OptionGroup>
        ),
      }}
      onDone={onDone}
      onBack={onBack}
    />
  );
}

function Block(props: ModeProps) {
  const isBlocked = props.card.status === "blocked";
  return (
    <ForReason
      {...props}
      title={isBlocked ? "Unblock the card" : "Block the card"}
      action={isBlocked ? "Unblock it" : "Block it"}
      usual={isBlocked ? ["Found again", "Blocked by mistake"] : blockReasons}
      path={cardPath(props.card.id, "/block")}
      body={{ blocked: !isBlocked }}
      onAnswer={props.onDone}
    />
  );
}

function Replace(props: ModeProps) {
  const [fresh, setFresh] = useState<CardWithCode | null>(null);
  if (!fresh)
    return (
      <ForReason
        {...props}
        title="Give a new code"
        action="Give a new code"
        usual={replaceReasons}
        path={cardPath(props.card.id, "/replace-code")}
        body={{}}
        onAnswer={(card) => setFresh(card as CardWithCode)}
      />
    );
  const { code: _code, ...card } = fresh;
  const done = (): void => props.onDone(card);
  return (
    <Sheet
      open
      place="end"
      title="New code"
      onClose={done}
      actions={
        <Button size="l" kind="primary" icon="check" wide onClick={done}>
          Done
        </Button>
      }
    >
      <CodeShown card={fresh} />
    </Sheet>
  );
}

function Facts({ card }: { card: GiftCard }) {
  const { money, locale } = usePos().figures.value;
  const { tone, words } = cardStates[card.status];
  const facts = [
    card.kind === "store_credit" ? "Store credit" : "Gift card",
    `•••• ${card.last4}`,
    card.expiresOn === null ? "never ends" : `good until ${lastDay(card.expiresOn, locale)}`,
  ];
  return (
    <div class="pos-ledger-facts">
      <p class="pos-ledger-sum">
        <strong class="ltr">{money(card.balance)}</strong>
        <Pill tone={tone}>{words}</Pill>
      </p>
      <p class="pos-calm">
        <bdi>{facts.join(" · ")}</bdi>
      </p>
      {card.blockedReason && <p class="pos-calm">Blocked: {card.blockedReason}</p>}
    </div>
  );
}

/** One card: what is on it, what moved, and what can be done. */
export function CardSheet({ start, onClose }: { start: GiftCard; onClose(): void }) {
  const [card, setCard] = useState(start);
  const [mode, setMode] = useState<Mode>("look");
  const done = (next: GiftCard): void => {
    setCard(next);
    setMode("look");
  };
  const props = { card, onDone: done, onBack: () => setMode("look") };
  if (mode === "top-up") return <TopUp {...props} />;
  if (mode === "block") return <Block {...props} />;
  if (mode === "adjust") return <Adjust {...props} />;
  if (mode === "replace") return <Replace {...props} />;
  return (
    <Sheet
      open
      place="end"
      title={card.number}
      onClose={onClose}
      actions={
        <Button
          size="l"
          kind="primary"
          icon="plus"
          wide
          disabled={card.status === "blocked"}
          onClick={() => setMode("top-up")}
        >
          Top up
        </Button>
      }
    >
      <Facts card={card} />
      <div class="pos-ledger-actions">
        <Button icon="edit" onClick={() => setMode("adjust")}>
          Correct
        </Button>
        <Button icon="key" onClick={() => setMode("replace")}>
          New code
        </Button>
        <Button kind="danger" icon="ban" onClick={() => setMode("block")}>
          {card.status === "blocked" ? "Unblock" : "Block"}
        </Button>
      </div>
      <EntriesList key={card.version} path={cardPath(card.id, "/ledger")} />
    </Sheet>
  );
}
