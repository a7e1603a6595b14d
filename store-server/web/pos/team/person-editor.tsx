import type { RoleView } from "@tillbox/shared/contract/role.ts";
import type { User } from "@tillbox/shared/contract/staff.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { unplaced } from "../field-problems.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { ClockSection } from "./clock-section.tsx";
import { LeaveSection } from "./leave-section.tsx";
import { changeOf, draftOf, isComplete } from "./person-draft.ts";
import { PersonFieldset } from "./person-fieldset.tsx";
import { SignIns } from "./sign-ins.tsx";
import { useSave } from "./use-save.ts";

type Props = { person: User | null; roles: readonly RoleView[]; onClose(): void; onChanged(): void };

function useEditor({ person, roles, onClose, onChanged }: Props) {
  const { notices } = usePos();
  const save = useSave();
  const usual = roles.find(({ id }) => id === "waiter")?.id ?? "waiter";
  const [draft, set] = useState(() => draftOf(person, usual));
  const [id] = useState(() => person?.id ?? newId());
  const done = (text: string): void => {
    notices.say(text, { icon: "check" });
    onChanged();
    onClose();
  };
  const send = (): void => {
    const change = changeOf(draft, person);
    if (Object.keys(change).length === 0) return onClose();
    const name = draft.name.trim();
    if (person === null)
      return void save.run({ method: "POST", path: "/api/users", body: { ...change, id } }, () =>
        done(`${name} can sign in now`),
      );
    const path = `/api/users/${encodeURIComponent(id)}`;
    void save.run({ method: "PUT", path, body: change }, () =>
      done(person.active ? `${name} is changed` : `${name} is back`),
    );
  };
  return { ...save, draft, set, send, done };
}

function Actions({
  word,
  editor,
  person,
  onClose,
}: {
  word: string;
  editor: ReturnType<typeof useEditor>;
  person: User | null;
  onClose(): void;
}) {
  return (
    <>
      <Button size="l" onClick={onClose}>
        Cancel
      </Button>
      <Button
        size="l"
        kind="primary"
        icon="check"
        busy={editor.isBusy}
        disabled={!isComplete(editor.draft, person)}
        onClick={editor.send}
      >
        {word}
      </Button>
    </>
  );
}

/** One person: name, role, ways to sign in, where they are signed in, and the end of it all. */
export function PersonEditor(props: Props) {
  const { person, roles, onClose } = props;
  const { client } = usePos();
  const editor = useEditor(props);
  const mayEdit = client.session.may("staff.manage");
  const isSelf = person !== null && person.id === client.session.person.value?.id;
  const role = roles.find(({ id }) => id === person?.role)?.name ?? person?.role;
  const word = person === null ? "Add" : person.active ? "Save" : "Bring back";
  return (
    <Sheet
      open
      place="end"
      title={person?.name ?? "New person"}
      {...(role === undefined ? {} : { subtitle: role })}
      onClose={onClose}
      actions={mayEdit && <Actions word={word} editor={editor} person={person} onClose={onClose} />}
    >
      <div class="pos-team-editor">
        {person?.active === false && (
          <Banner tone="attention">
            They do not work here any more. Give them a new PIN to bring them back.
          </Banner>
        )}
        <Refused problem={unplaced(editor.problem, (path) => path === "role" || path in editor.draft)} />
        {mayEdit && (
          <PersonFieldset
            draft={editor.draft}
            set={editor.set}
            person={person}
            roles={roles}
            problem={editor.problem}
          />
        )}
        {person?.active && <ClockSection person={person} />}
        {person?.active && mayEdit && <SignIns userId={person.id} />}
        {person?.active && mayEdit && !isSelf && (
          <LeaveSection
            id={person.id}
            name={person.name}
            onLeft={() => editor.done(`${person.name} does not work here any more`)}
          />
        )}
      </div>
    </Sheet>
  );
}
