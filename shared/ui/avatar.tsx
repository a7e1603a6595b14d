import "./avatar.css";

export interface AvatarProps {
  /** Two letters or so: "W3". */
  initials: string;
  /** Said by a screen reader: "Waiter 3". */
  name: string;
  size?: "s" | "m" | "l";
}

/** Who is signed in. */
export function Avatar({ initials, name, size = "m" }: AvatarProps) {
  return (
    <span class="ui-avatar" data-size={size} role="img" aria-label={name} title={name}>
      {initials}
    </span>
  );
}
