// Words of a text with their offsets in code points: what a person can point at.

export interface Word {
  start: number
  end: number
}

const WORD = /[\p{L}\p{N}]+(?:[’'.,-][\p{L}\p{N}]+)*/gu

/** Words of a text that begins at `offset` of the document. */
export function wordsOf(text: string, offset = 0): Word[] {
  const found: Word[] = []
  let unit = 0
  let point = 0
  const to = (end: number): number => {
    while (unit < end) {
      unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1
      point += 1
    }
    return point
  }
  for (const match of text.matchAll(WORD)) {
    const start = to(match.index)
    found.push({ start: offset + start, end: offset + to(match.index + match[0].length) })
  }
  return found
}
