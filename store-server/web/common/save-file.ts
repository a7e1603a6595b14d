/** Hands a table to the person as a file. The mark in front tells spreadsheets that it is UTF-8. */
export const saveTable = (name: string, text: string): void => {
  const link = document.createElement("a");
  const content = text.startsWith("\uFEFF") ? text : `\uFEFF${text}`;
  link.href = URL.createObjectURL(new Blob([content], { type: "text/csv" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
};
