// A claim while a person edits it, and what of it changed: the value of a decision "edit" or "add".

import type { Claim } from './answers.ts'
import { ROLES, type Mark, type Role } from './marks.ts'

export interface Part {
  start: number
  end: number
  text: string
  [more: string]: unknown
}

export interface Draft {
  type: string
  mode: string
  status: string
  hedged: boolean
  trigger: Part | null
  roles: Record<Role, Part[]>
  from: string
  to: string
  precision: string
  basis: string
  where: string // GeoNames id, "lat,lon", or "" where nothing was chosen anew
  whereName: string
}

export const STATUSES = ['asserted', 'negated', 'future', 'hypothetical'] as const
export const PRECISIONS = ['day', 'week', 'month', 'season', 'year', 'decade', 'span'] as const
export const COUNTED = ['killed', 'wounded', 'displaced', 'detained', 'abducted', 'protesters', 'troops', 'other'] as const

/** Which letter puts the selected words in which role. */
export const ROLE_KEY: Record<string, Role | 'trigger'> = {
  w: 'trigger',
  a: 'actor',
  r: 'recipient',
  p: 'place',
  t: 'time',
  n: 'number',
  i: 'instrument',
  s: 'source',
}

export function draftOf(claim: Claim | null, type = ''): Draft {
  const roles = Object.fromEntries(ROLES.map((role) => [role, (claim?.[role] ?? []).map((one) => ({ ...one }))])) as unknown as Record<Role, Part[]>
  return {
    type: claim?.type ?? type,
    mode: claim?.mode ?? '',
    status: claim?.status ?? 'asserted',
    hedged: claim?.hedged ?? false,
    trigger: claim ? { ...claim.trigger } : null,
    roles,
    from: claim?.when?.from ?? '',
    to: claim?.when?.to ?? '',
    precision: claim?.when?.precision ?? 'day',
    basis: claim?.when?.basis ?? 'stated',
    where: '',
    whereName: claim?.where?.name ?? '',
  }
}

export function marksOfDraft(draft: Draft, evidence: { start: number; end: number } | null): Mark[] {
  const found: Mark[] = []
  if (evidence) found.push({ claim: '', role: 'evidence', start: evidence.start, end: evidence.end })
  if (draft.trigger) found.push({ claim: '', role: 'trigger', start: draft.trigger.start, end: draft.trigger.end })
  for (const role of ROLES) for (const part of draft.roles[role]) found.push({ claim: '', role, start: part.start, end: part.end })
  return found
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What differs from the claim, as `decisions` takes it; for a new claim, all that was said. */
export function changesOf(draft: Draft, claim: Claim | null): Record<string, unknown> {
  const before = draftOf(claim)
  const value: Record<string, unknown> = {}
  for (const field of ['type', 'mode', 'status', 'hedged'] as const) {
    if (draft[field] !== before[field] || (!claim && field === 'type')) value[field] = draft[field]
  }
  for (const role of ROLES) if (!same(draft.roles[role], before.roles[role])) value[role] = draft.roles[role]
  const days = [draft.from, draft.to, draft.precision, draft.basis]
  if (!same(days, [before.from, before.to, before.precision, before.basis])) {
    value['when'] =
      draft.from || draft.to ? { from: draft.from || null, to: draft.to || null, precision: draft.precision, basis: draft.basis } : null
  }
  if (draft.where) value['where'] = draft.where
  else if (before.whereName && !draft.whereName) value['where'] = null
  if (!claim && draft.trigger) {
    value['trigger'] = draft.trigger.text
    value['start'] = draft.trigger.start
  }
  return value
}

/** Put words in a role, or take them out when they stand there already. */
export function toggled(draft: Draft, role: Role | 'trigger', words: Part): Draft {
  if (role === 'trigger') return { ...draft, trigger: words }
  const own = draft.roles[role]
  const left = own.filter((one) => one.start !== words.start || one.end !== words.end)
  const added = role === 'number' ? { ...words, what: 'killed', ...bounds(words.text) } : words
  return { ...draft, roles: { ...draft.roles, [role]: left.length < own.length ? left : [...own, added].sort((a, b) => a.start - b.start) } }
}

/** "1,200" to 1200; words are left to the person. */
function bounds(text: string): { low: number | null; high: number | null } {
  const digits = /\d[\d,]*/.exec(text)?.[0].replaceAll(',', '')
  const n = digits === undefined ? null : Number(digits)
  return { low: n, high: n }
}
