import type { Table } from "@tillbox/shared/contract/floor.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { QuantityStepper } from "@tillbox/shared/ui/quantity-stepper.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { useEffect, useState } from "preact/hooks";
import { usePos } from "../../pos.ts";
import { reasonOf } from "../../refusal.tsx";
import { fitted, step } from "./plan.ts";
import { removeTable, type TableFields } from "./plan-intents.ts";

type Props = {
  table: Table;
  /** The others of its area. */
  others: readonly Table[];
  onEdit(fields: TableFields): void;
  onRemoved(): void;
};

const turn_degrees = 15;

type MeasureProps = {
  label: string;
  value: number;
  unit?: string;
  by: number;
  onChange(value: number): void;
};

function Measure({ label, value, unit = "", by, onChange }: MeasureProps) {
  return (
    <div class="pos-measure" role="group" aria-label={label}>
      <span>{label}</span>
      <IconButton
        icon="minus"
        kind="plain"
        label={`Less ${label.toLowerCase()}`}
        onClick={() => onChange(value - by)}
      />
      <output aria-live="polite">
        {value}
        {unit}
      </output>
      <IconButton
        icon="plus"
        kind="plain"
        label={`More ${label.toLowerCase()}`}
        onClick={() => onChange(value + by)}
      />
    </div>
  );
}

/** What it is called; an empty name is not sent. */
function NameField({ table, onEdit }: Pick<Props, "table" | "onEdit">) {
  const [name, setName] = useState(table.name);
  useEffect(() => setName(table.name), [table.id]);
  const isEmpty = name.trim() === "";
  return (
    <TextField
      label="Name"
      maxLength={12}
      value={name}
      error={isEmpty ? "Give it a name or a number." : undefined}
      onInput={(value) => {
        setName(value);
        if (value.trim() !== "") onEdit({ name: value.trim() });
      }}
    />
  );
}

function Remove({ table, onRemoved }: Pick<Props, "table" | "onRemoved">) {
  const { client, notices } = usePos();
  const [isSure, setSure] = useState(false);
  useEffect(() => setSure(false), [table.id]);
  const remove = async (): Promise<void> => {
    const outcome = await client.outbox.submit(removeTable(table));
    if (!outcome.ok) return notices.warn(reasonOf(outcome.problem));
    onRemoved();
  };
  return (
    <Button kind="danger" icon="trash" wide onClick={() => (isSure ? void remove() : setSure(true))}>
      {isSure ? `Yes, remove table ${table.name}` : "Remove table"}
    </Button>
  );
}

/** Everything about the chosen table, by touch and by keyboard. */
export function TablePanel({ table, others, onEdit, onRemoved }: Props) {
  const toggle = (id: string): void => {
    const has = table.joinsWith.includes(id);
    onEdit({ joinsWith: has ? table.joinsWith.filter((other) => other !== id) : [...table.joinsWith, id] });
  };
  return (
    <Card label={`Table ${table.name}`}>
      <div class="pos-stack pos-plan-fields">
        <NameField table={table} onEdit={onEdit} />
        <OptionGroup label="Seats">
          <QuantityStepper
            label="Seats"
            value={table.seats}
            max={99}
            onChange={(seats) => onEdit({ seats })}
          />
        </OptionGroup>
        <SegmentedControl
          label="Shape"
          wide
          segments={[
            { id: "rect", label: "Square" },
            { id: "round", label: "Round" },
          ]}
          value={table.shape}
          onSelect={(shape) => onEdit({ shape: shape === "round" ? "round" : "rect" })}
        />
        <Measure
          label="Width"
          value={table.width}
          by={step}
          onChange={(width) => onEdit({ width: fitted("width", width) })}
        />
        <Measure
          label="Depth"
          value={table.height}
          by={step}
          onChange={(height) => onEdit({ height: fitted("height", height) })}
        />
        <Measure
          label="Turn"
          unit="°"
          value={table.rotation}
          by={turn_degrees}
          onChange={(rotation) => onEdit({ rotation: rotation % 180 })}
        />
        {others.length > 0 && (
          <OptionGroup label="Can be pushed together with">
            {others.map(({ id, name }) => (
              <Chip key={id} on={table.joinsWith.includes(id)} onToggle={() => toggle(id)}>
                {name}
              </Chip>
            ))}
          </OptionGroup>
        )}
        <Remove table={table} onRemoved={onRemoved} />
      </div>
    </Card>
  );
}
