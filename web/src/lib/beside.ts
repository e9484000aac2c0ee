// Two codings or more of one deed, field by field, as words that can be laid side by side.

import type { Beside, Claim } from './answers.ts'
import { spanText } from './days.ts'
import { typeName } from './record.svelte.ts'
import { modeName, toll } from './words.ts'

type Spans = readonly { text: string; name?: string }[] | undefined

const named = (spans: Spans): string => (spans ?? []).map((one) => (one.name && one.name !== one.text ? `${one.text} (${one.name})` : one.text)).join(', ')

interface FieldOf {
  field: string // as a verdict takes it; "" for what coders are not compared by
  label: string
  told: (claim: Claim) => string
}

const FIELDS: readonly FieldOf[] = [
  { field: 'type', label: 'Type', told: (claim) => typeName(claim.type) },
  { field: 'mode', label: 'Mode', told: (claim) => modeName(claim.mode ?? '') },
  { field: 'status', label: 'Status', told: (claim) => claim.status },
  { field: 'hedged', label: 'Hedged', told: (claim) => (claim.hedged ? 'yes' : 'no') },
  { field: '', label: 'What happened', told: (claim) => claim.trigger.text },
  { field: 'actor', label: 'Actor', told: (claim) => named(claim.actor) },
  { field: 'recipient', label: 'Recipient', told: (claim) => named(claim.recipient) },
  { field: 'place', label: 'Place', told: (claim) => [named(claim.place), claim.where?.name && claim.where.name !== named(claim.place) ? `on the map: ${claim.where.name}` : ''].filter(Boolean).join('; ') },
  { field: 'day', label: 'Day', told: (claim) => [claim.when ? spanText(claim.when.from ?? null, claim.when.to ?? null) : '', claim.time?.length ? `“${named(claim.time)}”` : ''].filter(Boolean).join(' ') },
  { field: 'counts', label: 'Counts', told: (claim) => (claim.number ?? []).map((one) => `${toll(one.low ?? null, one.high ?? null, one.what) || one.what} (“${one.text}”)`).join(', ') },
  { field: '', label: 'Instrument', told: (claim) => named(claim.instrument) },
  { field: 'source', label: 'Says who', told: (claim) => named(claim.source) },
]

/** Fields that show another one of their name: deaths are one of the counts. */
const SHOWN_BY: Record<string, string> = { killed: 'counts', kind: 'type' }

export interface Row {
  field: string
  label: string
  differs: boolean
  cells: readonly (string | null)[] // by coder; null where he drew no such claim, "" where it is empty
  standing: string | null
}

/** The rows of a deed; what is empty everywhere is left out. */
export function rowsOf(item: Beside): Row[] {
  const differs = new Set(item.differs.map((one) => SHOWN_BY[one] ?? one))
  const rows = FIELDS.map(({ field, label, told }) => ({
    field,
    label,
    differs: field !== '' && differs.has(field),
    cells: item.readers.map((coder) => (item.claims[coder] ? told(item.claims[coder]) : null)),
    standing: item.standing ? told(item.standing) : null,
  }))
  return rows.filter((row) => row.differs || row.standing || row.cells.some(Boolean))
}

/** What an editor marked as a verdict: the coder who is marked most, and what is another's. */
export function asMarked(item: Beside, marked: Record<string, string>): { choose: string; take: Record<string, string> } {
  const order = item.readers.filter((coder) => item.claims[coder])
  const votes = (coder: string): number => Object.values(marked).filter((one) => one === coder).length
  const choose = [...order].sort((a, b) => votes(b) - votes(a) || order.indexOf(a) - order.indexOf(b))[0] ?? ''
  return { choose, take: Object.fromEntries(Object.entries(marked).filter(([, coder]) => coder !== choose)) }
}

/** What was settled, in words. */
export function settledAs(item: Beside): string {
  if (item.is_own) return 'a claim of the editor’s own'
  return item.verdict ? `as ${item.verdict} has it` : 'there is no such claim'
}
