import "./sign-in-frame.css";
import type { ComponentChildren } from "preact";

export interface SignInFrameProps {
  /** Which store this is. */
  store: string;
  /** "Friday 20 November". */
  day: string;
  /** "19:58". */
  time: string;
  /** At the foot of the dark side: the connection pill, the device's name. */
  foot?: ComponentChildren;
  /** The PIN pad or a form. */
  children: ComponentChildren;
}

/** The first thing a shift sees: the store and the hour on ink, the PIN pad on paper. */
export function SignInFrame({ store, day, time, foot, children }: SignInFrameProps) {
  return (
    <div class="ui-sign-in">
      <aside>
        <div class="ui-sign-in-mark">
          <span aria-hidden="true">tb</span>
          <b>tillbox</b>
        </div>
        <div class="ui-sign-in-now">
          <p class="ui-sign-in-time ltr">{time}</p>
          <p>{day}</p>
          <h1>{store}</h1>
        </div>
        {foot && <div class="ui-sign-in-foot">{foot}</div>}
      </aside>
      <main>{children}</main>
    </div>
  );
}
