import { expect, test } from 'vitest'
import { featureName } from './feature-name.ts'

test.each([
  ['t2_log-sigma-2-0-mm-3D_glszm_GrayLevelNonUniformity', 'T2 · LoG 2 mm · GLSZM · Gray-level non-uniformity'],
  ['dce_log-sigma-2-5-mm-3D_glcm_Imc1', 'DCE · LoG 2.5 mm · GLCM · Imc1'],
  ['original_firstorder_10Percentile', 'First order · 10th percentile'],
  ['original_shape_Maximum2DDiameterSlice', 'Shape · Maximum 2D diameter slice'],
  ['dce_late_wavelet-LLH_gldm_DependenceVariance', 'dce_late · Wavelet LLH · GLDM · Dependence variance'],
  ['adc_original_glrlm_RunLengthNonUniformity', 'ADC · GLRLM · Run length non-uniformity'],
  ['lbp-3D-m1_firstorder_RootMeanSquared', 'LBP 3D-m1 · First order · Root mean squared'],
  ['age', 'age'],
  ['KI-67', 'KI-67'],
])('%s reads %s', (name, shown) => expect(featureName(name)).toBe(shown))
