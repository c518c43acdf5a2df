import { DamagedImage } from '../../errors/index.ts'
import { cross, dot, toIndex, toPoint, unit } from '../grid/geometry.ts'
import { shareBeyond } from '../regions/contour-clip.ts'
import { fillContour, grained, isInsideContour } from '../regions/fill-contour.ts'
import type { Drawn, Regions } from '../regions/regions.ts'
import type { Geometry, Scan, Triple } from '../volume.ts'
import { type Dataset, type DicomFile, items, parseDicom, text, value, values } from './file.ts'
import { scanOfDataset } from './frames/frame.ts'
import { sopClass, tag } from './tags.ts'

export const isStructureSet = ({ dataset }: DicomFile) => text(dataset, tag.SOPClassUID) === sopClass.structureSet

/**
 * Reads an RT Structure Set: the closed planar contours of each of its structures, drawn on any image's grid.
 * Source: DICOM PS3.3 C.8.8.5 and C.8.8.6.
 *
 * @param bytes the file
 * @param name its name, for messages
 * @returns its structures, to be drawn by `drawRegions`
 * @throws DamagedImage
 */
export function readStructureSet(bytes: Uint8Array, name: string): Regions {
  const { dataset } = parseDicom(bytes, name)
  const structures = items(dataset, tag.StructureSetROISequence)
  const contours = new Map<number, Float64Array[]>()
  const exclusive = new Set<number>()
  const open = new Map<number, string>()
  for (const one of items(dataset, tag.ROIContourSequence)) {
    const number = value(one, tag.ReferencedROINumber)
    if (number === undefined) continue
    const kindOf = (contour: Dataset) => text(contour, tag.ContourGeometricType) ?? 'CLOSED_PLANAR'
    const closed = items(one, tag.ContourSequence).filter((contour) => /^CLOSED/.test(kindOf(contour)))
    const others = items(one, tag.ContourSequence)
      .map(kindOf)
      .filter((kind) => !/^CLOSED/.test(kind))
    if (others.length) open.set(number, `${others.length} contours (${[...new Set(others)].join(', ')})`)
    if (closed.some((contour) => /XOR/.test(kindOf(contour)))) exclusive.add(number)
    contours.set(
      number,
      closed.flatMap((contour) => pointsOf(name, values(contour, tag.ContourData))),
    )
  }
  const regions = structures.flatMap((one, i) => {
    const number = value(one, tag.ROINumber) ?? i + 1
    return contours.get(number)?.length ? [{ number, name: text(one, tag.ROIName) ?? `structure ${number}` }] : []
  })
  return {
    file: name,
    frameOfReference: structures[0] && text(structures[0], tag.ReferencedFrameOfReferenceUID),
    scan: { ...scanOfDataset(dataset), ...referencedImages(dataset) },
    regions,
    open,
    draw: (number, grid) => drawContours(contours.get(number) ?? [], grid, exclusive.has(number)),
  }
}

/** The series and instances that a structure set was drawn on. */
function referencedImages(dataset: Dataset): Pick<Scan, 'series' | 'instances'> {
  const series = items(dataset, tag.ReferencedFrameOfReferenceSequence)
    .flatMap((frame) => items(frame, tag.RTReferencedStudySequence))
    .flatMap((study) => items(study, tag.RTReferencedSeriesSequence))
  const contours = items(dataset, tag.ROIContourSequence).flatMap((one) => items(one, tag.ContourSequence))
  const images = [...series, ...contours].flatMap((one) => items(one, tag.ContourImageSequence))
  return {
    series: [...new Set(series.flatMap((one) => text(one, tag.SeriesInstanceUID) ?? []))],
    instances: [...new Set(images.flatMap((one) => text(one, tag.ReferencedSOPInstanceUID) ?? []))],
  }
}

function pointsOf(name: string, coordinates: number[]): Float64Array[] {
  if (coordinates.length % 3 || !coordinates.every(Number.isFinite))
    throw DamagedImage(name, 'a contour has coordinates that are not numbers')
  return coordinates.length >= 9 ? [Float64Array.from(coordinates)] : []
}

