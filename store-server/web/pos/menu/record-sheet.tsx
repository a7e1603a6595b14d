import { Button } from "@tillbox/shared/ui/button.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ApiProblem } from "../../client/problem.ts";
import { fieldProblems, unplaced } from "../field-problems.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSave } from "../team/use-save.ts";
import { RemoveRecord } from "./remove-record.tsx";

/** `errors`: what stands in the way, by field, as the screen itself sees it. */
type Options = {
  path: string;
  id: string | null;
  newId: string;
  errors: ReadonlyMap<string, string>;
  onClose(): void;
};

/** Saving something of the menu: what is wrong shows at its field once the person tried, and what the box says too. */
export const useRecord = ({ path, id, newId, errors, onClose }: Options) => {
  const { notices } = usePos();
  const save = useSave();
  const [isTried, setTried] = useState(false);
  const told = fieldProblems(save.problem);
  const send = (fields: { name: string } & Record<string, unknown>): void => {
    setTried(true);
    if (errors.size > 0) return;
    const done = (): void => {
      notices.say(`${fields.name} is ${id === null ? "added" : "changed"} everywhere`, { icon: "check" });
      onClose();
    };
    if (id === null) return void save.run({ method: "POST", path, body: { ...fields, id: newId } }, done);
    void save.run({ method: "PUT", path: `${path}/${encodeURIComponent(id)}`, body: fields }, done);
  };
  return {
    problem: save.problem,
    isBusy: save.isBusy,
    send,
    errorOf: (field: string): string | undefined =>
      (isTried ? errors.get(field) : undefined) ?? told.get(field),
  };
};

type Props = {
  title: string;
  subtitle?: string;
  /** With it the thing can be removed; `what` is its name. */
  known: { path: string; what: string } | null;
  record: { problem: ApiProblem | null; isBusy: boolean };
  isPlaced(path: string): boolean;
  onSave(): void;
  onClose(): void;
  children: ComponentChildren;
};

/** A sheet with the fields of one thing of the menu. */
export function RecordSheet({ title, subtitle, known, record, isPlaced, onSave, onClose, children }: Props) {
  return (
    <Sheet
      open
      place="end"
      title={title}
      {...(subtitle === undefined ? {} : { subtitle })}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon="check" busy={record.isBusy} onClick={onSave}>
            Save
          </Button>
        </>
      }
    >
      <div class="pos-menu-editor">
        <Refused problem={unplaced(record.problem, isPlaced)} />
        {children}
        {known && <RemoveRecord {...known} onRemoved={onClose} />}
      </div>
    </Sheet>
  );
}
