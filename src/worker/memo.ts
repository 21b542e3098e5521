/** What is made once for each key, and for as long as whoever asks. */

/** `keyOf`: what counts as the same; by default it is the key itself. */
export function memo<Of extends string, Made>(make: (of: Of) => Made): (of: Of) => Made;
export function memo<Of, Made>(make: (of: Of) => Made, keyOf: (of: Of) => string): (of: Of) => Made;
export function memo<Of, Made>(make: (of: Of) => Made, keyOf: (of: Of) => string = String): (of: Of) => Made {
  const made = new Map<string, Made>();
  return (of) => {
    const key = keyOf(of);
    const known = made.get(key) ?? make(of);
    made.set(key, known);
    return known;
  };
}
