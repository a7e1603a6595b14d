import "./dialog.css";
import "./state-views.css";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";
import { words } from "./words.ts";

export interface ErrorStateProps {
  /** The cause: "Kitchen printer is out of paper." */
  cause: string;
  /** The next step: "Load paper and press Resume." */
  nextStep: string;
  retryLabel?: string;
  busy?: boolean;
  onRetry?: () => void;
}

/** What went wrong, and what the person does next. */
export function ErrorState({ cause, nextStep, retryLabel, busy = false, onRetry }: ErrorStateProps) {
  return (
    <section class="ui-state" role="alert">
      <span class="ui-mark" data-tone="bad">
        <Icon name="alert" size={30} />
      </span>
      <h2>{cause}</h2>
      <p>{nextStep}</p>
      {onRetry && (
        <Button icon="retry" busy={busy} onClick={onRetry}>
          {retryLabel ?? words.value.retry}
        </Button>
      )}
    </section>
  );
}
