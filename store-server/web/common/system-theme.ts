import { setTheme } from "@tillbox/shared/ui/theme.ts";

/** Day or night as the device says, also when it changes its mind. */
export const followSystemTheme = (): void => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = (): void => setTheme(dark.matches ? "dark" : "light");
  dark.addEventListener("change", apply);
  apply();
};
