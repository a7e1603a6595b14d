import { type Permission, permissions } from "@tillbox/shared/permissions.ts";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { Toggle } from "@tillbox/shared/ui/toggle.tsx";
import { toggledIn } from "../menu/item-form.ts";
import { usePos } from "../pos.ts";
import { type PermissionGroup, permissionGroups } from "./role-groups.ts";

type Props = { chosen: readonly string[]; isFixed: boolean; onChange(chosen: readonly string[]): void };

/** As it is and stays: a word stands with the colour. */
function Stated({ name, on }: { name: Permission; on: boolean }) {
  return (
    <p class="pos-permission" data-on={on ? "" : undefined}>
      <Icon name={on ? "check" : "minus"} size={20} />
      <span>{permissions[name]}</span>
      <span class="visually-hidden">{on ? "allowed" : "not allowed"}</span>
    </p>
  );
}

function Group({ group, chosen, isFixed, onChange }: Props & { group: PermissionGroup }) {
  const { client } = usePos();
  const count = group.names.filter((name) => chosen.includes(name)).length;
  const aside =
    count === group.names.length ? "all" : count === 0 ? "none" : `${count} of ${group.names.length}`;
  return (
    <Card title={group.title} aside={<bdi class="pos-permission-count">{aside}</bdi>}>
      <div class="pos-permissions">
        {group.names.map((name) => {
          const on = chosen.includes(name);
          if (isFixed) return <Stated key={name} name={name} on={on} />;
          const isMine = client.session.may(name);
          return (
            <Toggle
              key={name}
              label={permissions[name]}
              on={on}
              disabled={!isMine}
              {...(isMine ? {} : { hint: "Only somebody who may do this gives or takes it" })}
              onChange={() => onChange(toggledIn(chosen, name))}
            />
          );
        })}
      </div>
    </Card>
  );
}

/** Everything that a role may or may not, by subject. */
export function PermissionCards(props: Props) {
  return (
    <>
      {permissionGroups.map((group) => (
        <Group key={group.title} {...props} group={group} />
      ))}
    </>
  );
}
