// Where incidents are drawn. A place is a dot; a province or a country is a ring, because nobody
// said that it happened at its middle.

import type { Feature, FeatureCollection, Point } from 'geojson'
import type { Columns } from './answers.ts'
import { typeInfo } from './record.svelte.ts'

export interface Spot {
  id: string
  quad: number
  coarse: 0 | 1 | 2 // 0 a place, 1 a district or province, 2 a country
  disputed: number
  denied: number
}

const COARSE: Record<string, 0 | 1 | 2> = { place: 0, admin2: 1, admin1: 1, region: 1, country: 2 }

export function spots(columns: Columns): FeatureCollection<Point, Spot> {
  const quads = columns.types.map((type) => typeInfo(type)?.quad ?? 0)
  const coarse = columns.precisions.map((name) => COARSE[name] ?? 1)
  const features: Feature<Point, Spot>[] = []
  columns.ids.forEach((id, at) => {
    const lon = columns.lon[at]
    const lat = columns.lat[at]
    if (lon == null || lat == null) return
    features.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: {
        id,
        quad: quads[columns.type[at] ?? -1] ?? 0,
        coarse: coarse[columns.precision[at] ?? -1] ?? 1,
        disputed: columns.disputed[at] ?? 0,
        denied: columns.statuses[columns.status[at] ?? -1] === 'negated' ? 1 : 0,
      },
    })
  })
  return { type: 'FeatureCollection', features }
}

/** West, south, east, north of the spots, with some air; null when there are none. */
export function extent(all: FeatureCollection<Point, Spot>): [number, number, number, number] | null {
  if (!all.features.length) return null
  let [w, s, e, n] = [180, 90, -180, -90]
  for (const { geometry } of all.features) {
    const [lon = 0, lat = 0] = geometry.coordinates
    w = Math.min(w, lon)
    e = Math.max(e, lon)
    s = Math.min(s, lat)
    n = Math.max(n, lat)
  }
  const air = Math.max(0.5, 0.08 * Math.max(e - w, n - s)) // degrees: one town alone is not zoomed to a street
  return [Math.max(-180, w - air), Math.max(-85, s - air), Math.min(180, e + air), Math.min(85, n + air)]
}
