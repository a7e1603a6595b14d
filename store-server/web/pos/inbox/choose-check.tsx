import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { useRef } from "preact/hooks";

export type CheckChoice = { id: string; title: string; detail: string; end?: string };

type Props = {
  label: string;
  choices: readonly CheckChoice[];
  value: string | null;
  onSelect(id: string): void;
};

/** One check of a few; the arrow keys move the choice. */
export function ChooseCheck({ label, choices, value, onSelect }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const step = (by: number): void => {
    const at = choices.findIndex(({ id }) => id === value);
    const next = (at + by + choices.length) % choices.length;
    const choice = choices[next];
    if (!choice) return;
    onSelect(choice.id);
    box.current?.querySelectorAll("button")[next]?.focus();
  };
  const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
  return (
    <section>
      <SectionLabel>{label}</SectionLabel>
      <div
        ref={box}
        role="radiogroup"
        aria-label={label}
        class="pos-look-choices"
        onKeyDown={(event) => {
          const by = moves[event.key];
          if (by === undefined) return;
          event.preventDefault();
          step(by);
        }}
      >
        {choices.map(({ id, title, detail, end }) => (
          <button
            key={id}
            type="button"
            role="radio"
            class="pos-pick-name"
            aria-checked={id === value}
            tabIndex={id === value ? 0 : -1}
            onClick={() => onSelect(id)}
          >
            <ListRow
              start={<Icon name={id === value ? "check" : "circle"} size={22} />}
              title={title}
              detail={detail}
              {...(end === undefined ? {} : { end })}
            />
          </button>
        ))}
      </div>
    </section>
  );
}
