import type { RoleView } from "@tillbox/shared/contract/role.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { fieldProblems, unplaced } from "../field-problems.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSave } from "./use-save.ts";

type Props = {
  roles: readonly RoleView[];
  from: RoleView | null;
  onClose(): void;
  onMade(role: RoleView): void;
};

/** A role of the store's own, begun as a copy of another one: of what whoever makes it may give. */
export function NewRole({ roles, from, onClose, onMade }: Props) {
  const { client } = usePos();
  const { run, isBusy, problem } = useSave();
  const [id] = useState(newId);
  const [name, setName] = useState(from ? `${from.name} 2` : "");
  const [source, setSource] = useState(from?.id ?? "");
  const wanted = roles.find((role) => role.id === source)?.permissions ?? [];
  const own = new Set(client.session.person.value?.permissions ?? []);
  const permissions = wanted.filter((each) => own.has(each));
  const left = wanted.length - permissions.length;
  const make = (): void =>
    void run<RoleView>(
      { method: "POST", path: "/api/roles", body: { id, name: name.trim(), permissions } },
      onMade,
    );
  return (
    <Sheet
      open
      place="end"
      title={from ? `Copy ${from.name}` : "New role"}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="l"
            kind="primary"
            icon="check"
            busy={isBusy}
            disabled={name.trim() === ""}
            onClick={make}
          >
            Make it
          </Button>
        </>
      }
    >
      <div class="pos-team-editor">
        <Refused problem={unplaced(problem, (path) => path === "name")} />
        <TextField
          label="Name"
          maxLength={120}
          placeholder="Head waiter"
          value={name}
          error={fieldProblems(problem).get("name")}
          onInput={setName}
        />
        <Select
          label="Begins as a copy of"
          value={source}
          options={[
            { value: "", label: "Nothing: it may nothing yet" },
            ...roles.map((role) => ({ value: role.id, label: role.name })),
          ]}
          hint={
            left > 0
              ? `Without ${left} ${left === 1 ? "thing" : "things"} that you may not do yourself.`
              : "You choose next what it may."
          }
          onSelect={setSource}
        />
      </div>
    </Sheet>
  );
}
