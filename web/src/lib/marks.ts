// A report's text cut at the borders of its claims: each piece knows which roles of which claims
// it carries, so that overlapping mentions stay readable.

import type { ClaimView } from './answers.ts'

export const ROLES = ['actor', 'recipient', 'place', 'time', 'number', 'instrument', 'source'] as const
export type Role = (typeof ROLES)[number]

/** What stands beside a marked word, so that a role is not told by colour alone. */
export const LETTER: Record<Role, string> = {
  actor: 'A',
  recipient: 'R',
  place: 'P',
  time: 'T',
  number: 'N',
  instrument: 'I',
  source: 'S',
}

export interface Mark {
  claim: string
  role: Role | 'trigger' | 'evidence'
  start: number
  end: number
}

export interface Piece {
  start: number
  text: string
  marks: Mark[]
}

export function marksOf(view: ClaimView): Mark[] {
  const { claim } = view
  const found: Mark[] = [
    { claim: claim.id, role: 'evidence', start: claim.evidence.start, end: claim.evidence.end },
    { claim: claim.id, role: 'trigger', start: claim.trigger.start, end: claim.trigger.end },
  ]
  for (const role of ROLES) {
    for (const span of claim[role] ?? []) found.push({ claim: claim.id, role, start: span.start, end: span.end })
  }
  return found
}

/** Code points, not UTF-16 units: offsets of the record count code points. */
export class Text {
  readonly points: string[]
  constructor(text: string) {
    this.points = Array.from(text)
  }
  slice(start: number, end: number): string {
    return this.points.slice(start, end).join('')
  }
  get length(): number {
    return this.points.length
  }
}

/** Cut [start, end) at every border of a mark. */
export function pieces(text: Text, start: number, end: number, marks: Mark[]): Piece[] {
  const inside = marks.filter((mark) => mark.start < end && mark.end > start && mark.end > mark.start)
  const borders = new Set([start, end])
  for (const mark of inside) {
    borders.add(Math.max(start, mark.start))
    borders.add(Math.min(end, mark.end))
  }
  const at = [...borders].sort((a, b) => a - b)
  return at.slice(0, -1).map((from, i) => {
    const to = at[i + 1] as number
    return { start: from, text: text.slice(from, to), marks: inside.filter((mark) => mark.start <= from && mark.end >= to) }
  })
}

/** Stretches between blank lines, in code points: how a text without blocks is set. */
export function paragraphs(text: string): number[][] {
  let at = 0
  return text.split(/(\n{2,})/).flatMap((part) => {
    const from = at
    at += Array.from(part).length
    return part.trim() ? [[from, at]] : []
  })
}
