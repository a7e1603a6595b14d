import type { RoleView } from "@tillbox/shared/contract/role.ts";
import type { User } from "@tillbox/shared/contract/staff.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSave } from "./use-save.ts";

type Props = { role: RoleView; holders: readonly User[]; onDone(): void };

const holderText = (holders: readonly User[]): string =>
  `${holders.map(({ name, active }) => (active ? name : `${name}, who left,`)).join(" and ")} ${holders.length === 1 ? "has" : "have"} this role. Give them another one first; then it can be removed.`;

/** An own role goes when nobody has it; one that comes with Tillbox goes back to what it was. */
export function RemoveRole({ role, holders, onDone }: Props) {
  const { notices } = usePos();
  const { run, isBusy, problem } = useSave();
  const [isAsking, setAsking] = useState(false);
  if (role.builtIn && role.version === 0)
    return (
      <p class="pos-team-note">
        This role comes with Tillbox. You can change it and bring it back to this, but not remove it.
      </p>
    );
  if (!role.builtIn && holders.length > 0) return <p class="pos-team-note">{holderText(holders)}</p>;
  const [verb, done] = role.builtIn
    ? ["Bring it back to what it was", `${role.name} is as it came`]
    : ["Remove this role", `${role.name} is removed`];
  const remove = (): void =>
    void run({ method: "DELETE", path: `/api/roles/${encodeURIComponent(role.id)}` }, () => {
      notices.say(done, { icon: "check" });
      onDone();
    });
  return (
    <div class="pos-team-section">
      <Refused problem={problem} />
      {isAsking ? (
        <div class="pos-team-actions">
          <Button onClick={() => setAsking(false)}>Keep it</Button>
          <Button kind="danger" icon={role.builtIn ? "undo" : "trash"} busy={isBusy} onClick={remove}>
            {role.builtIn ? "Yes, bring it back" : "Yes, remove it"}
          </Button>
        </div>
      ) : (
        <Button kind="danger" icon={role.builtIn ? "undo" : "trash"} onClick={() => setAsking(true)}>
          {verb}
        </Button>
      )}
    </div>
  );
}
