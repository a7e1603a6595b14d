import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { MoneyField, TextField } from "@tillbox/shared/ui/field.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { bySort } from "../order/menu-search.ts";
import { usePos } from "../pos.ts";
import { isWhole, newReward, type RewardDraft } from "./program-draft.ts";
import { WholeField } from "./whole-field.tsx";

type OneProps = {
  reward: RewardDraft;
  isTried: boolean;
  onChange(reward: RewardDraft): void;
  onDrop(): void;
};

function Gives({ reward, onChange }: Pick<OneProps, "reward" | "onChange">) {
  const { client, figures } = usePos();
  if (reward.kind === "amount")
    return (
      <MoneyField
        label="How much off"
        currency={figures.value.currency}
        value={reward.amount}
        onInput={(amount) => onChange({ ...reward, amount })}
      />
    );
  const items = [...client.store.items.all.value.values()].sort(bySort);
  return (
    <Select
      label="Which item"
      value={reward.menuItemId}
      options={[
        { value: "", label: "Choose one" },
        ...items.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onSelect={(menuItemId) => onChange({ ...reward, menuItemId })}
    />
  );
}

function OneReward({ reward, isTried, onChange, onDrop }: OneProps) {
  return (
    <Card>
      <div class="pos-reward" role="group" aria-label={reward.name || "New reward"}>
        <div class="pos-pair">
          <TextField
            label="What guests read"
            maxLength={120}
            value={reward.name}
            onInput={(name) => onChange({ ...reward, name })}
          />
          <WholeField
            label="Costs, in points"
            value={reward.points}
            onInput={(points) => onChange({ ...reward, points })}
          />
        </div>
        <SegmentedControl
          label="What it gives"
          wide
          segments={[
            { id: "amount", label: "Money off" },
            { id: "item", label: "An item free" },
          ]}
          value={reward.kind}
          onSelect={(kind) => onChange({ ...reward, kind: kind === "item" ? "item" : "amount" })}
        />
        <Gives reward={reward} onChange={onChange} />
        {isTried && !isWhole(reward) && (
          <p class="pos-reason" role="alert">
            Finish this reward, or take it away.
          </p>
        )}
        <Button kind="danger" icon="trash" onClick={onDrop}>
          Take it away
        </Button>
      </div>
    </Card>
  );
}

type Props = {
  rewards: readonly RewardDraft[];
  isTried: boolean;
  onChange(rewards: readonly RewardDraft[]): void;
};

/** What points are good for. */
export function ProgramRewards({ rewards, isTried, onChange }: Props) {
  return (
    <div class="pos-stack">
      {rewards.map((reward) => (
        <OneReward
          key={reward.id}
          reward={reward}
          isTried={isTried}
          onChange={(next) => onChange(rewards.map((one) => (one.id === next.id ? next : one)))}
          onDrop={() => onChange(rewards.filter(({ id }) => id !== reward.id))}
        />
      ))}
      <Button icon="plus" wide onClick={() => onChange([...rewards, newReward(newId())])}>
        One more reward
      </Button>
    </div>
  );
}
