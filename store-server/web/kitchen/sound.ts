/** Two short tones, made here so that nothing has to be loaded. Off until somebody turns them on, which is also the tap that browsers ask for. */
import { effect } from "@preact/signals";
import { ageOfTicket } from "./ageing.ts";
import type { Kitchen } from "./kitchen.ts";

let audio: AudioContext | undefined;

const tone = (frequency_hz: number, after_s: number, length_s: number): void => {
  audio ??= new AudioContext();
  if (audio.state === "suspended") void audio.resume();
  const start = audio.currentTime + after_s;
  const oscillator = new OscillatorNode(audio, { frequency: frequency_hz });
  const loudness = new GainNode(audio, { gain: 0 });
  loudness.gain.linearRampToValueAtTime(0.35, start + 0.015);
  loudness.gain.exponentialRampToValueAtTime(0.001, start + length_s);
  oscillator.connect(loudness).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + length_s);
};

export const playNew = (): void => {
  tone(784, 0, 0.22);
  tone(1047, 0.14, 0.34);
};
const playLate = (): void => tone(330, 0, 0.5);

/** Sounds for what comes up while the screen is on, not for what was there when it was opened. */
export const followSounds = ({ client, tickets, threshold, hasSound, readiness }: Kitchen): void => {
  let known: ReadonlySet<string> | null = null;
  let late: ReadonlySet<string> = new Set();
  effect(() => {
    if (readiness.value.step !== "ready") return;
    const now = client.clock.now.value;
    const keys = tickets.value.map(({ key }) => key);
    const lateNow = tickets.value
      .filter((ticket) => ageOfTicket(ticket, now, threshold.value) === "late")
      .map(({ key }) => key);
    if (known !== null && hasSound.value) {
      const before = known;
      if (keys.some((key) => !before.has(key))) playNew();
      else if (lateNow.some((key) => !late.has(key))) playLate();
    }
    known = new Set(keys);
    late = new Set(lateNow);
  });
};
