import type { RoleView } from "@tillbox/shared/contract/role.ts";
import type { User } from "@tillbox/shared/contract/staff.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";
import { NewRole } from "./new-role.tsx";
import { ReadFailed } from "./read-failed.tsx";
import { RoleDetail } from "./role-detail.tsx";
import { usePeople, useRoles } from "./use-team.ts";

const peopleText = (count: number): string =>
  count === 0 ? "nobody has it" : count === 1 ? "one person" : `${count} people`;

type ListProps = {
  title: string;
  roles: readonly RoleView[];
  openId: string | null;
  onOpen(id: string): void;
};

function RoleList({ title, roles, openId, onOpen }: ListProps) {
  return (
    <Card title={title}>
      {roles.map((role) => (
        <div key={role.id} class="pos-role-row" data-on={role.id === openId ? "" : undefined}>
          <ListRow
            title={role.name}
            detail={`${peopleText(role.people)} · may ${role.permissions.length} things`}
            opens
            onSelect={() => onOpen(role.id)}
          />
        </div>
      ))}
      {roles.length === 0 && (
        <p class="pos-team-note">None yet. Copy a role that is nearly right, and change what differs.</p>
      )}
    </Card>
  );
}

type ShownProps = {
  role: RoleView;
  people: readonly User[];
  onChanged(): void;
  onCopy(role: RoleView): void;
  onBack(): void;
};

function Shown({ role, people, ...rest }: ShownProps) {
  const holders = people.filter((person) => person.role === role.id);
  return <RoleDetail key={`${role.id} ${role.version}`} role={role} holders={holders} {...rest} />;
}

/** What people may do: the roles on one side, what the chosen one may on the other; on a phone one after the other. */
export function RolesPanel() {
  const { client } = usePos();
  const roles = useRoles();
  const people = usePeople();
  const [openId, setOpenId] = useState<string | null>(null);
  const [from, setFrom] = useState<RoleView | "nothing" | null>(null);
  const changed = (): void => {
    roles.again();
    people.again();
  };
  if (roles.value === null || people.value === null) {
    const problem = roles.problem ?? people.problem;
    return problem ? (
      <ReadFailed what="The roles" problem={problem} onRetry={changed} />
    ) : (
      <Skeleton shape="box" height="320px" />
    );
  }
  const all = roles.value.items;
  // A wide screen always shows one; which one a phone opens is for its person to say.
  const shown = all.find(({ id }) => id === openId) ?? all.find(({ id }) => id === "waiter") ?? all[0];
  return (
    <div class="pos-team-panes" data-open={openId === null ? undefined : ""}>
      <div class="pos-team-list">
        <RoleList
          title="Come with Tillbox"
          roles={all.filter(({ builtIn }) => builtIn)}
          openId={shown?.id ?? null}
          onOpen={setOpenId}
        />
        <RoleList
          title="Your own"
          roles={all.filter(({ builtIn }) => !builtIn)}
          openId={shown?.id ?? null}
          onOpen={setOpenId}
        />
        {client.session.may("role.manage") && (
          <Button icon="plus" wide onClick={() => setFrom("nothing")}>
            New role
          </Button>
        )}
      </div>
      {shown && (
        <Shown
          role={shown}
          people={people.value.items}
          onChanged={changed}
          onCopy={setFrom}
          onBack={() => setOpenId(null)}
        />
      )}
      {from !== null && (
        <NewRole
          roles={all}
          from={from === "nothing" ? null : from}
          onClose={() => setFrom(null)}
          onMade={(role) => {
            setFrom(null);
            changed();
            setOpenId(role.id);
          }}
        />
      )}
    </div>
  );
}
