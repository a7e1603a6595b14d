import { Button } from "@tillbox/shared/ui/button.tsx";
import { useRef } from "preact/hooks";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { keepPicture } from "./menu-intents.ts";

/** The box takes less than a megabyte, and a photograph is larger; it checks and writes anew whatever comes. */
const longest = 1280;

const baseOf = async (file: File): Promise<string> => {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.85).split(",")[1] ?? "";
};

type PictureFieldProps = { image: string | null; onChange(image: string | null): void };

/** The picture of an item: taken with the tablet or chosen from its files. */
export function PictureField({ image, onChange }: PictureFieldProps) {
  const { ask, isBusy, problem } = useSubmit();
  const input = useRef<HTMLInputElement>(null);
  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const data = await baseOf(file).catch(() => "bm8=");
    void ask<{ image: string }>(keepPicture(data), (kept) => onChange(kept.image));
  };
  return (
    <div class="pos-menu-picture">
      {image === null ? <div class="pos-menu-no-picture">No picture</div> : <img src={image} alt="" />}
      <input
        ref={input}
        type="file"
        accept="image/*"
        class="visually-hidden"
        tabIndex={-1}
        aria-label="Picture file"
        onChange={(event) => void choose(event.currentTarget.files?.[0])}
      />
      <div class="pos-menu-picture-actions">
        <Button busy={isBusy} onClick={() => input.current?.click()}>
          {image === null ? "Add a picture" : "Another picture"}
        </Button>
        {image !== null && (
          <Button kind="quiet" onClick={() => onChange(null)}>
            Take it off
          </Button>
        )}
        <Refused problem={problem} />
      </div>
    </div>
  );
}
