/** The attributes that are read here: their tags, by the names of DICOM PS3.6. */
export const tag = {
  TransferSyntaxUID: 0x00020010,
  SpecificCharacterSet: 0x00080005,
  ImageType: 0x00080008,
  SOPClassUID: 0x00080016,
  SOPInstanceUID: 0x00080018,
  AcquisitionDate: 0x00080022,
  ContentDate: 0x00080023,
  AcquisitionDateTime: 0x0008002a,
  AcquisitionTime: 0x00080032,
  ContentTime: 0x00080033,
  Modality: 0x00080060,
  Manufacturer: 0x00080070,
  SeriesDescription: 0x0008103e,
  ReferencedSOPInstanceUID: 0x00081155,
  ReferencedSeriesSequence: 0x00081115,
  ReferencedInstanceSequence: 0x0008114a,
  SourceImageSequence: 0x00082112,
  DerivationImageSequence: 0x00089124,
  PatientName: 0x00100010,
  PatientID: 0x00100020,
  SequenceName: 0x00180024,
  ContrastBolusAgent: 0x00180010,
  ScanOptions: 0x00180022,
  RepetitionTime: 0x00180080,
  FlipAngle: 0x00181314,
  SliceThickness: 0x00180050,
  EchoTime: 0x00180081,
  SpacingBetweenSlices: 0x00180088,
  TriggerTime: 0x00181060,
  FrameAcquisitionDateTime: 0x00189074,
  FrameReferenceDateTime: 0x00189151,
  DiffusionBValue: 0x00189087,
  DiffusionGradientOrientation: 0x00189089,
  MRDiffusionSequence: 0x00189117,
  DiffusionGradientDirectionSequence: 0x00189076,
  NominalCardiacTriggerDelayTime: 0x00209153,
  CardiacSynchronizationSequence: 0x00189118,
  MREchoSequence: 0x00189114,
  EffectiveEchoTime: 0x00189082,
  MRImageFrameTypeSequence: 0x00189226,
  FrameType: 0x00089007,
  StudyInstanceUID: 0x0020000d,
  SeriesInstanceUID: 0x0020000e,
  SeriesNumber: 0x00200011,
  AcquisitionNumber: 0x00200012,
  InstanceNumber: 0x00200013,
  ImagePositionPatient: 0x00200032,
  ImageOrientationPatient: 0x00200037,
  FrameOfReferenceUID: 0x00200052,
  TemporalPositionIdentifier: 0x00200100,
  TemporalPositionIndex: 0x00209128,
  TemporalPositionTimeOffset: 0x0020930d,
  TemporalPositionSequence: 0x00209310,
  UnassignedSharedConvertedAttributes: 0x00209170,
  UnassignedPerFrameConvertedAttributes: 0x00209171,
  FrameContentSequence: 0x00209111,
  PlanePositionSequence: 0x00209113,
  PlaneOrientationSequence: 0x00209116,
  SamplesPerPixel: 0x00280002,
  PhotometricInterpretation: 0x00280004,
  NumberOfFrames: 0x00280008,
  Rows: 0x00280010,
  Columns: 0x00280011,
  PixelSpacing: 0x00280030,
  PixelPaddingValue: 0x00280120,
  BitsAllocated: 0x00280100,
  BitsStored: 0x00280101,
  HighBit: 0x00280102,
  PixelRepresentation: 0x00280103,
  RescaleIntercept: 0x00281052,
  RescaleSlope: 0x00281053,
  RescaleType: 0x00281054,
  ModalityLUTSequence: 0x00283000,
  PixelMeasuresSequence: 0x00289110,
  PixelValueTransformationSequence: 0x00289145,
  SharedFunctionalGroupsSequence: 0x52009229,
  PerFrameFunctionalGroupsSequence: 0x52009230,
  ExtendedOffsetTable: 0x7fe00001,
  FloatPixelData: 0x7fe00008,
  DoubleFloatPixelData: 0x7fe00009,
  PixelData: 0x7fe00010,
  SpectroscopyData: 0x56000020,
  Units: 0x00541001,
  SUVType: 0x00541006,
  DecayCorrection: 0x00541102,
  CorrectedImage: 0x00280051,
  FrameReferenceTime: 0x00541300,
  ActualFrameDuration: 0x00181242,
  RadiopharmaceuticalInformationSequence: 0x00540016,
  RadiopharmaceuticalStartTime: 0x00181072,
  RadiopharmaceuticalStartDateTime: 0x00181078,
  RadionuclideTotalDose: 0x00181074,
  RadionuclideHalfLife: 0x00181075,
  PatientSex: 0x00100040,
  PatientSize: 0x00101020,
  PatientWeight: 0x00101030,
  SeriesDate: 0x00080021,
  SeriesTime: 0x00080031,
  DetectorInformationSequence: 0x00540022,
  // Segmentation
  SegmentationType: 0x00620001,
  SegmentSequence: 0x00620002,
  SegmentNumber: 0x00620004,
  SegmentLabel: 0x00620005,
  SegmentIdentificationSequence: 0x0062000a,
  ReferencedSegmentNumber: 0x0062000b,
  MaximumFractionalValue: 0x0062000e,
  // RT Structure Set
  StructureSetROISequence: 0x30060020,
  ROINumber: 0x30060022,
  ReferencedFrameOfReferenceUID: 0x30060024,
  ROIName: 0x30060026,
  ROIContourSequence: 0x30060039,
  ContourSequence: 0x30060040,
  ContourGeometricType: 0x30060042,
  NumberOfContourPoints: 0x30060046,
  ContourData: 0x30060050,
  ReferencedROINumber: 0x30060084,
  GridFrameOffsetVector: 0x3004000c,
  DoseGridScaling: 0x3004000e,
  DoseUnits: 0x30040002,
  ReferencedFrameOfReferenceSequence: 0x30060010,
  RTReferencedStudySequence: 0x30060012,
  RTReferencedSeriesSequence: 0x30060014,
  ContourImageSequence: 0x30060016,
} as const

