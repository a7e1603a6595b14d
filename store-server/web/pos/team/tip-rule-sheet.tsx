import type { RoleView } from "@tillbox/shared/contract/role.ts";
import type { TipReport } from "@tillbox/shared/contract/tip.ts";
import { percentToPpm, ppmToPercent } from "@tillbox/shared/decimal.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { PercentField } from "@tillbox/shared/ui/field.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { QuantityStepper } from "@tillbox/shared/ui/quantity-stepper.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSave } from "./use-save.ts";

type Rule = TipReport["rule"];
type Props = { rule: Rule; roles: readonly RoleView[]; onClose(): void; onDone(): void };

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function useRule({ rule, onDone }: Props) {
  const { notices } = usePos();
  const save = useSave();
  const [percent, setPercent] = useState<number | null>(() => percentToPpm(rule.percent));
  const [by, setBy] = useState(rule.by);
  const [weights, setWeights] = useState<Record<string, number>>(rule.weights);
  const wanted: [key: string, before: unknown, after: unknown][] = [
    ["tips.pool_percent", rule.percent, ppmToPercent(percent ?? 0)],
    ["tips.pool_by", rule.by, by],
    ["tips.pool_weights", rule.weights, weights],
  ];
  /** One setting after the other; the first that is refused ends it, and what was said before it holds. */
  const send = ([first, ...rest] = wanted.filter(([, before, after]) => !same(before, after))): void => {
    if (!first) {
      notices.say("Tips are shared by the new rule, for past days too", { icon: "check" });
      return onDone();
    }
    const [key, , value] = first;
    void save.run({ method: "PUT", path: `/api/settings/${key}`, body: { value } }, () =>
      send(rest as never),
    );
  };
  return { ...save, percent, setPercent, by, setBy, weights, setWeights, send };
}

type PoolProps = { edit: ReturnType<typeof useRule>; roles: readonly RoleView[] };

/** How the pool is divided, and between whom. */
function Pool({ edit, roles }: PoolProps) {
  return (
    <>
      <SegmentedControl
        label="How the pool is divided"
        wide
        segments={[
          { id: "equal", label: "In equal parts" },
          { id: "hours", label: "By hours worked" },
        ]}
        value={edit.by}
        onSelect={(id) => edit.setBy(id === "hours" ? "hours" : "equal")}
      />
      <OptionGroup label="Shares of each role" rule="0 takes no part">
        <div class="pos-wide">
          {roles
            .filter(({ id }) => id !== "kiosk")
            .map(({ id, name }) => (
              <ListRow
                key={id}
                title={name}
                end={
                  <QuantityStepper
                    label={`Shares of ${name}`}
                    value={edit.weights[id] ?? 0}
                    min={0}
                    max={20}
                    onChange={(value) => edit.setWeights({ ...edit.weights, [id]: value })}
                  />
                }
              />
            ))}
        </div>
      </OptionGroup>
    </>
  );
}

/** How a day's tips are shared: how much of them, how, and with what weight of each role. */
export function TipRuleSheet(props: Props) {
  const { roles, onClose } = props;
  const edit = useRule(props);
  return (
    <Sheet
      open
      place="end"
      title="How tips are shared"
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="l"
            kind="primary"
            icon="check"
            busy={edit.isBusy}
            disabled={edit.percent === null}
            onClick={() => edit.send()}
          >
            Save
          </Button>
        </>
      }
    >
      <div class="pos-team-editor">
        <Refused problem={edit.problem} />
        <PercentField
          label="Part of every tip that is pooled"
          value={edit.percent}
          hint="0: everybody keeps their own. 100: all of it is shared."
          error={edit.percent === null ? "Enter a percentage from 0 to 100." : undefined}
          onInput={edit.setPercent}
        />
        {edit.percent !== 0 && <Pool edit={edit} roles={roles} />}
      </div>
    </Sheet>
  );
}
