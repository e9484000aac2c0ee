// The basemap: the countries of Natural Earth as `world-atlas` packs them, carried by the page.

import type { FeatureCollection, MultiLineString, Position } from 'geojson'
import { feature, mesh } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import packed from 'world-atlas/countries-50m.json?raw'

type World = Topology<{ countries: GeometryCollection; land: GeometryCollection }>

let world: World | null = null

function read(): World {
  world ??= JSON.parse(packed) as World
  return world
}

export const countries = (): FeatureCollection => feature(read(), read().objects.countries) as FeatureCollection

export const borders = (): MultiLineString => mesh(read(), read().objects.countries, (a, b) => a !== b) as MultiLineString

export const coasts = (): MultiLineString => mesh(read(), read().objects.countries, (a, b) => a === b) as MultiLineString

// A flat map knows no sphere: a ring that crosses the date line would run back across the whole
// map. It is laid out past 180 degrees instead (MapLibre draws the rest on the other side); a ring
// about the pole is closed along the map's lower edge.
function flatRing(ring: Position[]): Position[] {
  let turn = 0
  const flat = ring.map(([lon = 0, lat = 0], at) => {
    const before = ring[at - 1]?.[0] ?? lon
    if (lon - before > 180) turn -= 360
    else if (before - lon > 180) turn += 360
    return [lon + turn, lat]
  })
  const [first, last] = [flat[0], flat.at(-1)]
  if (!turn || !first || !last) return flat
  return [...flat, [last[0] ?? 0, -90], [first[0] ?? 0, -90], first]
}

/** The countries, for a flat map. */
export function flatCountries(): FeatureCollection {
  const features = countries().features.map((one) => {
    const { geometry } = one
    if (geometry.type === 'Polygon') return { ...one, geometry: { ...geometry, coordinates: geometry.coordinates.map(flatRing) } }
    if (geometry.type !== 'MultiPolygon') return one
    return { ...one, geometry: { ...geometry, coordinates: geometry.coordinates.map((polygon) => polygon.map(flatRing)) } }
  })
  return { type: 'FeatureCollection', features }
}

/** Lines cut where they cross the date line, for a flat map. */
export function flatLines({ coordinates }: MultiLineString): MultiLineString {
  const parts: Position[][] = []
  for (const line of coordinates) {
    let part: Position[] = []
    line.forEach((point, at) => {
      if (Math.abs((point[0] ?? 0) - (line[at - 1]?.[0] ?? point[0] ?? 0)) > 180) {
        parts.push(part)
        part = []
      }
      part.push(point)
    })
    parts.push(part)
  }
  return { type: 'MultiLineString', coordinates: parts.filter((part) => part.length > 1) }
}
