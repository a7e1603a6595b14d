import "./banner.css";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";
import { IconButton } from "./icon-button.tsx";
import type { IconName } from "./icon-nodes.ts";
import type { Tone } from "./tone.ts";
import { words } from "./words.ts";

export interface BannerProps {
  /** Cause and next step in one or two sentences. */
  children: ComponentChildren;
  tone?: Tone;
  icon?: IconName;
  /** A `Button`. */
  action?: ComponentChildren;
  onClose?: () => void;
}

const icons: Readonly<Record<Tone, IconName>> = {
  plain: "info",
  good: "check",
  new: "info",
  attention: "alert",
  printed: "info",
  bad: "alert",
};

/** Something of the whole screen that lasts: a printer is down, this is a demo. */
export function Banner({ children, tone = "plain", icon, action, onClose }: BannerProps) {
  return (
    <div class="ui-banner" data-tone={tone} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={icon ?? icons[tone]} size={22} />
      <div class="ui-banner-text">
        <bdi>{children}</bdi>
      </div>
      {action}
      {onClose && <IconButton icon="close" label={words.value.close} onClick={onClose} />}
    </div>
  );
}
