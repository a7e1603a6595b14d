/* What the browser test asks of a page. Each function is sent into the page as text, so it holds all that it needs. */

/** Every text that is seen and stands under 4.5:1 on the ground that is really behind it, with its ratio. */
export function paleTexts(): string[] {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (colour: string, under: string): number[] => {
    if (!context) return [];
    context.fillStyle = under;
    context.fillRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const css = (rgb: number[]) => `rgb(${rgb.join(" ")})`;
  const luminance = (rgb: number[]) => {
    const [r = 0, g = 0, b = 0] = rgb.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element: Element): string => {
    const chain: string[] = [];
    for (let at: Element | null = element; at; at = at.parentElement)
      chain.push(getComputedStyle(at).backgroundColor);
    return chain.reduceRight((under, colour) => css(paint(colour, under)), "#fff");
  };
  const found: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement>("body *:not(svg *, option, script)")) {
    const text = [...element.childNodes]
      .map((node) => (node.nodeType === 3 ? (node.textContent ?? "").trim() : ""))
      .join("");
    if (!text || element.closest(".visually-hidden") || !element.checkVisibility()) continue;
    const ground = groundOf(element);
    const [a, b] = [
      luminance(paint(getComputedStyle(element).color, ground)),
      luminance(paint(ground, "#fff")),
    ];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.push(`${text.slice(0, 40)} (${element.className}): ${ratio.toFixed(2)}`);
  }
  return found;
}

/** What a finger is meant for and is smaller than 48 px, with its size. */
export function smallTargets(): string[] {
  const meant = 'button, a[href], select, [role="button"], .ui-field-box';
  return [...document.querySelectorAll(meant)].flatMap((element) => {
    const { width, height } = element.getBoundingClientRect();
    if (width === 0 || (width >= 47.9 && height >= 47.9)) return [];
    const name = element.getAttribute("aria-label") ?? element.textContent?.slice(0, 30);
    return [`${name} (${element.getAttribute("class")}): ${width.toFixed(1)} × ${height.toFixed(1)}`];
  });
}
