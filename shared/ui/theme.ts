import "@fontsource-variable/figtree";
import "./tokens.css";
import "./base.css";

/* Import this file first in every page: it lays the tokens, the base layer and the bundled font under the
   components, so that the order of the style sheets never depends on which component a page happens to use. */

export type Theme = "light" | "dark";

/** Sets the theme of the whole page; a part of a page takes another one with a `data-theme` attribute. */
export function setTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
}
