import type { CustomerPoints } from "@tillbox/shared/contract/loyalty.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import type { ShownOrder } from "../../client/effects.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { giveReward, takeRewardOff } from "./customer-intents.ts";
import { pointsText } from "./customer-words.ts";

type Reward = CustomerPoints["rewards"][number];

function OneReward({
  reward,
  balance,
  isBusy,
  onGive,
}: {
  reward: Reward;
  balance: number;
  isBusy: boolean;
  onGive(): void;
}) {
  const missing = reward.points - balance;
  return (
    <ListRow
      start={<Icon name="gift" size={22} />}
      title={reward.name}
      detail={missing > 0 ? `${pointsText(reward.points)}, ${missing} more to go` : pointsText(reward.points)}
      end={
        <Button
          icon="plus"
          disabled={missing > 0}
          busy={isBusy}
          label={`Give ${reward.name}`}
          onClick={onGive}
        >
          Give
        </Button>
      }
    />
  );
}

/** Points that were spent here and that the box has not taken off yet. */
const useUnsentPoints = (orderId: string): number =>
  usePos()
    .client.outbox.entries.value.filter(({ chain, state }) => chain === orderId && state !== "refused")
    .reduce(
      (sum, { effect }) => sum + (effect?.kind === "discount" ? (effect.discount.reward?.points ?? 0) : 0),
      0,
    );

type Props = { order: ShownOrder; points: CustomerPoints; onChanged(): void };

/** What the points are good for, and what was given on this check already. */
export function Rewards({ order, points, onChanged }: Props) {
  const { run, isBusy, problem, onApproved } = useSubmit();
  const balance = points.balance - useUnsentPoints(order.id);
  const given = order.discounts.filter(({ reward }) => reward !== null);
  if (points.rewards.length === 0 && given.length === 0) return null;
  return (
    <OptionGroup label="Rewards" rule={pointsText(balance)}>
      <div class="pos-wide">
        {given.map((discount) => (
          <ListRow
            key={discount.id}
            start={<Icon name="check" size={22} />}
            title={discount.reason}
            detail={`On this check, for ${pointsText(discount.reward?.points ?? 0)}`}
            end={
              <Button
                icon="undo"
                busy={isBusy}
                label={`Take off ${discount.reason}`}
                onClick={() => void run(takeRewardOff(order, discount.id), onChanged)}
              >
                Take off
              </Button>
            }
          />
        ))}
        {points.rewards.map((reward) => (
          <OneReward
            key={reward.id}
            reward={reward}
            balance={balance}
            isBusy={isBusy}
            onGive={() => void run(giveReward(order, reward), onChanged)}
          />
        ))}
        <Refused problem={problem} onApproved={onApproved} />
      </div>
    </OptionGroup>
  );
}
