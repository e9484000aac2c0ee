// The basemap: the countries of Natural Earth as `world-atlas` packs them, carried by the page.

import type { FeatureCollection, MultiLineString } from 'geojson'
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
