// Extremes and sums of voxels, 8 or 4 at a time.

/** Least, largest and sum. */
export function describeI16(from: usize, n: i32, out: usize): void {
  let low = i16x8.splat(32767)
  let high = i16x8.splat(-32768)
  let sum = i64x2.splat(0)
  let i = 0
  for (; i + 7 < n; i += 8) {
    const v = v128.load(from + ((<usize>i) << 1))
    low = i16x8.min_s(low, v)
    high = i16x8.max_s(high, v)
    const four = i32x4.extadd_pairwise_i16x8_s(v)
    sum = i64x2.add(sum, i64x2.add(i64x2.extend_low_i32x4_s(four), i64x2.extend_high_i32x4_s(four)))
  }
  let least: i32 = 32767
  let most: i32 = -32768
  v128.store(out, low)
  v128.store(out, high, 16)
  for (let k: usize = 0; k < 16; k += 2) {
    least = min(least, <i32>load<i16>(out + k))
    most = max(most, <i32>load<i16>(out + k, 16))
  }
  let total = i64x2.extract_lane(sum, 0) + i64x2.extract_lane(sum, 1)
  for (; i < n; i++) {
    const v = <i32>load<i16>(from + ((<usize>i) << 1))
    least = min(least, v)
    most = max(most, v)
    total += <i64>v
  }
  store<f64>(out, <f64>least)
  store<f64>(out, <f64>most, 8)
  store<f64>(out, <f64>total, 16)
}

export function describeF32(from: usize, n: i32, out: usize): void {
  let low = f32x4.splat(Infinity)
  let high = f32x4.splat(-Infinity)
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  let i = 0
  for (; i + 3 < n; i += 4) {
    const v = v128.load(from + ((<usize>i) << 2))
    low = f32x4.pmin(low, v)
    high = f32x4.pmax(high, v)
    a = f64x2.add(a, f64x2.promote_low_f32x4(v))
    b = f64x2.add(b, f64x2.promote_low_f32x4(i32x4.shuffle(v, v, 2, 3, 2, 3)))
  }
  a = f64x2.add(a, b)
  let least = <f64>min(min(f32x4.extract_lane(low, 0), f32x4.extract_lane(low, 1)), min(f32x4.extract_lane(low, 2), f32x4.extract_lane(low, 3)))
  let most = <f64>max(max(f32x4.extract_lane(high, 0), f32x4.extract_lane(high, 1)), max(f32x4.extract_lane(high, 2), f32x4.extract_lane(high, 3)))
  let total = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1)
  for (; i < n; i++) {
    const v = <f64>load<f32>(from + ((<usize>i) << 2))
    least = min(least, v)
    most = max(most, v)
    total += v
  }
  store<f64>(out, least)
  store<f64>(out, most, 8)
  store<f64>(out, total, 16)
}
