import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { useRead } from "../customers/use-read.ts";
import { unplaced } from "../field-problems.ts";
import { bySort } from "../order/menu-search.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { ItemFieldset, isPlaced } from "./item-fieldset.tsx";
import { draftOf, type ItemDraft, isComplete, newDraft, touched, type Usual } from "./item-form.ts";
import { addItem, changeItem, type Draft, type ItemFields, putInDraft } from "./menu-intents.ts";
import { RemoveRecord } from "./remove-record.tsx";
import { StockFieldset } from "./stock-fieldset.tsx";

const now = "now";
const fresh = "new";

type WhenProps = { drafts: readonly Draft[]; value: string; onSelect(value: string): void };

/** At once, or with a draft that takes effect as a whole. */
function When({ drafts, value, onSelect }: WhenProps) {
  return (
    <Select
      label="Takes effect"
      value={value}
      options={[
        { value: now, label: "At once, on all devices" },
        ...drafts.map(({ id, name }) => ({ value: id, label: `With the draft ${name}` })),
        { value: fresh, label: "With a new draft" },
      ]}
      onSelect={onSelect}
    />
  );
}

type EditorProps = { item: MenuItem | null; mayEdit: boolean; onClose(): void };

/** Of the first category; the item that stands last in it says how its neighbours are cooked and taxed. */
const useUsual = (): Usual => {
  const { store } = usePos().client;
  const categoryId = [...store.categories.all.value.values()].sort(bySort)[0]?.id ?? "";
  const inside = [...store.items.all.value.values()].filter((item) => item.categoryId === categoryId);
  const last = inside.sort(bySort).at(-1);
  const taxClassId = last ? last.taxClassId : ([...store.taxClasses.all.value.keys()][0] ?? null);
  return { categoryId, taxClassId, stations: last?.stations ?? [] };
};

function useEditor({ item, onClose }: EditorProps) {
  const { client, notices } = usePos();
  const submit = useSubmit();
  const usual = useUsual();
  const [draft, set] = useState<ItemDraft>(() => (item ? draftOf(item, item.categoryId) : newDraft(usual)));
  const [when, setWhen] = useState(now);
  const [id] = useState(() => item?.id ?? newId());
  const { value } = useRead<{ items: Draft[] }>(
    client.session.may("menu.manage") ? "/api/menu-drafts?limit=500" : null,
  );
  const drafts = (value?.items ?? []).filter(({ status }) => status === "draft");
  const intentOf = (fields: ItemFields) => {
    if (when === now) return item ? changeItem(item, fields) : addItem({ ...fields, id });
    const known = drafts.find((each) => each.id === when) ?? null;
    const change = { entity: "menu-item", action: item ? "change" : "create", id, fields } as const;
    return putInDraft(known, draft.name, change);
  };
  const save = (): void => {
    const fields = touched(draft, item);
    if (Object.keys(fields).length === 0) return onClose();
    void submit.run(intentOf(fields), () => {
      notices.say(when === now ? `${draft.name} is changed everywhere` : `${draft.name} waits in its draft`, {
        icon: "check",
      });
      onClose();
    });
  };
  return { draft, set, when, setWhen, drafts, save, ...submit };
}

/** One item: what is left of it first, because that is what changes in a hurry. */
export function ItemEditor(props: EditorProps) {
  const { item, mayEdit, onClose } = props;
  const { client } = usePos();
  const editor = useEditor(props);
  const current = item ? (client.store.items.get(item.id) ?? item) : null;
  return (
    <Sheet
      open
      place="end"
      title={item?.name ?? "New item"}
      onClose={onClose}
      actions={
        mayEdit ? (
          <>
            <Button size="l" onClick={onClose}>
              Cancel
            </Button>
            <Button
              size="l"
              kind="primary"
              icon="check"
              busy={editor.isBusy}
              disabled={!isComplete(editor.draft)}
              onClick={editor.save}
            >
              Save
            </Button>
          </>
        ) : undefined
      }
    >
      <div class="pos-menu-editor">
        <Refused problem={unplaced(editor.problem, isPlaced)} />
        {current && <StockFieldset item={current} />}
        {mayEdit && (
          <>
            <ItemFieldset draft={editor.draft} set={editor.set} item={current} problem={editor.problem} />
            <When drafts={editor.drafts} value={editor.when} onSelect={editor.setWhen} />
            {item && (
              <RemoveRecord what={item.name} path={`/api/menu-items/${item.id}`} onRemoved={onClose} />
            )}
          </>
        )}
      </div>
    </Sheet>
  );
}
