// Geometry of lifelines: each phase as a bar or a dot, and what lies between as an unknown gap.

import type { Phase, RelationView } from './answers.ts'
import { toNumber } from './days.ts'

export interface Bar {
  kind: Phase['kind']
  from: number
  to: number
  openStart: boolean // nobody tells when it began
  openEnd: boolean // nobody tells that it ended
  sureFrom: number | null
  sureTo: number | null
  disputed: boolean
  phase: Phase
}

export interface Gap {
  from: number
  to: number
}

export interface Lane {
  relation: RelationView
  arrow: '' | '→' | '←' // from the actor of the lane, or to it
  other: string
  bars: Bar[]
  gaps: Gap[]
}

export function lane(relation: RelationView, self: string, first: number, last: number, symmetric = false): Lane {
  const bars = relation.phases.map((phase): Bar => {
    const from = phase.start ? toNumber(phase.start) : first
    const to = phase.end ? toNumber(phase.end) : phase.start && phase.kind === 'point' ? from : last
    return {
      kind: phase.kind,
      from,
      to: Math.max(from, to),
      openStart: !phase.start,
      openEnd: !phase.end,
      sureFrom: phase.sure_start ? toNumber(phase.sure_start) : null,
      sureTo: phase.sure_end ? toNumber(phase.sure_end) : null,
      disputed: phase.disputed,
      phase,
    }
  })
  bars.sort((a, b) => a.from - b.from || a.to - b.to)
  const gaps: Gap[] = []
  let reached: number | null = null
  let over = false
  for (const bar of bars.filter((one) => one.kind === 'span' || one.kind === 'point')) {
    if (reached !== null && !over && bar.from > reached) gaps.push({ from: reached, to: bar.from })
    reached = Math.max(reached ?? bar.to, bar.to)
    over = bar.phase.ends
  }
  const other = relation.actor === self ? relation.recipient_name : relation.actor_name
  return { relation, arrow: symmetric ? '' : relation.actor === self ? '→' : '←', other, bars, gaps }
}

/** What a screen reader and the title of a bar say. */
export function barText(bar: Bar, other: string, type: string, day: (iso: string | null) => string): string {
  const { phase } = bar
  const when =
    phase.kind === 'point' || (phase.start !== null && phase.start === phase.end)
      ? `on ${day(phase.start)}`
      : `${phase.start ? `from ${day(phase.start)}` : 'from an unknown day'} ${phase.end ? `to ${day(phase.end)}` : 'to an unknown day'}`
  const how = { span: 'told to hold', point: 'told to hold', denied: 'denied', planned: 'planned or possible' }[phase.kind]
  const by = [phase.starts_by && `began by ${phase.starts_by}`, phase.ends_by && `ended by ${phase.ends_by}`].filter(Boolean).join(', ')
  return `${type}, ${other}: ${how} ${when}${by ? `; ${by}` : ''}${phase.disputed ? '; disputed' : ''}`
}
