import "./progress.css";
import { Button } from "./button.tsx";
import { words } from "./words.ts";

export interface ProgressProps {
  /** What is being done: "Loading the menu". */
  label: string;
  /** From 0 to 1; without it the end is not known. */
  share?: number;
  /** "12 of 40". */
  detail?: string;
  /** Only the bar, where the words stand beside it already. */
  quiet?: boolean;
  onCancel?: () => void;
}

/** How far it is, and a way out. */
export function Progress({ label, share, detail, quiet = false, onCancel }: ProgressProps) {
  const percent = share === undefined ? undefined : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div class="ui-progress">
      {!quiet && (
        <div class="ui-progress-text">
          <span>{label}</span>
          <span>{detail ?? (percent === undefined ? "" : `${percent} %`)}</span>
        </div>
      )}
      <div
        class="ui-progress-bar"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        data-unknown={percent === undefined || undefined}
      >
        <i style={percent === undefined ? undefined : { width: `${percent}%` }} />
      </div>
      {onCancel && (
        <Button kind="quiet" onClick={onCancel}>
          {words.value.cancel}
        </Button>
      )}
    </div>
  );
}
