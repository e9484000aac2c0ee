// Columns for map and timeline. Once all incidents are on the page, what the columns themselves
// can tell of is filtered here, as in an exported site (`siteFilter.ts`), and the server need not find
// and send them again. The list's answer says of which act it is: columns of an older one are
// asked for anew (`isOlder`).

import type { Columns } from './answers.ts'
import { actOf, get, lastAct } from './api.ts'
import { isSite } from './site.ts'
import { columnsOf, matching } from './siteFilter.ts'

let whole: { all: Columns; act: number } | null = null
const made = new WeakMap<object, number>() // columns that were made here, and the act that they are of

const PATH = 'incidents/columns'
const DAY = /^\d{4}-\d\d-\d\d$/
const TOLD: Record<string, RegExp> = {
  from: DAY,
  to: DAY,
  box: /^-?[\d.]+(,-?[\d.]+){3}$/,
  country: /./,
  type: /./,
  status: /./,
  disputed: /^1$/,
  tellers: /^\d+$/,
}

/** Whether the columns tell all that is asked; what is written otherwise the server reads or refuses. */
function areEnough(all: Columns, query: Record<string, string>): boolean {
  const asked = Object.entries(query).filter(([, value]) => value !== '')
  if (asked.some(([key, value]) => !TOLD[key]?.test(value))) return false
  const { from, to } = query
  if (from && to && from > to) return false
  const names: [string, readonly string[]][] = [['type', all.types], ['status', all.statuses], ['country', all.countries]]
  return names.every(([key, known]) => !query[key] || known.includes(query[key]))
}

export async function incidentColumns(query: Record<string, string>, signal: AbortSignal): Promise<Columns> {
  if (isSite) return get<Columns>(PATH, query, signal)
  if (Object.values(query).every((value) => value === '')) {
    const all = await get<Columns>(PATH, {}, signal)
    whole = { all, act: actOf(all) }
    return all
  }
  if (!whole || whole.act < lastAct() || !areEnough(whole.all, query)) return get<Columns>(PATH, query, signal)
  const { all, act } = whole
  const some = columnsOf(all, matching(all, query))
  made.set(some, act)
  return some
}

/** Whether columns that were made here are of an older act than an answer of the server. */
export function isOlder(columns: Columns, answer: object): boolean {
  const act = made.get(columns)
  return act !== undefined && act < actOf(answer)
}
