import type { RoleView } from "@tillbox/shared/contract/role.ts";
import type { User } from "@tillbox/shared/contract/staff.ts";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import type { ApiProblem } from "../../client/problem.ts";
import { fieldProblems } from "../field-problems.ts";
import { usePos } from "../pos.ts";
import { errorsOf, type PersonDraft } from "./person-draft.ts";

type Props = {
  draft: PersonDraft;
  set(draft: PersonDraft): void;
  person: User | null;
  roles: readonly RoleView[];
  problem: ApiProblem | null;
};

/** Roles that whoever is signed in may hand out: none that may more than they. What somebody has already stays in the list. */
const useHandout = (roles: readonly RoleView[], current: string): RoleView[] => {
  const person = usePos().client.session.person.value;
  const own = new Set(person?.permissions ?? []);
  return roles.filter(
    ({ id, permissions }) => id === current || (id !== "kiosk" && permissions.every((name) => own.has(name))),
  );
};

/** Name, role and ways to sign in. What nobody types stays as it is. */
export function PersonFieldset({ draft, set, person, roles, problem }: Props) {
  const handout = useHandout(roles, draft.role);
  const told = fieldProblems(problem);
  const own = errorsOf(draft, person);
  const field = (name: keyof PersonDraft) => ({
    value: draft[name],
    onInput: (value: string) => set({ ...draft, [name]: value }),
    error: own[name] ?? told.get(name),
  });
  const isKept = person?.active === true;
  const hasFewer = handout.length < roles.length - 1;
  return (
    <div class="pos-team-form">
      <TextField label="Name" maxLength={120} {...field("name")} />
      <Select
        label="Role"
        value={draft.role}
        options={handout.map(({ id, name }) => ({ value: id, label: name }))}
        {...(hasFewer ? { hint: "Roles that may more than you are given by somebody who has them." } : {})}
        {...(told.has("role") ? { error: told.get("role") ?? "" } : {})}
        onSelect={(role) => set({ ...draft, role })}
      />
      <TextField
        label={isKept ? "New PIN" : "PIN"}
        type="password"
        inputMode="numeric"
        autocomplete="new-password"
        maxLength={8}
        hint={isKept ? "Empty: the PIN stays as it is." : "Four to eight digits, for tablets and screens."}
        {...field("pin")}
      />
      <TextField
        label="Username"
        maxLength={64}
        hint="Only for whoever signs in without a paired device."
        {...field("username")}
      />
      {draft.username !== "" && (
        <TextField
          label={isKept && person.username !== null ? "New password" : "Password"}
          type="password"
          autocomplete="new-password"
          maxLength={200}
          {...(isKept && person.username !== null ? { hint: "Empty: the password stays as it is." } : {})}
          {...field("password")}
        />
      )}
    </div>
  );
}
