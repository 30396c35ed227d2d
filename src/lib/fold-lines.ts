const MOST_OCTETS = 75;

/** Bytes of a character in UTF-8. */
function octetsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

function foldLine(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > MOST_OCTETS) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}

/** Folds the lines of an iCalendar at 75 octets, between characters (RFC 5545, section 3.1). */
export const foldLines = (unfolded: string): string =>
  unfolded.split('\r\n').map(foldLine).join('\r\n');
