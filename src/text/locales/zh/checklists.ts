import { type TextPart, text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'

export const checklists: Messages['checklists'] = {
  title: '报告规范清单',
  paragraph:
    '本报告在何处回答报告规范的各条目、缺少什么，以及哪些须由作者撰写。表与图的编号即本报告的编号。条目保留其公布的英文措辞。',
  heads: ['条目', '主题', '要求', '所在位置', '状态'],
  states: { answered: '已回答', partly: '部分', missing: '缺失', authors: '由作者填写' },
  answered: (answered: TextPart, items: TextPart) =>
    text`本报告回答了 ${answered} / ${items} 条。由 Nomoscope 预填：请与稿件逐条核对。`,
  tables: (numbers: string) => `表 ${numbers}`,
  figure: (number: string) => `图 ${number}`,
  methods: (part: string) => `方法：${part}`,
  ranges: (files: string) => `${files}（范围与插补）`,
  thisSection: '本节',
}
