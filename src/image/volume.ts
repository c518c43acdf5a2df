/** Voxel types as ITK names their sizes; 64-bit integers are held as float64 when every value fits 53 bits. */
export type PixelType =
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'uint32'
  | 'int32'
  | 'uint64'
  | 'int64'
  | 'float32'
  | 'float64'

/** The array that holds an image's values, by its pixel type. */
export type Voxels =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array

/** One number for each of the axes x, y and z. */
export type Triple = [number, number, number]

/**
 * Where voxels lie in the patient, as ITK sees it: LPS millimetres.
 *
 * size       voxels along x (fastest in memory), y, z; a 2D image has size[2] = 1 and `dimension` 2
 * spacing    millimetres between voxel centres
 * origin     centre of voxel (0, 0, 0)
 * direction  3 × 3, row by row; column j is the unit vector of axis j, so that
 *            point = origin + direction · (spacing ∘ index)
 */
export interface Geometry {
  dimension: 2 | 3
  size: Triple
  spacing: Triple
  origin: Triple
  direction: number[]
}

/**
 * An image: `data[x + size[0] * (y + size[1] * z)]`, its values those that ITK's reader gives (rescale applied).
 *
 * components  values a voxel, where there is more than one (colour, vector, layers of a mask, time points); then
 *             `data` holds one whole image after the other, and `component` takes one of them
 * frameOfReference  UID of the scanner's coordinate system, where the file says (DICOM)
 * scan        whose image it is, where the file says (DICOM)
 * padding     the value of voxels that hold nothing measured, where the file says (DICOM)
 */
export interface Volume extends Geometry {
  pixelType: PixelType
  data: Voxels
  components?: number
  frameOfReference?: string
  scan?: Scan
  padding?: number
}

/**
 * Whose image a DICOM file holds, and which: to hold against a mask's, another sequence's and the study's row.
 *
 * patient    PatientID; `nameHash` of the patient's name, to compare, never to show
 * series     UIDs: several where an image was computed from several series
 * instances  SOP instance UIDs
 * unit       of the values, where the file says: HU, BQML, GML, GY
 */
export interface Scan {
  patient: string
  nameHash: string
  study: string
  series: string[]
  instances: string[]
  modality: string
  unit: string
}

/** Gives the image's value at a fractional index inside it. */
export type Sampler = (x: number, y: number, z: number) => number

/**
 * A label image; 0 is background.
 *
 * segments  the names that the file gives to its labels, where it does
 * layers    where regions overlap (3D Slicer's `.seg.nrrd`), every region with its label and the component it is in
 * beyond    of regions that were carried to this grid, the share (0 to 1) of each label that lay outside it and is lost
 * notes     what was seen when it was read and does no harm, in words
 * ownGrid   features are sampled on this grid, not on the image's: a perturbation turned or shifted it
 */
export interface Mask extends Volume {
  notes?: string[]
  segments?: Map<number, string>
  layers?: { label: number; name: string; component: number }[]
  beyond?: Map<number, number>
  ownGrid?: true
}
