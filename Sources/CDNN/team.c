// The team of threads that oneDNN's primitives run on, for what stands between two networks.
#include "CDNN.h"

// From libgomp, whose header belongs to the compiler.
void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
int omp_get_thread_num(void);
int omp_get_num_threads(void);

typedef struct {
    int shares;
    dnn_share body;
    void *context;
} work_t;

static void work_of_member(void *data) {
    const work_t *work = data;
    // The team may be smaller than was asked for.
    for (int k = omp_get_thread_num(); k < work->shares; k += omp_get_num_threads()) work->body(work->context, k);
}

void dnn_team_run(int shares, dnn_share body, void *context) {
    work_t work = {shares, body, context};
    if (shares == 1) {
        body(context, 0);
    } else {
        GOMP_parallel(work_of_member, &work, (unsigned)shares, 0);
    }
}
