import "./ticket.css";
import { Icon } from "./icon.tsx";
import { Spinner } from "./spinner.tsx";
import { words } from "./words.ts";

export interface TicketLine {
  id: string;
  /** Already formatted: "2". */
  quantity: string;
  name: string;
  modifiers?: readonly string[];
  /** Red block, never among the modifiers: "sesame". */
  allergies?: readonly string[];
  note?: string;
  /** `new`: changed since the ticket was last looked at; `void`: struck through until it was seen. */
  mark?: "new" | "void";
  done?: boolean;
}

export interface TicketProps {
  /** "T12", "#81". */
  title: string;
  /** "Starters", "Takeaway". */
  subtitle?: string;
  /** Already formatted: "08:55". */
  elapsed: string;
  /** The header's colour: just come (blue), in time (green), soon late (amber), late (red). */
  age: "new" | "fine" | "attention" | "late";
  lines: readonly TicketLine[];
  /** An allergy of the whole table. */
  allergies?: readonly string[];
  note?: string;
  /** Where it was before the guests moved: "was Table 4". */
  from?: string;
  /** What will come and is not to be cooked yet. */
  later?: readonly string[];
  /** Who serves it. */
  server?: string;
  /** The key of the bump bar. */
  keyHint?: string;
  bumpLabel?: string;
  busy?: boolean;
  selected?: boolean;
  /** Without it there is nothing to be done yet: everything is held. */
  onBump?: () => void;
  /** With it each line is a button that marks it done, or a void as seen. */
  onLine?: (lineId: string) => void;
}

function Allergies({ names }: { names: readonly string[] }) {
  return (
    <span class="ui-ticket-allergy">
      <Icon name="alert" size={18} />
      <span>
        <b>{words.value.allergy}:</b> <bdi>{names.join(", ")}</bdi>
      </span>
    </span>
  );
}

function LineContent({ line }: { line: TicketLine }) {
  return (
    <>
      <span class="ui-ticket-quantity">{line.quantity}</span>
      <span class="ui-ticket-text">
        <span class="ui-ticket-name">
          <bdi>{line.name}</bdi>
          {line.mark === "new" && <span class="ui-ticket-mark">{words.value.newMark}</span>}
          {line.mark === "void" && <span class="ui-ticket-mark">{words.value.voided}</span>}
        </span>
        {line.modifiers?.map((modifier) => (
          <span key={modifier} class="ui-ticket-modifier">
            <bdi>{modifier}</bdi>
          </span>
        ))}
        {line.note && (
          <span class="ui-ticket-note">
            <bdi>“{line.note}”</bdi>
          </span>
        )}
        {line.allergies && line.allergies.length > 0 && <Allergies names={line.allergies} />}
      </span>
      {line.done && <Icon name="check" size={24} class="ui-ticket-done" />}
    </>
  );
}

function Line({ line, onLine }: { line: TicketLine; onLine?: ((lineId: string) => void) | undefined }) {
  const shared = { class: "ui-ticket-line", "data-mark": line.mark, "data-done": line.done || undefined };
  if (!onLine) {
    return (
      <div {...shared}>
        <LineContent line={line} />
      </div>
    );
  }
  return (
    <button type="button" {...shared} aria-pressed={line.done ?? false} onClick={() => onLine(line.id)}>
      <LineContent line={line} />
    </button>
  );
}

/** A kitchen ticket, readable from two metres; its header takes the colour of its age. */
export function Ticket(props: TicketProps) {
  const { title, subtitle, elapsed, age, lines, allergies = [], note, keyHint, busy = false } = props;
  return (
    <article class="ui-ticket" data-age={age} data-selected={props.selected || undefined} aria-label={title}>
      <header>
        <b>{title}</b>
        <span class="ui-ticket-subtitle">
          {age === "late" && <Icon name="alarm" size={19} label={words.value.late} />}
          {subtitle}
        </span>
        <time class="ltr">{elapsed}</time>
      </header>
      {(props.server || note || props.from) && (
        <div class="ui-ticket-info">
          {props.from && (
            <b class="ui-ticket-from">
              <Icon name="move" size={17} /> {props.from}
            </b>
          )}
          {props.server && <span>{props.server}</span>}
          {note && <b>{note}</b>}
        </div>
      )}
      {allergies.length > 0 && (
        <div class="ui-ticket-table-allergy">
          <Allergies names={allergies} />
        </div>
      )}
      {lines.map((line) => (
        <Line key={line.id} line={line} onLine={props.onLine} />
      ))}
      {props.later && props.later.length > 0 && (
        <p class="ui-ticket-later">
          <Icon name="pause" size={16} /> <bdi>{props.later.join(" · ")}</bdi>
        </p>
      )}
      {props.onBump && (
        <button
          type="button"
          class="ui-ticket-bump"
          aria-busy={busy || undefined}
          onClick={() => !busy && props.onBump?.()}
        >
          {busy ? <Spinner size={22} /> : <Icon name="check" size={22} />}
          {props.bumpLabel ?? words.value.bump}
          {keyHint && <kbd>{keyHint}</kbd>}
        </button>
      )}
    </article>
  );
}
