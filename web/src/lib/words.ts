// Numbers and names as people read them.

const plain = new Intl.NumberFormat('en-GB')

export const count = (n: number): string => plain.format(n)

export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`
}

/** "8 to 17 killed", "at least 12 killed", "up to 9 killed"; "" when nobody tells. */
export function toll(low: number | null, high: number | null, what: string): string {
  if (low === null && high === null) return ''
  if (low !== null && high === null) return `at least ${count(low)} ${what}`
  if (low === null && high !== null) return `up to ${count(high)} ${what}`
  return low === high ? `${count(low as number)} ${what}` : `${count(low as number)} to ${count(high as number)} ${what}`
}

/** "A, B, C and 4 more": how a long list of names is told in a line. */
export function someOf(names: readonly string[], most = 3): string {
  const all = [...new Set(names)]
  return all.length <= most + 1 ? all.join(', ') : `${all.slice(0, most).join(', ')} and ${all.length - most} more`
}

const FIELDS: Record<string, string> = {
  status: 'whether it happened',
  killed: 'how many were killed',
  wounded: 'how many were wounded',
  detained: 'how many were detained',
  actor: 'who did it',
  recipient: 'to whom',
  place: 'where',
  day: 'when',
}

/** "whether it happened, how many were killed": what voices differ on. */
export const differOn = (fields: readonly string[]): string => fields.map((one) => FIELDS[one] ?? one).join(', ')

/** "heavy-weapons" as "heavy weapons". */
export const modeName = (mode: string): string => mode.replaceAll(/[-_]/g, ' ')

/** The four classes of PLOVER: what colour an event has. */
export const quadColour: Record<number, string> = {
  1: 'var(--verbal-coop)',
  2: 'var(--material-coop)',
  3: 'var(--verbal-conf)',
  4: 'var(--material-conf)',
}

export const quadName: Record<number, string> = {
  1: 'words, cooperative',
  2: 'deeds, cooperative',
  3: 'words, hostile',
  4: 'deeds, hostile',
}