/** A contour in voxel indices, and the slice index it lies at. */
interface Outline {
  points: Float64Array
  z: number
  tilt: number
}

/**
 * Fills contours on a grid. Of one plane, a contour within another is a hole, and one beside it adds to it (or, where the
 * file says XOR, what two of them share is out). Each plane of contours stands for the slab of slices around it, half the
 * planes' distance on either side, its lower face in and its upper face out; so contours between slices count for the
 * slices they stand for, and slices between contours are filled. `outside` is the share of the contours' area beyond the
 * grid, `filled` the number of slices that have no contour of their own,
 * `gaps` of those between contours that stay empty.
 */
export function drawContours(contours: readonly Float64Array[], grid: Geometry, xor = false): Drawn {
  const [nx, ny, nz] = grid.size
  const data = new Uint8Array(nx * ny * nz)
  const outlines = contours.map((points) => outlineOf(points, (point) => toIndex(grid, point)))
  if (!outlines.length) return { data, outside: 0 }
  if (outlines.some(({ tilt }) => tilt > parallel)) return drawOblique(contours, grid, data)
  const planes = planesOf(outlines, 0.01)
  const reach = Math.max(0.5, grained(reachOf(planes)))
  let [filled, gaps] = [0, 0]
  for (let z = 0; z < nz; z++) {
    const plane = nearest(planes, z)
    const above = z - plane.z
    if (above < -reach || above >= reach) {
      if (z > planes[0].z && z < planes[planes.length - 1].z) gaps++
      continue
    }
    if (Math.abs(above) > 0.5) filled++
    drawPlane(plane.outlines, data.subarray(z * nx * ny, (z + 1) * nx * ny), nx, ny, xor)
  }
  const points = outlines.map((outline) => outline.points)
  return { data, outside: shareBeyond(points, grid.size), filled, gaps }
}

/** Contours rise no more than so many slices from one side to the other. */
const parallel = 0.25

/** Contours that cut through the grid's slices: each voxel's centre is held against the nearest plane of contours. */
function drawOblique(contours: readonly Float64Array[], grid: Geometry, data: Uint8Array) {
  const [u, v, w] = axesOf(contours)
  const flat = (p: Readonly<Triple>): Triple => [dot(u, p), dot(v, p), dot(w, p)]
  const outlines = contours.map((points) => outlineOf(points, flat))
  const planes = planesOf(outlines, 0.01)
  const reach = Math.max(Math.min(...grid.spacing) / 2, reachOf(planes))
  const [nx, ny] = grid.size
  const corners = contours.map((points) => outlineOf(points, (point) => toIndex(grid, point)).points)
  const margin = reach / Math.min(...grid.spacing) + 1
  const [from, to] = extent(corners, margin, grid.size)
  for (let z = from[2]; z <= to[2]; z++)
    for (let y = from[1]; y <= to[1]; y++)
      for (let x = from[0]; x <= to[0]; x++) {
        const [a, b, c] = flat(toPoint(grid, [x, y, z]))
        const plane = nearest(planes, c)
        if (Math.abs(plane.z - c) > reach + 1e-6) continue
        for (const { points } of plane.outlines) if (isInsideContour(points, a, b)) data[x + nx * (y + ny * z)] ^= 1
      }
  return { data, outside: shareBeyond(corners, grid.size) }
}

