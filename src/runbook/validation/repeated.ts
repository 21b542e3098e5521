/** Finds what stands in a list a second time. */

export function repeated<T>(values: readonly T[]): { readonly value: T; readonly index: number }[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [{ value, index }] : []));
}
