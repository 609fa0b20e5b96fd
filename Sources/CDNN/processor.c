// What oneDNN makes of this CPU, within what its environment variable ONEDNN_MAX_CPU_ISA allows.
#include "CDNN.h"
#include "compat.h"

int dnn_has_native_bf16(void) {
    // ISA values are bit sets in 2.x and 3.x alike: at least AVX512-BF16 means that all its bits are there.
    dnnl_cpu_isa_t isa = dnnl_get_effective_cpu_isa();
    return (isa & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
}

const char *dnn_instruction_set(void) {
    // Widest first: every set holds those below it. The bits of AMX stand here because its name changed with 3.x.
    static const struct {
        unsigned bits;
        const char *name;
    } known[] = {
        {0x3e7, "AMX"},
        {dnnl_cpu_isa_avx512_core_bf16, "AVX-512 BF16"},
        {dnnl_cpu_isa_avx512_core_vnni, "AVX-512 VNNI"},
        {dnnl_cpu_isa_avx512_core, "AVX-512"},
        {dnnl_cpu_isa_avx2_vnni, "AVX2 VNNI"},
        {dnnl_cpu_isa_avx2, "AVX2"},
        {dnnl_cpu_isa_avx, "AVX"},
        {dnnl_cpu_isa_sse41, "SSE4.1"},
    };
    const unsigned isa = (unsigned)dnnl_get_effective_cpu_isa();
    for (unsigned k = 0; k < sizeof known / sizeof *known; k++)
        if ((isa & known[k].bits) == known[k].bits) return known[k].name;
    return "generic";
}

void dnn_version(int *major, int *minor, int *patch) {
    const dnnl_version_t *version = dnnl_version();
    *major = version->major, *minor = version->minor, *patch = version->patch;
}
