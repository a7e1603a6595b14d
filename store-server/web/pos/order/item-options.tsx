import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { Fragment } from "preact";
import { usePos } from "../pos.ts";
import { isChosen, type PartChoice, partsOf } from "./combo-choice.ts";
import { type Group, isSoldOut, ruleOf, toggled } from "./item-choice.ts";
import type { Choice } from "./lines.ts";
import { openGroups, pruned } from "./options.ts";

type OptionsProps = {
  group: Group;
  /** What the group belongs to, where that is not the item itself. */
  of: string | null;
  options: ReadonlyMap<string, number>;
  missing: string | undefined;
  set(options: Map<string, number>): void;
};

function Options({ group, of, options, missing, set }: OptionsProps) {
  const { amount } = usePos().figures.value;
  const isFull = group.max > 1 && group.options.filter(({ id }) => options.has(id)).length >= group.max;
  const isOne = group.min === 1 && group.max === 1;
  return (
    <OptionGroup
      label={of === null ? group.name : `${of}: ${group.name}`}
      rule={ruleOf(group)}
      role={isOne ? "radiogroup" : "group"}
      {...(missing ? { error: missing } : {})}
    >
      {group.options.map(({ id, name, price }) => (
        <Chip
          key={id}
          role={isOne ? "radio" : "checkbox"}
          on={options.has(id)}
          disabled={isFull && !options.has(id)}
          {...(price > 0 ? { note: `+${amount(price)}` } : {})}
          onToggle={() => set(toggled(group, options, id))}
        >
          {name}
        </Chip>
      ))}
    </OptionGroup>
  );
}

type ItemOptionsProps = {
  item: MenuItem;
  /** A part of a combo says whose options these are. */
  of?: string;
  options: ReadonlyMap<string, number>;
  errorOf(groupId: string): string | undefined;
  set(options: Map<string, number>): void;
};

/** The groups of an item, each followed by those inside of what was chosen. */
export function ItemOptions({ item, of, options, errorOf, set }: ItemOptionsProps) {
  return (
    <>
      {openGroups(item, options).map((open) => (
        <Options
          key={open.group.id}
          group={open.group}
          of={open.of ?? of ?? null}
          options={options}
          missing={errorOf(open.group.id)}
          set={(next) => set(pruned(item, next))}
        />
      ))}
    </>
  );
}

type PartsProps = {
  item: MenuItem;
  choice: Choice;
  errorOf(id: string): string | undefined;
  set(choice: Choice): void;
};

/** The parts of a combo: one of each; what was chosen shows its own options below. */
export function Parts({ item, choice, errorOf, set }: PartsProps) {
  const { items } = usePos().client.store;
  const { amount } = usePos().figures.value;
  const put = (partId: string, chosen: PartChoice): void =>
    set({ ...choice, parts: new Map(choice.parts).set(partId, chosen) });
  return (
    <>
      {partsOf(item).map((part) => {
        const chosen = choice.parts.get(part.id);
        const other = chosen && items.get(chosen.menuItemId);
        const missing = errorOf(part.id);
        return (
          <Fragment key={part.id}>
            <OptionGroup
              label={part.name}
              rule={part.choices.length === 1 ? "included" : "choose one"}
              role="radiogroup"
              {...(missing ? { error: missing } : {})}
            >
              {part.choices.map((each) => {
                const named = items.get(each.menuItemId);
                const variant = named?.variants.find(({ id }) => id === each.variantId);
                return (
                  <Chip
                    key={`${each.menuItemId} ${each.variantId}`}
                    role="radio"
                    on={isChosen(each, chosen)}
                    disabled={named === undefined || isSoldOut(named)}
                    {...(each.surcharge > 0 ? { note: `+${amount(each.surcharge)}` } : {})}
                    onToggle={() =>
                      put(part.id, {
                        menuItemId: each.menuItemId,
                        variantId: each.variantId,
                        options: new Map(),
                      })
                    }
                  >
                    {variant ? `${named?.name}, ${variant.name}` : (named?.name ?? "Not on the menu")}
                  </Chip>
                );
              })}
            </OptionGroup>
            {chosen && other && (
              <ItemOptions
                item={other}
                of={other.name}
                options={chosen.options}
                errorOf={(groupId) => errorOf(`${part.id} ${groupId}`)}
                set={(options) => put(part.id, { ...chosen, options })}
              />
            )}
          </Fragment>
        );
      })}
    </>
  );
}
