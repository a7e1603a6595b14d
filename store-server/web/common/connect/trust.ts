/** Whether this device trusts the box yet: it tries the encrypted port again and again, so that the page goes on by itself. */
import { useEffect, useState } from "preact/hooks";

/** encrypted: this page itself came that way. */
export type Trust = "encrypted" | "trying" | "trusted" | "untrusted";

const again_ms = 3000;

const isReached = async (origin: string): Promise<boolean> => {
  try {
    // The answer may not be read from here; that there is one is all that counts.
    await fetch(`${origin}/health`, {
      mode: "no-cors",
      cache: "no-store",
      signal: AbortSignal.timeout(4000),
    });
    return true;
  } catch {
    return false;
  }
};

export const useTrust = (origin: string | null): Trust => {
  const isEncrypted = location.protocol === "https:";
  const [trust, setTrust] = useState<Trust>(isEncrypted ? "encrypted" : "trying");
  useEffect(() => {
    if (isEncrypted || origin === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const look = async (): Promise<void> => {
      const reached = document.hidden ? null : await isReached(origin);
      if (isOver) return;
      if (reached !== null) setTrust(reached ? "trusted" : "untrusted");
      if (reached !== true) timer = setTimeout(() => void look(), again_ms);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [origin, isEncrypted]);
  return trust;
};