/** Two axes in the plane of contours and its normal, by Newell's sum over the largest contour. */
function axesOf(contours: readonly Float64Array[]): [Triple, Triple, Triple] {
  const largest = contours.reduce((best, one) => (one.length > best.length ? one : best))
  const normal: Triple = [0, 0, 0]
  const n = largest.length
  for (let i = 0, j = n - 3; i < n; j = i, i += 3)
    for (let k = 0; k < 3; k++) {
      const [p, q] = [(k + 1) % 3, (k + 2) % 3]
      normal[k] += (largest[j + p] - largest[i + p]) * (largest[j + q] + largest[i + q])
    }
  const w = unit(normal)
  const u = unit(cross(Math.abs(w[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0], w))
  return [u, cross(w, u), w]
}

/** The voxels around points, within a grid. */
function extent(all: readonly Float64Array[], margin: number, size: readonly number[]): [Triple, Triple] {
  const from: Triple = [Infinity, Infinity, Infinity]
  const to: Triple = [-Infinity, -Infinity, -Infinity]
  for (const points of all)
    for (let i = 0; i < points.length; i++) {
      from[i % 3] = Math.min(from[i % 3], points[i])
      to[i % 3] = Math.max(to[i % 3], points[i])
    }
  return [
    from.map((at) => Math.max(0, Math.floor(at - margin))) as Triple,
    to.map((at, axis) => Math.min(size[axis] - 1, Math.ceil(at + margin))) as Triple,
  ]
}

/** A contour in coordinates where its plane is flat: its mean height, and how far it leaves it. */
function outlineOf(points: Float64Array, map: (point: Triple) => Triple): Outline {
  const inside = new Float64Array(points.length)
  let [sum, low, high] = [0, Infinity, -Infinity]
  for (let i = 0; i < points.length; i += 3) {
    const place = map([points[i], points[i + 1], points[i + 2]])
    for (let k = 0; k < 3; k++) inside[i + k] = grained(place[k])
    sum += place[2]
    low = Math.min(low, place[2])
    high = Math.max(high, place[2])
  }
  return { points: inside, z: grained(sum / (points.length / 3)), tilt: high - low }
}

interface Plane {
  z: number
  outlines: Outline[]
}

const equal = (a: Float64Array, b: Float64Array) => a.length === b.length && a.every((x, i) => x === b[i])

/** Outlines closer than `same` lie in one plane; a contour that is there twice counts once. */
function planesOf(outlines: Outline[], same: number): Plane[] {
  const planes: Plane[] = []
  for (const outline of [...outlines].sort((a, b) => a.z - b.z)) {
    const last = planes[planes.length - 1]
    if (last && outline.z - last.z < same) {
      if (!last.outlines.some(({ points }) => equal(points, outline.points))) last.outlines.push(outline)
    } else planes.push({ z: outline.z, outlines: [outline] })
  }
  return planes
}

/** Half the usual distance of planes. */
function reachOf(planes: Plane[]): number {
  const gaps = planes
    .slice(1)
    .map(({ z }, i) => z - planes[i].z)
    .sort((a, b) => a - b)
  return (gaps[Math.floor((gaps.length - 1) / 2)] ?? 0) / 2
}

/** The plane whose slab a slice lies in; between two, the upper one. */
const nearest = (planes: Plane[], z: number) =>
  planes.reduce((best, plane) => (Math.abs(plane.z - z) <= Math.abs(best.z - z) ? plane : best))

/**
 * Draws the contours of one plane, the largest first: one that lies within what is drawn is a hole, one that reaches
 * beyond adds to it.
 */
function drawPlane(outlines: Outline[], slice: Uint8Array, nx: number, ny: number, xor: boolean) {
  if (outlines.length === 1 || xor) {
    for (const { points } of outlines) fillContour(points, slice, nx, ny)
    return
  }
  const ordered = [...outlines].sort((a, b) => areaOf(b.points) - areaOf(a.points))
  const own = new Uint8Array(slice.length)
  for (const { points } of ordered) {
    own.fill(0)
    fillContour(points, own, nx, ny)
    let within = true
    for (let i = 0; i < own.length && within; i++) within = own[i] === 0 || slice[i] === 1
    for (let i = 0; i < own.length; i++) if (own[i]) slice[i] = within ? 0 : 1
  }
}

function areaOf(points: Float64Array): number {
  let twice = 0
  for (let i = 0, j = points.length - 3; i < points.length; j = i, i += 3)
    twice += points[j] * points[i + 1] - points[i] * points[j + 1]
  return Math.abs(twice) / 2
}
