// Days as people read them. A day that nobody tells is "no day", never today.

const DAY = 86_400_000
const long = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const month = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' })

export const toNumber = (iso: string): number => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY)
export const toIso = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)
export const toDate = (day: number): Date => new Date(day * DAY)

export function dayText(iso: string | null | undefined): string {
  return iso ? long.format(new Date(`${iso}T00:00:00Z`)) : ''
}

/** "4 Oct 2014", "4 to 7 Oct 2014", "Oct 2014", "since 4 Oct 2014", or "no day". */
export function spanText(from: string | null, to: string | null): string {
  if (!from && !to) return 'no day'
  if (from && !to) return `since ${dayText(from)}`
  if (!from && to) return `until ${dayText(to)}`
  if (from === to) return dayText(from)
  const a = new Date(`${from}T00:00:00Z`)
  const b = new Date(`${to}T00:00:00Z`)
  const sameMonth = a.getUTCFullYear() === b.getUTCFullYear() && a.getUTCMonth() === b.getUTCMonth()
  const last = new Date(Date.UTC(b.getUTCFullYear(), b.getUTCMonth() + 1, 0)).getUTCDate()
  if (sameMonth && a.getUTCDate() === 1 && b.getUTCDate() === last) return month.format(a)
  if (sameMonth) return `${a.getUTCDate()} to ${long.format(b)}`
  return `${long.format(a)} to ${long.format(b)}`
}

/** Day, or days, as an incident has them, with what they rest on. */
export function dayWithBasis(row: { day_from: string | null; day_to: string | null; day_basis: string }): string {
  const text = spanText(row.day_from, row.day_to)
  return row.day_basis === 'report_date' ? `reported ${text}` : text
}
