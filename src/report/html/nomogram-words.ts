import type { Language } from '../document.ts'
import type { PageWords } from './nomogram-page.ts'

interface NomogramWords {
  patient: string
  label: string
  total: string
  typical: string
  clear: string
  print: string
  result: string
  training: string
  drawing: string
  slider: string
  noScript: string
  /** Those that the page's program fills in. */
  page: PageWords
}

export const nomogramWords: Record<Language, NomogramWords> = {
  en: {
    patient: 'Patient',
    label: 'Patient label (stays on this page)',
    total: 'Total points',
    typical: 'Enter a typical patient',
    clear: 'Clear',
    print: 'Print this patient',
    result: 'Result',
    training: 'Training patients by predicted risk; filled: those with the outcome.',
    drawing: 'Nomogram',
    slider: 'slider',
    noScript: 'This page computes in the browser: allow scripts for it, or use the printed nomogram below.',
    page: {
      choose: 'choose …',
      points: 'points',
      incomplete: 'Enter every value to see the risk.',
      outside:
        '{label}: {value} is outside what the training patients had ({low} to {high}); the risk is extrapolated.',
      notNumber: '{label}: not a number.',
      higher: 'Higher than about {share}% of the training patients.',
      bin: 'Of {n} with a predicted risk of {low} to {high}, {events} had the outcome.',
      binFollowed:
        'Of {n} with a predicted risk of {low} to {high}, {events} were seen to have the outcome in that time; some were followed for less.',
      interval: '95% interval {lower} to {upper}',
      wald: 'Interval: Wald, on the scale of the linear predictor; valid because the model was prespecified and is not penalised. It is about the mean risk of such patients.',
      refits: 'Interval: from refitting the whole pipeline, selection included, to resamples of the training patients.',
      none: 'No interval is known for this model.',
    },
  },
  zh: {
    patient: '患者',
    label: '患者标签（仅留在本页）',
    total: '总分',
    typical: '填入典型患者',
    clear: '清除',
    print: '打印此患者',
    result: '结果',
    training: '训练集患者的预测风险分布；深色：出现结局者。',
    drawing: '列线图',
    slider: '滑块',
    noScript: '本页在浏览器中计算：请允许脚本运行，或使用下方的列线图。',
    page: {
      choose: '请选择…',
      points: '分',
      incomplete: '请填写全部数值以显示风险。',
      outside: '{label}：{value} 超出训练集范围（{low} 至 {high}），风险为外推值。',
      notNumber: '{label}：不是数字。',
      higher: '高于约 {share}% 的训练集患者。',
      bin: '预测风险 {low} 至 {high} 的 {n} 名患者中，{events} 名出现结局。',
      binFollowed:
        '预测风险 {low} 至 {high} 的 {n} 名患者中，{events} 名在该时间内观察到结局（部分患者随访时间较短）。',
      interval: '95% 区间 {lower} 至 {upper}',
      wald: '区间：线性预测值上的 Wald 区间；模型为预先指定且未惩罚，故有效。',
      refits: '区间：对训练集重抽样并重新拟合整个流程（含特征选择）得到。',
      none: '该模型没有可用的区间。',
    },
  },
}
