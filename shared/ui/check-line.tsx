import "./check-line.css";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-nodes.ts";
import type { Tone } from "./tone.ts";
import { words } from "./words.ts";

export interface CheckModifier {
  text: string;
  /** What the kitchen must do otherwise (plum); without it a plain option. */
  strong?: boolean;
}

export interface CheckLineProps {
  /** Already formatted: "2", "0.35 kg". */
  quantity: string;
  name: string;
  /** "seats 1, 2". */
  seat?: string;
  modifiers?: readonly CheckModifier[];
  note?: string;
  /** Already formatted, without the currency sign. */
  amount: string;
  /** What a discount took off: "−2.00 happy hour". */
  discount?: string;
  /** `unsent`: only on this device's list; `sent`: the kitchen has it; `pending`: the box has not confirmed it yet. */
  state?: "unsent" | "sent" | "pending" | "voided";
  /** Kept back from the kitchen, apart from its course. */
  held?: boolean;
  selected?: boolean;
  onSelect?: () => void;
}

function LineText({ name, seat, modifiers = [], note, discount, held, state }: CheckLineProps) {
  return (
    <span class="ui-check-line-text">
      <bdi class="ui-check-line-name">{name}</bdi>
      {seat && (
        <span class="ui-check-line-seat">
          <bdi>{seat}</bdi>
        </span>
      )}
      {state === "voided" && (
        <span class="ui-check-line-void">
          <bdi>{words.value.voided}</bdi>
        </span>
      )}
      {held && (
        <span class="ui-check-line-held">
          <Icon name="pause" size={14} /> <bdi>{words.value.held}</bdi>
        </span>
      )}
      {modifiers.length > 0 && (
        <span class="ui-check-line-more">
          {modifiers.map((modifier, index) => (
            <span key={modifier.text}>
              {index > 0 && " · "}
              <bdi>{modifier.strong ? <b>{modifier.text}</b> : modifier.text}</bdi>
            </span>
          ))}
        </span>
      )}
      {note && (
        <span class="ui-check-line-more ui-check-line-note">
          <Icon name="note" size={15} /> <bdi>{note}</bdi>
        </span>
      )}
      {discount && (
        <span class="ui-check-line-more ui-check-line-discount">
          <bdi>{discount}</bdi>
        </span>
      )}
    </span>
  );
}

/** One line of a check. With `onSelect` it is a button that opens what can be done with it. */
export function CheckLine(props: CheckLineProps) {
  const content = (
    <>
      <span class="ui-check-line-quantity">
        <bdi>{props.quantity}</bdi>
      </span>
      <LineText {...props} />
      <span class="ui-check-line-amount">
        {props.state === "pending" && <Icon name="clock" size={15} label={words.value.unsent} />}
        <bdi>{props.amount}</bdi>
      </span>
    </>
  );
  if (!props.onSelect) {
    return (
      <div class="ui-check-line" data-state={props.state ?? "unsent"}>
        {content}
      </div>
    );
  }
  return (
    <button
      type="button"
      class="ui-check-line"
      data-state={props.state ?? "unsent"}
      aria-pressed={props.selected ?? false}
      onClick={props.onSelect}
    >
      {content}
    </button>
  );
}

export interface CheckCourseProps {
  name: string;
  /** Where the course is: "in the kitchen · 9 min". */
  status?: { text: string; icon?: IconName; tone?: Tone };
  /** Keeps a course back that was not sent yet. */
  hold?: { label: string; onHold: () => void };
  /** A course that waits shows a Fire button with this text. */
  fire?: { label: string; onFire: () => void };
  children?: ComponentChildren;
}

/** A course of the check with its state, and its lines below it. */
export function CheckCourse({ name, status, hold, fire, children }: CheckCourseProps) {
  return (
    <section class="ui-check-course">
      <header>
        <h3>{name}</h3>
        {status && (
          <span class="ui-check-course-status" data-tone={status.tone ?? "plain"}>
            {status.icon && <Icon name={status.icon} size={16} />}
            <bdi>{status.text}</bdi>
          </span>
        )}
        {hold && (
          <button type="button" class="ui-check-hold" onClick={hold.onHold}>
            <span>
              <Icon name="pause" size={17} />
              {hold.label}
            </span>
          </button>
        )}
        {fire && (
          <button type="button" class="ui-check-fire" onClick={fire.onFire}>
            <span>
              <Icon name="fire" size={17} />
              {fire.label}
            </span>
          </button>
        )}
      </header>
      {children}
    </section>
  );
}
