// What a coder of a round has drawn from a report and not handed in yet. It is kept in this browser
// until it is handed in, so that one can stop in the middle of a report and go on another day.

import type { Claim, ClaimView } from './answers.ts'
import { changesOf, draftOf, type Draft } from './draft.ts'
import { ROLES, Text } from './marks.ts'
import { record } from './record.svelte.ts'

type Spans = readonly (readonly number[])[]

const key = (round: string, report: string, coder: string): string => `sayso-coding ${round} ${report} ${coder}`

const here = new Map<string, readonly Draft[]>() // where the browser keeps nothing

/** The drafts that this browser kept; null when it kept none. */
export function keptDrafts(round: string, report: string, coder: string): readonly Draft[] | null {
  const own = here.get(key(round, report, coder))
  if (own) return own.length ? own : null
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key(round, report, coder)) ?? 'null')
    return Array.isArray(found) ? (found as Draft[]) : null
  } catch {
    return null
  }
}

/** Keep drafts; none are taken out. */
export function keepDrafts(round: string, report: string, coder: string, drafts: readonly Draft[]): void {
  here.set(key(round, report, coder), drafts)
  try {
    if (drafts.length) localStorage.setItem(key(round, report, coder), JSON.stringify(drafts))
    else localStorage.removeItem(key(round, report, coder))
  } catch {
    /* a browser that keeps nothing: they hold until the page is closed */
  }
}

/** A claim that was handed in, as it is edited again. */
export function draftAgain(claim: Claim): Draft {
  const where = claim.where
  const point = where?.lat != null && where.lon != null ? `${where.lat},${where.lon}` : ''
  return { ...draftOf(claim), where: where?.geonameid ? String(where.geonameid) : point }
}

/** A draft as it is handed in: what a decision to add takes. */
export const givenOf = (draft: Draft): Record<string, unknown> => changesOf(draft, null)

/** The id by which a draft is known in the page: its type on its words. */
export const idOf = (draft: Draft): string => `draft ${draft.type} ${draft.trigger?.start ?? 0} ${draft.trigger?.end ?? 0}`

/** What forbids a draft beside others, in words; "" when nothing does. */
export function forbids(draft: Draft, others: readonly Draft[], sentences: Spans): string {
  const { trigger } = draft
  if (!trigger) return ''
  if (!sentences.some(([from = 0, to = 0]) => from <= trigger.start && trigger.end <= to)) {
    return 'The words that name the deed must stand in one sentence.'
  }
  return others.some((one) => idOf(one) === idOf(draft)) ? 'You have drawn a claim of this type on these words already.' : ''
}

/** A draft as a claim is shown. */
export function viewOf(draft: Draft, text: string, sentences: Spans, outlet = ''): ClaimView {
  const at = draft.trigger?.start ?? 0
  const [start = 0, end = 0] = sentences.find(([from = 0, to = 0]) => from <= at && at < to) ?? []
  const claim = {
    id: idOf(draft),
    doc: '',
    kind: record.meta?.relation_types.some((one) => one.id === draft.type) ? 'relation' : 'event',
    type: draft.type,
    mode: draft.mode,
    status: draft.status,
    hedged: draft.hedged,
    trigger: draft.trigger,
    evidence: { start, end, text: new Text(text).slice(start, end) },
    ...Object.fromEntries(ROLES.map((role) => [role, draft.roles[role]])),
    when: draft.from || draft.to ? { from: draft.from || null, to: draft.to || null, precision: draft.precision, basis: draft.basis } : null,
    where: draft.where ? { name: draft.whereName, lat: 0 } : null,
    outlet,
  } as unknown as Claim
  return { claim, state: 'coded', incident: '', relation: '' } as ClaimView
}
