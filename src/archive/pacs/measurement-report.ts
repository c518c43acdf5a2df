import { NoSuchSegment, NotASegmentation, ReportTooLarge } from '../../errors/index.ts'
import { derivedHeader } from '../../image/dicom/derived-header.ts'
import { type Dataset, items, parseDicom, text, value } from '../../image/dicom/file.ts'
import { uidOf } from '../../image/dicom/seg-write.ts'
import { sopClass, tag } from '../../image/dicom/tags.ts'
import { type Attribute, decimal, encodeDicom } from '../../image/dicom/write.ts'

const comprehensive3d = '1.2.840.10008.5.1.4.1.1.88.34'
/** Codes of features have no published scheme that has them all; the name is what they mean. */
const scheme = '99NOMOSCOPE'
/** Numbers in one report; a viewer lists them all. */
const most = 10_000

const code = (value: string, designator: string, meaning: string): Attribute[] => [
  [0x00080100, 'SH', value],
  [0x00080102, 'SH', designator],
  [0x00080104, 'LO', meaning.slice(0, 64)],
]
const dcm = (value: string, meaning: string) => code(value, 'DCM', meaning)

const item = (relation: string, kind: string, name: Attribute[], ...content: Attribute[]): Attribute[] => [
  [0x0040a010, 'CS', relation],
  [0x0040a040, 'CS', kind],
  [0x0040a043, 'SQ', [name]],
  ...content,
]
const container = (relation: string, name: Attribute[], template: string | undefined, children: Attribute[][]) =>
  item(
    relation,
    'CONTAINER',
    name,
    [0x0040a050, 'CS', 'SEPARATE'],
    ...(template
      ? ([
          [
            0x0040a504,
            'SQ',
            [
              [
                [0x00080105, 'CS', 'DCMR'],
                [0x0040db00, 'CS', template],
              ],
            ],
          ],
        ] as Attribute[])
      : []),
    [0x0040a730, 'SQ', children],
  )
const coded = (relation: string, name: Attribute[], value: Attribute[]) =>
  item(relation, 'CODE', name, [0x0040a168, 'SQ', [value]])
const uidItem = (relation: string, name: Attribute[], uid: string) =>
  item(relation, 'UIDREF', name, [0x0040a124, 'UI', uid])
const textItem = (relation: string, name: Attribute[], said: string) =>
  item(relation, 'TEXT', name, [0x0040a160, 'UT', said])

const instance = (kind: string, uid: string): Attribute[] => [
  [0x00081150, 'UI', kind],
  [tag.ReferencedSOPInstanceUID, 'UI', uid],
]

/**
 * Features of one segment of a DICOM Segmentation as a structured report that viewers read: TID 1500 with one volumetric
 * measurement group (TID 1411), which refers to the segment and the series it was drawn on. The same features and
 * segmentation give the same bytes; the study's date stands for the clock.
 *
 * features  by name; what is no finite number is left out, for a NUM item cannot hold it
 * segment  its number; the only one by default
 *
 * Source: DICOM PS3.16, TID 1500, 1411, 1419. Throws NotASegmentation, NoSuchSegment, ReportTooLarge.
 */
