import type { HubStore } from "@tillbox/shared/contract/hub.ts";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { DayField } from "../day-field.tsx";
import { useHub } from "../hub.ts";
import { type Grouping, groupings, type Route } from "../route.ts";
import { ordered, type Range, ranges } from "./ranges.ts";
import { groupingNames } from "./report-columns.ts";

type ReportsRoute = Extract<Route, { page: "reports" }>;

type ControlsProps = { route: ReportsRoute; range: Range; today: string; stores: readonly HubStore[] };

/** Which sales, of which days, and how they are put together. */
export function ReportControls({ route, range, today, stores }: ControlsProps) {
  const { router } = useHub();
  const change = (fields: Partial<ReportsRoute>): void =>
    router.go({ ...route, ...range, ...fields }, "replace");
  const usual = ranges(today);
  // On a Sunday this week is the last seven days: only one of them is on.
  const chosen = usual.find((one) => one.range.from === range.from && one.range.to === range.to);
  return (
    <section class="hub-controls" aria-label="What the report shows">
      <SegmentedControl
        label="Put together by"
        segments={groupings.map((id) => ({ id, label: groupingNames[id] }))}
        value={route.by}
        onSelect={(by) => change({ by: by as Grouping })}
      />
      <div class="hub-span">
        <DayField label="From" value={range.from} onPick={(from) => change(ordered(from, range.to))} />
        <DayField label="To" value={range.to} onPick={(to) => change(ordered(range.from, to))} />
        {stores.length > 1 && (
          <Select
            label="Store"
            value={route.storeId ?? ""}
            options={[
              { value: "", label: "All stores" },
              ...stores.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onSelect={(id) => change({ storeId: id === "" ? null : id })}
          />
        )}
      </div>
      <div class="hub-ranges" role="radiogroup" aria-label="Usual spans">
        {usual.map(({ id, label, range: { from, to } }) => (
          <Chip key={id} role="radio" on={id === chosen?.id} onToggle={() => change({ from, to })}>
            {label}
          </Chip>
        ))}
      </div>
    </section>
  );
}
