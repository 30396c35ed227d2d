/**
 * The shortest piece whose repetition, the last time perhaps not to the end, makes `text`; `text`
 * itself when it stands in it less than twice.
 */
export function shortestUnit(text: string): string {
  const letters = [...text];
  // Length of the longest beginning that also ends the part read so far (Knuth, Morris, Pratt).
  const borders = [0];
  for (let at = 1; at < letters.length; at += 1) {
    let border = borders[at - 1] ?? 0;
    while (border > 0 && letters[at] !== letters[border]) border = borders[border - 1] ?? 0;
    borders.push(letters[at] === letters[border] ? border + 1 : 0);
  }
  const unitLength = letters.length - (borders.at(-1) ?? 0);
  return unitLength * 2 <= letters.length ? letters.slice(0, unitLength).join('') : text;
}
