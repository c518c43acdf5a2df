/** Times counted from a landmark on, NaN of those who were not followed beyond it; the times themselves without one. */
export const sinceLandmark = (times: Float64Array, landmark: number | undefined): Float64Array =>
  landmark === undefined ? times : times.map((time) => (time > landmark ? time - landmark : Number.NaN))
