import type { RoleView } from "@tillbox/shared/contract/role.ts";
import type { User } from "@tillbox/shared/contract/staff.ts";
import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { useState } from "preact/hooks";
import { fieldProblems, unplaced } from "../field-problems.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { PermissionCards } from "./permission-cards.tsx";
import { RemoveRole } from "./remove-role.tsx";
import { differenceOf } from "./role-groups.ts";
import { useSave } from "./use-save.ts";

type Props = {
  role: RoleView;
  holders: readonly User[];
  onChanged(): void;
  onCopy(role: RoleView): void;
  onBack(): void;
};

/** Why nothing of it can be changed; null where it can. */
const fixedWords = (role: RoleView, mayManage: boolean): string | null => {
  if (role.id === "owner")
    return "The owner may do everything, always, so that no store locks itself out. Copy it to make a role that may less.";
  if (role.fixed) return "A kiosk acts without a person, so it gets nothing more than selling needs.";
  return mayManage ? null : "You may look at roles. Somebody who may change them signs in to do so.";
};

const changeText = (before: readonly string[], after: readonly string[]): string => {
  const { given, taken } = differenceOf(before, after);
  return [
    given.length > 0 ? `${given.length} more` : "",
    taken.length > 0 ? `${taken.length} taken away` : "",
  ]
    .filter((text) => text !== "")
    .join(", ");
};

function useRole({ role, onChanged }: Props) {
  const { notices } = usePos();
  const save = useSave();
  const [name, setName] = useState(role.name);
  const [permissions, setPermissions] = useState<readonly string[]>(role.permissions);
  const hasNewName = name.trim() !== role.name;
  const change = changeText(role.permissions, permissions);
  const send = (): void => {
    const body = {
      ...(hasNewName ? { name: name.trim() } : {}),
      ...(change === "" ? {} : { permissions }),
    };
    void save.run({ method: "PUT", path: `/api/roles/${encodeURIComponent(role.id)}`, body }, () => {
      notices.say(`${name.trim()} is changed. It counts at once, for everybody who has it`, {
        icon: "check",
      });
      onChanged();
    });
  };
  const reset = (): void => {
    setName(role.name);
    setPermissions(role.permissions);
    save.forget();
  };
  return { ...save, name, setName, permissions, setPermissions, hasNewName, change, send, reset };
}

function Head({ role, holders, onBack, onCopy }: Omit<Props, "onChanged">) {
  const { client } = usePos();
  const active = holders.filter((person) => person.active);
  return (
    <header class="pos-role-head">
      <span class="pos-role-back">
        <IconButton icon="back" mirrored label="All roles" onClick={onBack} />
      </span>
      <h2>{role.name}</h2>
      <Pill>{role.builtIn ? "Comes with Tillbox" : "Your own"}</Pill>
      {client.session.may("role.manage") && (
        <Button icon="copy" onClick={() => onCopy(role)}>
          Copy
        </Button>
      )}
      <p class="pos-role-people">
        {active.length === 0
          ? "Nobody has this role."
          : `${active.map(({ name }) => name).join(", ")} ${active.length === 1 ? "has" : "have"} this role.`}
      </p>
    </header>
  );
}

function Foot({ edit }: { edit: ReturnType<typeof useRole> }) {
  if (!edit.hasNewName && edit.change === "") return null;
  return (
    <footer class="pos-role-foot">
      <Refused problem={unplaced(edit.problem, (path) => path === "name")} />
      <p>{[edit.hasNewName ? "A new name" : "", edit.change].filter((text) => text !== "").join(", ")}</p>
      <Button size="l" disabled={edit.isBusy} onClick={edit.reset}>
        As it was
      </Button>
      <Button
        size="l"
        kind="primary"
        icon="check"
        busy={edit.isBusy}
        disabled={edit.name.trim() === ""}
        onClick={edit.send}
      >
        Save
      </Button>
    </footer>
  );
}

/** One role: who has it, what they may, and why some of it stays as it is. */
export function RoleDetail(props: Props) {
  const { role, holders, onChanged, onBack, onCopy } = props;
  const { client } = usePos();
  const edit = useRole(props);
  const mayManage = client.session.may("role.manage");
  const fixed = fixedWords(role, mayManage);
  const isMine = client.session.person.value?.role === role.id;
  return (
    <section class="pos-role" aria-label={role.name}>
      <div class="pos-role-body">
        <Head role={role} holders={holders} onBack={onBack} onCopy={onCopy} />
        {fixed !== null && (
          <Banner tone="new" icon="lock">
            {fixed}
          </Banner>
        )}
        {fixed === null && isMine && (
          <Banner tone="attention">
            This is your own role. What you take away here you cannot give back yourself.
          </Banner>
        )}
        {fixed === null && (
          <TextField
            label="Name"
            maxLength={120}
            value={edit.name}
            error={fieldProblems(edit.problem).get("name")}
            onInput={edit.setName}
          />
        )}
        <PermissionCards chosen={edit.permissions} isFixed={fixed !== null} onChange={edit.setPermissions} />
        {fixed === null && <RemoveRole role={role} holders={holders} onDone={onChanged} />}
      </div>
      <Foot edit={edit} />
    </section>
  );
}
