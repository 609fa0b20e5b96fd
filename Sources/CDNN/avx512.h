// What our own kernels for AVX-512 have in common: how they are compiled, and where they may run.
#pragma once
#include <dnnl.h>
#include <immintrin.h>

// bf16 is named for the conversions and products that ask for it; the compiler uses it nowhere by itself.
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16"), always_inline)) static inline
#define AVX512_ENTRY __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16"), noinline)) static

enum { LANES = 16, OUT_BLOCK = 64, OUT_LANES = OUT_BLOCK / LANES };

/// Whether they may run here. In networks of brain floats only where the processor multiplies these natively, and where
/// oneDNN has no matrix tiles, which multiply sixteen times faster.
static inline int avx512_may_run(int is_bf16) {
    const int isa = (int)dnnl_get_effective_cpu_isa();
    const int wide = (isa & dnnl_cpu_isa_avx512_core) == dnnl_cpu_isa_avx512_core;
    const int native = (isa & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
    const int matrix = (isa & dnnl_cpu_isa_avx512_core_amx) == dnnl_cpu_isa_avx512_core_amx;
    return wide && (!is_bf16 || (native && !matrix));
}
