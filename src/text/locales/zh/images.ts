import { type TextPart, text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'

export const images: Messages['images'] = {
  quality: {
    title: '图像质量',
    paragraph: (images: TextPart, flagged: TextPart, analysed: TextPart | undefined, unread: TextPart | undefined) =>
      text`测量了全部评估患者的 ${images} 幅图像的质量；${flagged} 幅至少有一项指标在其序列中为离群值，其中${analysed ? text` ${analysed} 幅` : '无一'}属于纳入分析的患者。${unread ? text`另有 ${unread} 幅无法读取。` : ''}各指标需要患者周围的空气、多个期相或解剖图像：无法测量时，不据此应用任何标准。`,
    heads: ['指标', '图像数', '中位数（IQR）', '最差值', '标记数', '被标记的患者'],
    removed: '未纳入分析：被纳排标准排除。',
    flagged: (limit: TextPart) =>
      text`标记：在较差一端距中位数超过 ${limit} 个稳健标准差，且大到有实际意义（Iglewicz 与 Hoaglin）。`,
    measures: {
      snr: '信噪比',
      clipped: '截断体素',
      wrap: '卷褶行',
      fat_ratio: '皮下与深部组织信号比',
      motion_mm: '期相间位移，mm',
      outline_dice: '轮廓与解剖像的重叠（Dice）',
      outline_mm: '轮廓相对解剖像的位移，mm',
    },
    short: {
      snr: '信噪比',
      clipped: '截断',
      wrap: '卷褶',
      fat_ratio: '脂肪',
      motion_mm: '位移',
      outline_dice: 'Dice（轮廓重叠）',
      outline_mm: '轮廓',
    },
    figure: '质量异常的图像',
    caption:
      '位移：移动最大的期相与首期之差。轮廓：解剖图像及其自身轮廓（黄）与另一序列的轮廓（蓝）。截断：取最大值的体素。其余：被识别为患者的区域。',
    description: (images: number, cases: string) => `${images} 幅图像的层面：${cases}。`,
  },
  registration: {
    title: '配准',
    paragraph:
      '区域在一个序列上勾画，经图像配准传递至其他序列。若图像间互信息未增加、患者轮廓重叠减少，或正反两次配准所得区域相距超过半个体素，则不采用该配准，区域按文件所述位置放置。',
    table: '传递至其他序列的区域',
    heads: ['序列', '区域', '未采用', '移动，mm', '正反差异，mm', '互信息，前；后', '轮廓重叠（Dice），前；后'],
    note: '已采用配准的中位数（最小–最大）。移动：区域体素与文件所述位置的平均距离。正反差异：正向与反向配准所得区域体素的平均距离，表示其不确定性。',
  },
  fields: {
    title: '偏置场',
    paragraph: '测量之前以 N4 去除每幅图像的平滑场。所列系数为患者区域（或估计该场的掩膜）内信号被乘的倍数。',
    table: '已去除的偏置场',
    heads: ['序列', '图像数', '最小系数', '最大系数', '最大与最小之比', '最宽者'],
    note: '中位数（最小–最大）。远宽于其他图像的场可能来自解剖结构：请查看该图像。',
  },
  deep: {
    title: '深度特征',
    paragraph: '由作者选用的网络给出的特征，区别于有定义的特征。',
    table: '网络及其特征',
    heads: ['项目', '内容'],
    facts: {
      file: '文件',
      hash: 'SHA-256 校验值',
      licence: '所述许可',
      input: '输入',
      output: '输出',
      features: '每个区域的特征数',
      columns: '列',
    },
  },
  habitats: {
    title: '生境',
    paragraph:
      '区域中在若干图谱上相近的体素构成一个生境，各生境分别测量。生境按第一幅图谱由低到高编号。缺少某生境的患者无该生境的特征。',
    table: (sequence: string) => `${sequence} 上区域的生境`,
    habitat: '生境',
    share: '占区域的比例，%',
    without: '无此生境的区域',
    note: (voxels: TextPart, patients: TextPart) =>
      text`各生境中心以各图谱单位表示，由 ${patients} 例训练患者的 ${voxels} 个体素学得，未使用结局。比例：全部区域的中位数（最小–最大）。`,
    figure: (sequence: string) => `${sequence} 上的生境`,
    caption: '生境比例最接近中位数的训练患者：区域最大的层面，以及各体素的生境编号。图中标尺为 10 mm。',
    description: (sequence: string) => `${sequence} 的一个层面，其区域分为若干生境。`,
  },
  curves: {
    title: '时间–信号曲线',
    typeColumn: (sequence: string) => `测得的曲线分型（${sequence}）`,
    washoutColumn: (sequence: string) => `廓清体素（${sequence}）`,
    type: (label: string) => `${label} 型`,
    noType: '无分型（强化过弱）',
    none: '无',
    region: (reader: string | undefined) =>
      reader === 'mean' ? '各阅片者区域的均值' : reader ? `${reader} 所画区域` : '区域',
    about: (c) =>
      text`在 ${c.sequence} 上测量了${c.region}在各期相的平均信号。早期强化达 ${c.enhancing}% 时方予分型；早期峰值为首期后 ${c.early} 秒内的最高信号。自该峰值至末期，信号升高超过 ${c.plateau}%（I，持续型）、变化在此范围内（II，平台型）或降低更多（III，廓清型）。分型与廓清体素比例见 features.csv 的 ${c.columns[0]} 与 ${c.columns[1]} 列。${c.late}`,
    late: (late: TextPart, all: TextPart) => text`${late} 例（共 ${all} 例）患者的第二期晚于该时间，以其代替早期。`,
    table: (sequence: string) => `${sequence} 上各区域的时间–信号曲线`,
    heads: ['曲线', '患者', '早期强化，%', '自早期峰值的变化，%', '廓清体素，%'],
    medians: '中位数 [第一四分位数, 第三四分位数]，或唯一患者的数值。',
    measured: '测量值',
    measuredBy: (reader: string) => `在 ${reader} 所画区域内的测量`,
    against: (first: string, second: string) => `${first} 所画区域与 ${second} 所画区域的测量`,
    ofCohort: (label: string) => `队列表中的${label}`,
    agreementHeads: ['比较对象', '患者', '分型相同', 'κ（95% CI）'],
    agreementTable: (sequence: string) => `${sequence} 上测得的曲线分型与阅片结果的一致性`,
    agreementNote: 'κ，Cohen κ 系数，按差距的平方对不一致加权；大样本区间。',
    figure: (sequence: string) => `${sequence} 上的时间–信号曲线`,
    caption: (several: boolean) => `各区域相对首期的平均强化${several ? '；粗线为该型的均值' : ''}。`,
    description: (regions: number) => `${regions} 个区域按分型的时间–信号曲线。`,
    minutes: '首期后分钟数',
    phases: '首期后的期相数',
    enhancement: '强化，%',
  },
  measured: {
    title: '区域测量',
    paragraph: '少数可直接解读的特征；全部特征见 features.csv 文件。',
    table: '各序列中的区域',
    feature: '特征',
    note: '患者的中位数 [第一四分位数, 第三四分位数]，或唯一患者的数值。',
    features: {
      original_shape_MeshVolume: '体积，mm³',
      original_shape_Maximum3DDiameter: '最大径，mm',
      original_shape_Sphericity: '球度',
      original_firstorder_Mean: '均值',
      original_firstorder_Median: '中位数',
      original_firstorder_10Percentile: '第 10 百分位数',
      original_firstorder_90Percentile: '第 90 百分位数',
      original_firstorder_Skewness: '偏度',
      original_firstorder_Entropy: '熵，bit（比特）',
    },
  },
  typical: {
    title: '典型患者',
    row: (group: string, points: string, risk: string) => `${group}：${points} 分，预测风险 ${risk}`,
    caption: (model: string, readers: readonly string[]) =>
      `出现与未出现结局的训练患者中，按 ${model} 预测风险居中者各一例；每个序列取区域最大的层面，灰度为采集原样。${readers.length > 1 ? `黄色轮廓为${readers[0]}所画区域，蓝色为${readers[1]}所画。` : '区域以轮廓标出。'}分数与风险由列线图读出。图中标尺为 10 mm。`,
    description: (sequences: readonly string[]) => `两例患者的层面：${sequences.join('、')}。`,
  },
  maps: {
    title: '所选特征在区域内的分布',
    caption: (model: string) =>
      `${model}中权重最大的特征的逐体素图：每种颜色为该体素邻域的特征值，取区域最大的层面，两例患者采用同一色阶，两端各略去最极端的百分之一。所示为出现与未出现结局的训练患者中预测风险居中者。整个区域的特征值并非其图的均值。图中标尺为 10 mm。`,
    description: (features: string) => `${features} 在两例患者区域内的分布图。`,
  },
}
