import { expect, test } from 'vitest'
import { fixed, percent, whole } from '../text/format.ts'
import { plainText, text } from '../text/with-numbers.ts'
import { chinese } from './chinese.ts'
import type { Report } from './document.ts'
import { inChinese } from './translate.ts'

const report: Report = {
  title: 'A study',
  language: 'en',
  synthetic: false,
  asPublished: false,
  origin: { version: '1.2.3', date: '2026-01-01', cohort: 'cohort.csv', seed: 1 },
  summary: { headlines: [{ label: 'Analysed', value: text`${whole(320, 'flow.analysed')}` }], warnings: [] },
  sections: [
    { id: 'methods', title: 'Methods', blocks: [{ kind: 'paragraph', text: plainText('Patients were split.') }] },
    {
      id: 'limits',
      title: 'Limitations that the data show',
      blocks: [
        {
          kind: 'paragraph',
          text: text`A B: ${whole(3, 'a')} of ${whole(40, 'b')} refits could not be made (singular, 7 times).`,
        },
        { kind: 'paragraph', text: text`Something that no entry has: ${fixed(0.5, 1)}.` },
      ],
    },
  ],
  tables: [
    {
      id: 'split',
      number: '1',
      title: 'MRI features by HER-2',
      columns: [{ label: text`Training set (n\u00a0=\u00a0${whole(224)})`, align: 'left', group: 'Univariable' }],
      rows: [{ kind: 'row', indent: 0, cells: [text`${whole(54)} (${percent(0.675, 2)})`] }],
      footnotes: [{ mark: 'a', text: plainText("Student's t-test.") }],
    },
  ],
  figures: [],
  warnings: [],
}

test('words become Chinese, numbers keep their values and paths in the order of the Chinese', () => {
  const { summary, sections, tables, language } = inChinese(report)
  expect(language).toBe('zh')
  expect(summary.headlines[0]).toEqual({ label: '纳入分析', value: text`${whole(320, 'flow.analysed')}` })
  const [first, second] = sections[1].blocks.map((block) => (block.kind === 'paragraph' ? block.text : undefined))
  expect(first!.text).toBe('A B：40 次重新拟合中有 3 次未能完成（singular, 7 times）。')
  expect(first!.numbers).toEqual([
    { text: '40', value: 40, path: 'b' },
    { text: '3', value: 3, path: 'a' },
  ])
  expect(second).toEqual(text`Something that no entry has: ${fixed(0.5, 1)}.`)
  expect(sections[1].title).toBe('数据显示的局限性')
  expect(tables[0].title).toBe('按HER-2分组的 MRI 特征')
  expect(tables[0].columns[0]).toEqual({
    label: text`训练集（n\u00a0=\u00a0${whole(224)}）`,
    align: 'left',
    group: '单因素',
  })
  expect(tables[0].rows).toEqual(report.tables[0].rows)
  expect(tables[0].footnotes).toEqual([{ mark: 'a', text: { text: 't 检验。' } }])
})

test('the methods stay English and say so', () => {
  const [{ title, blocks }] = inChinese(report).sections
  expect([title, blocks.length]).toEqual(['方法', 2])
  expect(blocks[1]).toEqual(report.sections[0].blocks[0])
})

test('every entry says in Chinese all that its English says', () => {
  for (const [english, to] of chinese) {
    const places = english.split('{}').length - 1
    const used = [...to.matchAll(/\{(\d+)\}/g)].map(([, place]) => Number(place))
    expect(
      used.toSorted((a, b) => a - b),
      english,
    ).toEqual(Array.from({ length: places }, (_, i) => i + 1))
  }
})