/** The value representations of those, for files that do not say (implicit VR). */
export const representations = new Map<number, string>()
const say = (vr: string, ...names: (keyof typeof tag)[]) => {
  for (const name of names) representations.set(tag[name], vr)
}
say('US', 'SamplesPerPixel', 'Rows', 'Columns', 'BitsAllocated', 'BitsStored', 'HighBit', 'PixelRepresentation')
say('US', 'SegmentNumber', 'ReferencedSegmentNumber', 'MaximumFractionalValue')
say('UL', 'TemporalPositionIndex')
say('FD', 'DiffusionBValue', 'DiffusionGradientOrientation', 'NominalCardiacTriggerDelayTime', 'EffectiveEchoTime')
say('FD', 'TemporalPositionTimeOffset')
say('OW', 'PixelData')
say('OF', 'FloatPixelData')
say('OD', 'DoubleFloatPixelData')
say('SQ', 'MRDiffusionSequence', 'DiffusionGradientDirectionSequence', 'CardiacSynchronizationSequence')
say('SQ', 'MREchoSequence', 'MRImageFrameTypeSequence', 'FrameContentSequence', 'PlanePositionSequence')
say('SQ', 'PlaneOrientationSequence', 'PixelMeasuresSequence', 'PixelValueTransformationSequence')
say('SQ', 'SharedFunctionalGroupsSequence', 'PerFrameFunctionalGroupsSequence', 'SegmentSequence')
say('SQ', 'ReferencedInstanceSequence', 'RadiopharmaceuticalInformationSequence')
say('SQ', 'ReferencedSeriesSequence', 'SourceImageSequence', 'DerivationImageSequence', 'TemporalPositionSequence')
say('SQ', 'UnassignedSharedConvertedAttributes', 'UnassignedPerFrameConvertedAttributes')
say('SQ', 'DetectorInformationSequence', 'ReferencedFrameOfReferenceSequence', 'RTReferencedStudySequence')
say('SQ', 'RTReferencedSeriesSequence', 'ContourImageSequence')
say('SQ', 'SegmentIdentificationSequence', 'StructureSetROISequence', 'ROIContourSequence', 'ContourSequence')

export const transferSyntax = {
  implicitLittle: '1.2.840.10008.1.2',
  explicitLittle: '1.2.840.10008.1.2.1',
  deflated: '1.2.840.10008.1.2.1.99',
  explicitBig: '1.2.840.10008.1.2.2',
  jpegBaseline: '1.2.840.10008.1.2.4.50',
  jpegExtended: '1.2.840.10008.1.2.4.51',
  jpegLossless: '1.2.840.10008.1.2.4.57',
  jpegLosslessFirst: '1.2.840.10008.1.2.4.70',
  jpegLsLossless: '1.2.840.10008.1.2.4.80',
  jpegLsNear: '1.2.840.10008.1.2.4.81',
  jpeg2000Lossless: '1.2.840.10008.1.2.4.90',
  jpeg2000: '1.2.840.10008.1.2.4.91',
  highThroughputLossless: '1.2.840.10008.1.2.4.201',
  highThroughputLosslessByLevel: '1.2.840.10008.1.2.4.202',
  highThroughput: '1.2.840.10008.1.2.4.203',
  rle: '1.2.840.10008.1.2.5',
} as const

export const sopClass = {
  segmentation: '1.2.840.10008.5.1.4.1.1.66.4',
  labelMap: '1.2.840.10008.5.1.4.1.1.66.7',
  spectroscopy: '1.2.840.10008.5.1.4.1.1.4.2',
  directory: '1.2.840.10008.1.3.10',
  structureSet: '1.2.840.10008.5.1.4.1.1.481.3',
} as const
