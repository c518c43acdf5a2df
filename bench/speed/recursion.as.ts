// One recursive pass, y = x + a·y₁ + b·y₂, over lines side by side: in doubles as the kernels have it, in doubles with
// relaxed SIMD's fused multiply-add, and in single precision as a GPU's shaders would.

export function strict(x: usize, y: usize, n: i32, stride: usize, a: f64, b: f64): void {
  const ka = f64x2.splat(a)
  const kb = f64x2.splat(b)
  for (let l: usize = 0; l < stride; l += 8) {
    let y1 = f64x2.splat(0)
    let y2 = f64x2.splat(0)
    for (let i = 0; i < n; i++) {
      const at = <usize>i * stride + l
      const v = f64x2.add(f64x2.add(f64x2.promote_low_f32x4(v128.load64_zero(x + at)), f64x2.mul(ka, y1)), f64x2.mul(kb, y2))
      y2 = y1
      y1 = v
      v128.store64_lane(y + at, f32x4.demote_f64x2_zero(v), 0)
    }
  }
}

export function fused(x: usize, y: usize, n: i32, stride: usize, a: f64, b: f64): void {
  const ka = f64x2.splat(a)
  const kb = f64x2.splat(b)
  for (let l: usize = 0; l < stride; l += 8) {
    let y1 = f64x2.splat(0)
    let y2 = f64x2.splat(0)
    for (let i = 0; i < n; i++) {
      const at = <usize>i * stride + l
      const v = f64x2.relaxed_madd(kb, y2, f64x2.relaxed_madd(ka, y1, f64x2.promote_low_f32x4(v128.load64_zero(x + at))))
      y2 = y1
      y1 = v
      v128.store64_lane(y + at, f32x4.demote_f64x2_zero(v), 0)
    }
  }
}

export function single(x: usize, y: usize, n: i32, stride: usize, a: f64, b: f64): void {
  const ka = f32x4.splat(<f32>a)
  const kb = f32x4.splat(<f32>b)
  for (let l: usize = 0; l < stride; l += 16) {
    let y1 = f32x4.splat(0)
    let y2 = f32x4.splat(0)
    for (let i = 0; i < n; i++) {
      const at = <usize>i * stride + l
      const v = f32x4.add(f32x4.add(v128.load(x + at), f32x4.mul(ka, y1)), f32x4.mul(kb, y2))
      y2 = y1
      y1 = v
      v128.store(y + at, v)
    }
  }
}
