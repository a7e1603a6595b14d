import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { type OrderType, orderTypes } from "@tillbox/shared/contract/order-words.ts";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { usePos } from "../pos.ts";
import { toggledIn } from "./item-form.ts";
import { orderTypeWords } from "./menu-words.ts";

type TypesProps = {
  label: string;
  chosen: readonly OrderType[];
  onChange(chosen: OrderType[]): void;
};

/** Types of order; none chosen means all. */
export function OrderTypeChips({ label, chosen, onChange }: TypesProps) {
  return (
    <OptionGroup label={label} rule={chosen.length === 0 ? "all of them" : "only these"}>
      {orderTypes.map((type) => (
        <Chip key={type} on={chosen.includes(type)} onToggle={() => onChange(toggledIn(chosen, type))}>
          {orderTypeWords[type]}
        </Chip>
      ))}
    </OptionGroup>
  );
}

type TimesProps = {
  label: string;
  chosen: readonly string[];
  error?: string | undefined;
  none?: string;
  onChange(chosen: string[]): void;
};

/** Times of the week; none chosen means always, where nothing else is said. */
export function DaypartChips({ label, chosen, error, none = "always", onChange }: TimesProps) {
  const { store } = usePos().client;
  const all = [...store.dayparts.all.value.values()].sort(
    (one, other) => one.sort - other.sort || one.name.localeCompare(other.name),
  );
  return (
    <OptionGroup
      label={label}
      rule={chosen.length === 0 ? none : "only then"}
      {...(error === undefined ? {} : { error })}
    >
      {all.map(({ id, name, from, to }) => (
        <Chip
          key={id}
          on={chosen.includes(id)}
          note={from === to ? "" : `${from} – ${to}`}
          onToggle={() => onChange(toggledIn(chosen, id))}
        >
          {name}
        </Chip>
      ))}
      {all.length === 0 && <p class="pos-calm">No times yet. Add them under Times and prices.</p>}
    </OptionGroup>
  );
}

type LimitsProps = {
  limits: { orderTypes: NonNullable<MenuItem["orderTypes"]>; dayparts: string[] };
  onChange(limits: LimitsProps["limits"]): void;
};

/** Where and when something is sold. */
export function LimitsFields({ limits, onChange }: LimitsProps) {
  return (
    <>
      <OrderTypeChips
        label="Sold in"
        chosen={limits.orderTypes}
        onChange={(types) => onChange({ ...limits, orderTypes: types })}
      />
      <DaypartChips
        label="Sold at"
        chosen={limits.dayparts}
        onChange={(dayparts) => onChange({ ...limits, dayparts })}
      />
    </>
  );
}
