import type { ReadingForm, ReadingImage, ReadingStroke } from '../study/readings/readings.ts'
import { type Reading, server } from './server-client.ts'
import { allSaved } from './unsaved.ts'

/** What the reading views ask, of the server or of this browser; `reader` is named by the owner alone. */
export interface ReadingClient {
  reading: (study: string, reader?: string) => Promise<Reading>
  image: (study: string, patient: string, sequence: string, reader?: string) => Promise<ReadingImage>
  imageBytes: (study: string, patient: string, sequence: string, file: number, reader?: string) => Promise<Uint8Array>
  strokes: (study: string, patient: string, sequence: string, reader?: string) => Promise<string[]>
  addStroke: (
    study: string,
    patient: string,
    sequence: string,
    stroke: ReadingStroke,
    reader?: string,
  ) => Promise<unknown>
  mask: (study: string, patient: string, sequence: string, reader?: string) => Promise<Uint8Array>
  saveMask: (
    study: string,
    patient: string,
    sequence: string,
    bytes: Uint8Array<ArrayBuffer>,
    reader?: string,
  ) => Promise<unknown>
  form: (study: string, patient: string, reader?: string) => Promise<ReadingForm>
  saveForm: (study: string, patient: string, form: ReadingForm, reader?: string) => Promise<unknown>
  hold: (study: string, patient: string, reader?: string, over?: boolean) => Promise<unknown>
  release: (study: string, patient: string, reader?: string) => Promise<unknown>
}

let used: ReadingClient = server

/** Takes another client in place of the server's. */
export const readIn = (client: ReadingClient): void => {
  used = client
}

/** The client that is in use. How far the cases are, and what a form says, is asked when all that was given is saved. */
export const readings: ReadingClient = {
  reading: (...asked) => allSaved().then(() => used.reading(...asked)),
  image: (...asked) => used.image(...asked),
  imageBytes: (...asked) => used.imageBytes(...asked),
  strokes: (...asked) => used.strokes(...asked),
  addStroke: (...asked) => used.addStroke(...asked),
  mask: (...asked) => used.mask(...asked),
  saveMask: (...asked) => used.saveMask(...asked),
  form: (...asked) => allSaved().then(() => used.form(...asked)),
  saveForm: (...asked) => used.saveForm(...asked),
  hold: (...asked) => used.hold(...asked),
  release: (...asked) => used.release(...asked),
}
