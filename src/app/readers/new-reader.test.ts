import { expect, test } from 'vitest'
import { readStudyConfig } from '../../study/file/read.ts'
import { masksOfNewReader } from './new-reader.ts'

const imagesOf = (images: string) =>
  readStudyConfig(`study: s\nseed: 1\ncohort: { file: c.csv, id: p }\nimages:\n${images}`, 'study.yaml').images!
const images = imagesOf(`  dce: { path: 'images/{patient}/dce', masks: { anna: 'masks/{patient}.anna.nrrd' } }
  dwi: { path: 'images/{patient}/dwi', register: { from: dce } }
  t2: { path: 'images/{patient}/t2.nrrd' }
  t1: { path: 'images/{patient}/t1.nrrd', mask: 'masks/{patient}.t1.nrrd' }`)

test('a new reader’s masks lie beside the first reader’s, in masks/ where there is none, and not where one mask serves all', () => {
  expect(masksOfNewReader(images, 'bo')).toEqual([
    [['images', 'dce', 'masks', 'bo'], 'masks/{patient}.bo.nrrd'],
    [['images', 't2', 'masks', 'bo'], 'masks/{patient}.t2.bo.nrrd'],
  ])
  expect(masksOfNewReader(images, 'anna').map(([path]) => path[1])).toEqual(['t2'])
})

test('a second reading is of what the first was drawn on alone; regions that are carried follow by themselves', () => {
  expect(masksOfNewReader(images, 'anna-again', 'anna')).toEqual([
    [['images', 'dce', 'masks', 'anna-again'], 'masks/{patient}.anna-again.nrrd'],
  ])
})
