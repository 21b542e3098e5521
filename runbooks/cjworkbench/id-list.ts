/** Names with commas between them, as a variable or a flag has them. Pure. */
export const idsOf = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
