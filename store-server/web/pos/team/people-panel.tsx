import type { RoleView } from "@tillbox/shared/contract/role.ts";
import type { User } from "@tillbox/shared/contract/staff.ts";
import type { TimeEntry } from "@tillbox/shared/contract/time-entry.ts";
import { Avatar } from "@tillbox/shared/ui/avatar.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { SearchField } from "@tillbox/shared/ui/field.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";
import { initialsOf } from "../shell.tsx";
import { PersonEditor } from "./person-editor.tsx";
import { ReadFailed } from "./read-failed.tsx";
import { useAtWork, usePeople, useRoles } from "./use-team.ts";

function Presence({ entry }: { entry: TimeEntry | undefined }) {
  const { time } = usePos().figures.value;
  if (!entry) return null;
  const pause = entry.breaks.find(({ endedAt }) => endedAt === null);
  return pause ? (
    <Pill tone="attention" icon="pause" size="s">{`Break since ${time(pause.startedAt)}`}</Pill>
  ) : (
    <Pill tone="good" icon="clock" size="s">{`At work since ${time(entry.startedAt)}`}</Pill>
  );
}

type ListProps = {
  title: string;
  people: readonly User[];
  roles: readonly RoleView[];
  atWork: ReadonlyMap<string, TimeEntry>;
  onOpen(person: User): void;
};

function PeopleList({ title, people, roles, atWork, onOpen }: ListProps) {
  const roleOf = (id: string): string => roles.find((role) => role.id === id)?.name ?? id;
  if (people.length === 0) return null;
  return (
    <Card title={title} aside={`${people.length}`}>
      {people.map((person) => (
        <ListRow
          key={person.id}
          start={<Avatar initials={initialsOf(person.name)} name={person.name} size="s" />}
          title={person.name}
          detail={[roleOf(person.role), person.active ? person.username : null].filter(Boolean).join(" · ")}
          end={<Presence entry={atWork.get(person.id)} />}
          opens
          onSelect={() => onOpen(person)}
        />
      ))}
    </Card>
  );
}

function AddButton({ onClick }: { onClick(): void }) {
  return (
    <>
      <span class="pos-wide-only">
        <Button kind="primary" icon="plus" onClick={onClick}>
          New person
        </Button>
      </span>
      <span class="pos-narrow-only">
        <IconButton icon="plus" kind="plain" label="New person" onClick={onClick} />
      </span>
    </>
  );
}

const matches = ({ name, username }: User, search: string): boolean =>
  `${name} ${username ?? ""}`.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase());

/** Everybody who works here, and below them those who did. */
export function PeoplePanel() {
  const { client } = usePos();
  const people = usePeople();
  const roles = useRoles();
  const { byPerson } = useAtWork();
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<User | "new" | null>(null);
  const problem = people.problem ?? roles.problem;
  if (people.value === null || roles.value === null)
    return problem ? (
      <ReadFailed
        what="The people"
        problem={problem}
        onRetry={() => {
          people.again();
          roles.again();
        }}
      />
    ) : (
      <Skeleton shape="box" height="320px" />
    );
  const found = people.value.items.filter((person) => matches(person, search));
  const list = { roles: roles.value.items, atWork: byPerson, onOpen: setOpen };
  return (
    <div class="pos-team-list">
      <div class="pos-team-bar">
        <SearchField label="Name or username" value={search} onInput={setSearch} />
        {client.session.may("staff.manage") && <AddButton onClick={() => setOpen("new")} />}
      </div>
      {found.length === 0 && (
        <EmptyState icon="search" title="Nobody matches">
          Try fewer letters.
        </EmptyState>
      )}
      <PeopleList {...list} title="Work here" people={found.filter(({ active }) => active)} />
      <PeopleList {...list} title="Worked here" people={found.filter(({ active }) => !active)} />
      {open !== null && (
        <PersonEditor
          key={open === "new" ? "new" : open.id}
          person={open === "new" ? null : open}
          roles={roles.value.items}
          onClose={() => setOpen(null)}
          onChanged={() => {
            people.again();
            roles.again();
          }}
        />
      )}
    </div>
  );
}