export async function measurementReport(
  features: Readonly<Record<string, number>>,
  segmentation: { bytes: Uint8Array; name: string },
  segment: number | undefined,
  version: string,
): Promise<Uint8Array> {
  const { dataset } = parseDicom(segmentation.bytes, segmentation.name)
  const kind = text(dataset, tag.SOPClassUID)
  if (kind !== sopClass.segmentation && kind !== sopClass.labelMap) throw NotASegmentation(segmentation.name)
  const segments = items(dataset, tag.SegmentSequence).map((one) => ({
    number: value(one, tag.SegmentNumber) ?? 0,
    label: text(one, tag.SegmentLabel) ?? '',
  }))
  const chosen =
    segment === undefined && segments.length === 1 ? segments[0] : segments.find((s) => s.number === segment)
  if (!chosen)
    throw NoSuchSegment(
      segmentation.name,
      segments.map(({ number, label }) => `${number} (${label})`),
    )
  const numbers = Object.entries(features).filter(([, feature]) => Number.isFinite(feature))
  if (numbers.length > most) throw ReportTooLarge(numbers.length, most)
  const own = text(dataset, tag.SOPInstanceUID) ?? ''
  const content = new TextEncoder().encode(JSON.stringify(numbers))
  const uids = ['report series', 'report', 'tracking', 'device'].map((part) =>
    part === 'device' ? uidOf('nomoscope', new Uint8Array()) : uidOf(`${part} ${own} ${chosen.number} `, content),
  )
  const [series, report, tracking, device] = await Promise.all(uids)
  const [referenced] = items(dataset, tag.ReferencedSeriesSequence)
  const measurements = await Promise.all(numbers.map(([name, feature]) => measurement(name, feature)))
  const group = container('CONTAINS', dcm('125007', 'Measurement Group'), '1411', [
    textItem('HAS OBS CONTEXT', dcm('112039', 'Tracking Identifier'), chosen.label || `segment ${chosen.number}`),
    uidItem('HAS OBS CONTEXT', dcm('112040', 'Tracking Unique Identifier'), tracking),
    coded('CONTAINS', dcm('121071', 'Finding'), code('52988006', 'SCT', 'Lesion')),
    item('CONTAINS', 'IMAGE', dcm('121191', 'Referenced Segment'), [
      0x00081199,
      'SQ',
      [[...instance(kind, own), [0x0062000b, 'US', [chosen.number]]]],
    ]),
    ...(referenced
      ? [
          uidItem(
            'CONTAINS',
            dcm('121232', 'Source series for segmentation'),
            text(referenced, tag.SeriesInstanceUID) ?? '',
          ),
        ]
      : []),
    ...measurements,
  ])
  const root = container('', dcm('126000', 'Imaging Measurement Report'), '1500', [
    coded(
      'HAS CONCEPT MOD',
      dcm('121049', 'Language of Content Item and Descendants'),
      code('en-US', 'RFC5646', 'English (United States)'),
    ),
    coded('HAS OBS CONTEXT', dcm('121005', 'Observer Type'), dcm('121007', 'Device')),
    uidItem('HAS OBS CONTEXT', dcm('121012', 'Device Observer UID'), device),
    textItem('HAS OBS CONTEXT', dcm('121013', 'Device Observer Name'), `Nomoscope ${version}`),
    coded('HAS CONCEPT MOD', dcm('121058', 'Procedure reported'), code('363679005', 'SCT', 'Imaging procedure')),
    container('CONTAINS', dcm('126010', 'Imaging Measurements'), undefined, [group]),
  ]).slice(1)
  return encodeDicom(comprehensive3d, report, [
    ...header(dataset, report, series, version),
    [0x0040a372, 'SQ', []],
    [0x0040a375, 'SQ', [evidence(dataset, kind, own)]],
    [0x0040a491, 'CS', 'COMPLETE'],
    [0x0040a493, 'CS', 'UNVERIFIED'],
    ...root,
  ])
}

async function measurement(name: string, feature: number): Promise<Attribute[]> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(name))).subarray(0, 6)
  const value = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return item('CONTAINS', 'NUM', code(value, scheme, name), [
    0x0040a300,
    'SQ',
    [
      [
        [0x004008ea, 'SQ', [code('1', 'UCUM', 'no units')]],
        [0x0040a161, 'FD', [feature]],
        [0x0040a30a, 'DS', decimal(feature)],
      ],
    ],
  ])
}

function header(source: Dataset, report: string, series: string, version: string): Attribute[] {
  return [
    ...derivedHeader(source, {
      sopClass: comprehensive3d,
      instance: report,
      series,
      seriesNumber: 2000 + (value(source, tag.SeriesNumber) ?? 0),
      modality: 'SR',
      description: 'Radiomic features',
      version,
    }),
    [
      0x00080110,
      'SQ',
      [
        [
          [0x00080102, 'SH', scheme],
          [0x00080115, 'ST', 'Nomoscope: the first 12 hexadecimal digits of the SHA-256 of a feature’s name'],
        ],
      ],
    ],
    [0x00081111, 'SQ', []],
    [tag.StudyInstanceUID, 'UI', text(source, tag.StudyInstanceUID) ?? ''],
  ]
}

/** The segmentation and the images it was drawn on: all that the report refers to. */
function evidence(source: Dataset, kind: string, own: string): Attribute[] {
  const drawn = items(source, tag.ReferencedSeriesSequence).map((one): Attribute[] => [
    [
      0x00081199,
      'SQ',
      items(one, tag.ReferencedInstanceSequence).map((image) =>
        instance(text(image, 0x00081150) ?? '', text(image, tag.ReferencedSOPInstanceUID) ?? ''),
      ),
    ],
    [tag.SeriesInstanceUID, 'UI', text(one, tag.SeriesInstanceUID) ?? ''],
  ])
  const masks: Attribute[] = [
    [0x00081199, 'SQ', [instance(kind, own)]],
    [tag.SeriesInstanceUID, 'UI', text(source, tag.SeriesInstanceUID) ?? ''],
  ]
  return [
    [tag.ReferencedSeriesSequence, 'SQ', [masks, ...drawn]],
    [tag.StudyInstanceUID, 'UI', text(source, tag.StudyInstanceUID) ?? ''],
  ]
}
