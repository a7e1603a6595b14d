import { Button } from "@tillbox/shared/ui/button.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { useState } from "preact/hooks";
import { ruleOf } from "../order/item-choice.ts";
import { GroupSheet } from "./group-sheet.tsx";
import { type Group, movedUp } from "./option-draft.ts";

type Props = {
  groups: readonly Group[];
  /** The option that they are inside of; null for those of the item. */
  inside: string | null;
  onChange(groups: Group[]): void;
};

/** The groups of an item or inside of an option, in the order in which they are asked. */
export function GroupList({ groups, inside, onChange }: Props) {
  const [open, setOpen] = useState<Group | "new" | null>(null);
  const put = (group: Group): void => {
    const isKnown = groups.some(({ id }) => id === group.id);
    onChange(isKnown ? groups.map((one) => (one.id === group.id ? group : one)) : [...groups, group]);
    setOpen(null);
  };
  const shown = open === "new" ? null : open;
  return (
    <div class="pos-group-list" data-inside={inside === null ? undefined : ""}>
      {groups.map((group, index) => (
        <div key={group.id} class="pos-group-row">
          <ListRow
            title={group.name}
            detail={`${ruleOf(group)}: ${group.options.map(({ name }) => name).join(", ")}`}
            opens
            onSelect={() => setOpen(group)}
          />
          {index > 0 && (
            <IconButton
              icon="chevron-up"
              label={`Ask for ${group.name} earlier`}
              onClick={() => onChange(movedUp(groups, index))}
            />
          )}
        </div>
      ))}
      <Button
        kind={inside === null ? "plain" : "quiet"}
        icon="plus"
        disabled={groups.length >= (inside === null ? 30 : 10)}
        onClick={() => setOpen("new")}
      >
        {inside === null ? "Add a group of options" : `Ask something more with ${inside}`}
      </Button>
      {open !== null && (
        <GroupSheet
          key={shown?.id ?? "new"}
          group={shown}
          inside={inside}
          inner={inside === null ? GroupList : null}
          onDone={put}
          onRemove={() => {
            onChange(groups.filter(({ id }) => id !== shown?.id));
            setOpen(null);
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}
