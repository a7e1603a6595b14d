import type { LoyaltyProgram } from "@tillbox/shared/contract/loyalty.ts";
import { newId } from "@tillbox/shared/id.ts";
import { minorDigits } from "@tillbox/shared/money.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { MoneyField, TextField } from "@tillbox/shared/ui/field.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { Toggle } from "@tillbox/shared/ui/toggle.tsx";
import { useState } from "preact/hooks";
import type { OrderIntent } from "../../client/intents.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { type ProgramDraft, programDraftOf, programOf } from "./program-draft.ts";
import { ProgramRewards } from "./program-rewards.tsx";
import { useRead } from "./use-read.ts";
import { WholeField } from "./whole-field.tsx";

const lapses = [
  { value: "", label: "Never" },
  ...[6, 12, 18, 24, 36].map((months) => ({ value: String(months), label: `After ${months} months` })),
];

type EarnProps = { draft: ProgramDraft; set(draft: ProgramDraft): void; isTried: boolean };

function Earning({ draft, set, isTried }: EarnProps) {
  const { currency } = usePos().figures.value;
  return (
    <div class="pos-stack">
      <TextField
        label="Name"
        maxLength={120}
        value={draft.name}
        error={isTried && draft.name.trim() === "" ? "Say what it is called." : undefined}
        onInput={(name) => set({ ...draft, name })}
      />
      <Toggle
        label="Guests earn points now"
        on={draft.active}
        onChange={(active) => set({ ...draft, active })}
      />
      <div class="pos-pair">
        <WholeField
          label="Points"
          value={draft.earnPoints}
          error={isTried && !draft.earnPoints ? "Say how many." : undefined}
          onInput={(earnPoints) => set({ ...draft, earnPoints })}
        />
        <MoneyField
          label="For each full"
          currency={currency}
          value={draft.earnAmount}
          error={isTried && !draft.earnAmount ? "Say for how much." : undefined}
          onInput={(earnAmount) => set({ ...draft, earnAmount })}
        />
      </div>
      <SegmentedControl
        label="What is counted"
        wide
        segments={[
          { id: "gross", label: "With tax" },
          { id: "net", label: "Without tax" },
        ]}
        value={draft.basis}
        onSelect={(basis) => set({ ...draft, basis: basis === "net" ? "net" : "gross" })}
      />
      <Select
        label="Points lapse, after the last ones were earned"
        value={draft.expiryMonths === null ? "" : String(draft.expiryMonths)}
        options={lapses}
        onSelect={(months) => set({ ...draft, expiryMonths: months === "" ? null : Number(months) })}
      />
      <Toggle
        label="A refund may leave a guest with fewer than no points"
        on={draft.allowNegative}
        onChange={(allowNegative) => set({ ...draft, allowNegative })}
      />
    </div>
  );
}

const saveProgram = (program: LoyaltyProgram | null, id: string, fields: object): OrderIntent => ({
  label: "Change the points program",
  chain: id,
  method: program ? "PUT" : "POST",
  path: program ? `/api/loyalty-programs/${encodeURIComponent(id)}` : "/api/loyalty-programs",
  body: program ? fields : { id, ...fields },
  isDirect: true,
});

type EditorProps = { program: LoyaltyProgram | null; onClose(): void };

function Editor({ program, onClose }: EditorProps) {
  const { figures, notices } = usePos();
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const [id] = useState(program?.id ?? newId());
  const [draft, set] = useState(() => programDraftOf(program, 10 ** minorDigits(figures.value.currency)));
  const [isTried, setTried] = useState(false);
  const save = (): void => {
    setTried(true);
    const fields = programOf(draft);
    if (!fields) return;
    void ask<LoyaltyProgram>(saveProgram(program, id, fields), () => {
      notices.say(fields.active ? "Guests earn points by this from now on" : "Nobody earns points now", {
        icon: "gift",
      });
      onClose();
    });
  };
  return (
    <Sheet
      open
      place="end"
      title="Points program"
      subtitle="How points are earned, and what they are good for"
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon="check" busy={isBusy} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <Earning draft={draft} set={set} isTried={isTried} />
      <div class="pos-rewards-title">
        <SectionLabel>Rewards</SectionLabel>
      </div>
      <ProgramRewards
        rewards={draft.rewards}
        isTried={isTried}
        onChange={(rewards) => set({ ...draft, rewards })}
      />
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}

/** The program that is active, or else the first one, or a new one. */
export function ProgramSheet({ onClose }: { onClose(): void }) {
  const { value, problem } = useRead<{ items: LoyaltyProgram[] }>("/api/loyalty-programs?limit=50");
  if (value) {
    const program = value.items.find(({ active }) => active) ?? value.items[0] ?? null;
    return <Editor key={program?.id ?? "new"} program={program} onClose={onClose} />;
  }
  return (
    <Sheet open place="end" title="Points program" onClose={onClose}>
      <Refused problem={problem} />
      {!problem && <Skeleton shape="box" height="320px" />}
    </Sheet>
  );
}
