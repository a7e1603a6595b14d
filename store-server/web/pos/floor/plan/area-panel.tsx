import type { Area } from "@tillbox/shared/contract/floor.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { useEffect, useState } from "preact/hooks";
import { usePos } from "../../pos.ts";
import { Refused } from "../../refusal.tsx";
import { useSubmit } from "../../use-submit.ts";
import { addArea, changeArea, removeArea } from "./plan-intents.ts";

type Props = { area: Area | undefined; isEmpty: boolean; onChoose(id: string): void };

/** The area that is shown: its name, one more, or away with it. */
export function AreaPanel({ area, isEmpty, onChoose }: Props) {
  const { client } = usePos();
  const { ask, run, isBusy, problem } = useSubmit();
  const [name, setName] = useState(area?.name ?? "");
  useEffect(() => setName(area?.name ?? ""), [area?.id, area?.name]);
  const wanted = name.trim();
  const isNews = wanted !== "" && wanted !== area?.name;
  const put = (answer: unknown): void => client.store.applyChange("area", answer, false);
  const add = (): void => {
    const id = newId();
    const sort = client.store.areas.all.value.size * 10 + 10;
    void ask(addArea({ id, name: wanted, sort }), (answer) => {
      put(answer);
      onChoose(id);
    });
  };
  return (
    <Card label="Area">
      <div class="pos-stack pos-plan-fields">
        <TextField label="Name" maxLength={60} value={name} onInput={setName} />
        <div class="pos-party-actions">
          {area && (
            <Button
              disabled={!isNews}
              busy={isBusy}
              onClick={() => void ask(changeArea(area, { name: wanted }), put)}
            >
              Rename
            </Button>
          )}
          <Button icon="plus" disabled={!isNews} busy={isBusy} onClick={add}>
            Add as new area
          </Button>
          {area && isEmpty && (
            <Button
              kind="danger"
              icon="trash"
              busy={isBusy}
              onClick={() =>
                void run(removeArea(area), () => client.store.areas.remove(area.id, Number.MAX_SAFE_INTEGER))
              }
            >
              Remove area
            </Button>
          )}
        </div>
        <Refused problem={problem} />
        <p class="pos-estimate">Choose a table to change it. Drag it, or walk it with the arrow keys.</p>
      </div>
    </Card>
  );
}
