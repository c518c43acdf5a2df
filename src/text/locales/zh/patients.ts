import { type Quantity, type TextPart, text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'

export const patients: Messages['patients'] = {
  title: '患者',
  unit: (unit: 'patient' | 'lesion') => (unit === 'patient' ? '例患者' : '个病灶'),
  group: (outcome: string, level: string) => `${outcome}：${level}`,
  counted: (assessed: Quantity, unit: string, analysed: Quantity) =>
    text`共评估 ${assessed} ${unit}，纳入分析 ${analysed} ${unit}`,
  byOutcome: (
    counted: TextPart,
    positive: TextPart,
    outcome: string,
    level: string,
    negative: TextPart,
    other: string,
  ) => text`${counted}（${outcome}）：${level} ${positive} 例，${other} ${negative} 例。`,
  descriptive: (counted: TextPart, models: boolean) =>
    models ? text`${counted}。` : text`${counted}。本研究不作预测，各表仅作描述。`,
  event: {
    read: (label: string, column: string, values: TextPart) =>
      text`${label}（${column} 列，按整张表的行数计）：${values}。`,
    value: (label: string, rows: TextPart) => text`${label}（${rows} 行）`,
    event: (values: TextPart) => text`${values}计为事件`,
    censored: (values: TextPart) => text`${values}计为未发生事件`,
    competing: (values: TextPart) => text`${values}计为竞争事件`,
  },
  flowTitle: '患者筛选',
  flowCaption: '按此顺序应用各标准；患者计入首个符合的标准。',
  flowDescription: (assessed: number, analysed: number) => `流程图：由评估 ${assessed} 例至分析 ${analysed} 例。`,
  flow: {
    assessed: (unit: string) => `评估的${unit.replace(/^[例个]/, '')}`,
    notIncluded: '不符合纳入标准',
    excluded: '排除',
    outcome: '结局未知',
    included: '符合纳入标准',
    eligible: '合格',
    analysed: '纳入分析',
  },
  clinicalTable: (by: string | undefined) => (by ? `按${by}分组的临床特征` : '临床特征'),
  mriTable: (by: string | undefined) => (by ? `按${by}分组的 MRI 特征` : 'MRI 特征'),
  readings: {
    title: '结构化阅片',
    paragraph: (first: string, second: string) =>
      text`${first} 与 ${second} 按 BI-RADS 词典条目独立阅读 MRI；意见不一致时采用共识结果。`,
    table: '两名阅片者结构化 MRI 阅片的一致性',
    heads: ['条目', '患者', '读片相同', 'κ（95% CI）'],
    ordered: '有序条目：按差距的平方对不一致加权。',
    kappa: 'κ，Cohen κ 系数，区间由其大样本标准误计算。',
  },
  again: {
    title: '同一阅片者的再次阅片',
    paragraph:
      '部分患者由同一阅片者再次阅片，顺序重新打乱，且看不到首次阅片结果。再次阅片不进入均值、共识及与其他阅片者的比较。',
    items: (of: string, reader: string) => `${of} 与其再次阅片（${reader}）在结构化 MRI 条目上的一致性`,
    features: '同一阅片者两次勾画区域的特征一致性',
    pair: (of: string, reader: string) => `${of}，${reader}`,
    heads: ['阅片', '患者', '特征', 'ICC 中位数（范围）', 'ICC ≥ 0.75 的比例', 'ICC ≥ 0.90 的比例'],
    to: '至',
    icc: 'ICC，ICC(2,1)：单次测量、绝对一致性；纳入所有两次阅片的患者。',
  },
  split: {
    title: '训练集与验证集',
    paragraph: (training: TextPart, validation: TextPart, rule: TextPart) =>
      text`${training} 行数据用于训练模型，${validation} 行留出（${rule}）；同一患者的数据均在同一侧。留出数据未参与任何学习。`,
    none: '无',
    random: (share: TextPart, stratify: string | undefined) =>
      text`随机划分，训练占 ${share}${stratify ? `，按${stratify === 'outcome' ? '结局' : ` ${stratify} `}分层` : ''}；随机划分属于内部验证，而非外部验证`,
    before: (column: string, date: string) => `按 ${column}：${date} 之前用于训练`,
    heldOut: (column: string, values: TextPart) => text`按 ${column}：${values} 留出`,
    column: (column: string) => `按 ${column} 列的取值`,
  },
  followUp: {
    title: '随访',
    paragraph: (n) =>
      text`${n.patients} 例患者中 ${n.progressed} 例进展：${n.lesion} 例首先由新病灶显示，${n.marker} 例由标志物升高显示${n.died ? text`；${n.died} 例未见上述情况而死亡` : ''}；${n.stable} 例稳定${n.unknown ? text`；${n.unknown} 例随访中未检查进展` : ''}。预后良好 ${n.good} 例，不良（复发或转移）${n.poor} 例。`,
    elevated: (limits: readonly TextPart[]) =>
      text`标志物升高的定义：${limits.reduce((all, one) => text`${all}，或 ${one}`)}。`,
    limit: (marker: string, limit: TextPart, unit: string, rise: TextPart) =>
      text`${marker} 高于 ${limit}${unit}，且高于诊断时数值的 ${rise} 倍`,
    figure: '一例患者随访期间的血清标志物',
    caption: '虚线：正常上限。所示为由标志物（否则为新病灶）提示进展者中随访次数最多的患者。',
    description: (visits: number, progression: string) =>
      `一例患者自诊断起 ${visits} 次随访的标志物；进展：${progression}。`,
    diagnosis: '诊断',
    progression: (by: string) => `进展：${by}`,
    lastVisit: '末次随访',
    death: '死亡',
    time: '诊断后月数',
    by: { 'new lesion': '新病灶', 'marker elevation': '标志物升高', death: '死亡', none: '无' },
  },
  survival: {
    title: '生存',
    figure: (by: string) => `按${by}分组的 Kaplan–Meier 估计`,
    caption: (panels: TextPart) =>
      text`${panels}。阴影为逐点 95% 区间（log-log 法）；短竖线为删失患者；在险人数不足十人处曲线变淡且不绘区间。`,
    panel: (letter: string, label: string) => `（${letter}）${label}`,
    labelBy: (label: string, by: string) => `${label}（按${by}分组）`,
    median: (group: string, value: TextPart, unit: string) => text`${group} ${value} ${unit}`,
    notReached: (group: string) => `${group} 未达到`,
    left: (rows: TextPart) => text`（另有 ${rows} 例无随访，未计入）`,
    test: (chiSquare: TextPart, p: TextPart) => text`对数秩检验 χ² ${chiSquare}，${p}。`,
    notTested: () => '未作对数秩检验（各组无法比较）。',
    sentence: (s) =>
      text`${s.label}（按${s.by}分组）：${s.events} 例事件，患者 ${s.n} 例${s.left}；中位随访 ${s.followUp} ${s.unit}（反向 Kaplan–Meier 法）。${s.counted}各组中位数：${s.medians}。${s.test}`,
    landmark: (at: TextPart, unit: string, before: TextPart) =>
      text`自界标时间 ${at}${unit ? ` ${unit}` : ''} 起计时，仅纳入随访超过该时间者（未达到者 ${before} 例）。`,
    rival: (other: string) => `先发生竞争事件（${other}）的患者在此按删失处理。`,
    late: (start: string) => `患者自进入观察（${start}）起计入风险集。`,
    time: (unit: string) => (unit ? `时间（${unit}）` : '时间'),
    ratio: (group: string, other: string, ratio: string) => `HR（${group} / ${other}）${ratio}`,
    logRank: (p: string) => `对数秩检验 ${p}`,
  },
}
