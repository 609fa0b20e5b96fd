// One pass forward and one backward.
#include <math.h>

#include "training.h"

// From libgomp, see create.c.
void omp_set_num_threads(int count);

static int run(const dnn_trainer *t, const call_t *call) {
    return dnnl_primitive_execute(call->primitive, t->stream, call->argument_count, call->arguments);
}

/// Runs a copy between a layout of oneDNN's and the caller's `numbers`.
static int copy(const dnn_trainer *t, const call_t *call, dnnl_memory_t plain, const float *numbers) {
    const int status = dnnl_memory_set_data_handle(plain, (void *)numbers);
    return status ? status : run(t, call);
}

static void *gradient_at(const dnn_trainer *t, int buffer) { return t->arena + t->buffers[buffer].offset; }

static const void *added_map(const dnn_trainer *t, const trained_layer *layer) {
    return layer->table.adds < 0 ? NULL : t->layers[layer->table.adds].map;
}

/// The batch's statistics, and the factors that they and gamma and beta make. In a pass that adopts, gamma and beta are
/// made first: of them scale = 1 and shift = the bias.
static void normalise(dnn_trainer *t, const trained_layer *layer, const float *parameters, float *adopting) {
    float *mean = layer->norm.mean, *variance = t->statistics + t->channels + layer->channel_at;
    norm_statistics(&layer->norm_map, layer->raw, mean, variance, t->sums);
    for (int c = 0; c < layer->norm_map.channels; c++) {
        const double spread = sqrt((double)variance[c] + DNN_EPSILON);
        if (adopting) {
            adopting[layer->gamma_at + c] = (float)spread;
            adopting[layer->beta_at + c] += mean[c];
        }
        const double scale = parameters[layer->gamma_at + c] / spread;
        layer->norm.scale[c] = (float)scale;
        layer->norm.shift[c] = (float)(parameters[layer->beta_at + c] - mean[c] * scale);
        layer->norm.inverse[c] = (float)(1 / spread);
    }
}

static int forward(dnn_trainer *t, const float *parameters, float *adopting) {
    omp_set_num_threads(1);
    interleave_planes(t->is_bf16, t->batch, (size_t)t->input_shape.height * t->input_shape.width, t->input,
                      t->input_map);
    for (int i = 0; i < t->count; i++) {
        trained_layer *layer = &t->layers[i];
        const int is_convolution = layer->table.kind == DNN_CONVOLUTION;
        int status = 0;
        if (is_convolution)
            status = copy(t, &layer->to_forward, layer->plain_forward, parameters + layer->weight_at);
        // A CPU stream is done when a call returns.
        if (!status) status = run(t, &layer->forward);
        if (status) return status;
        if (!is_convolution) continue;
        normalise(t, layer, parameters, adopting);
        norm_apply(&layer->norm_map, &layer->norm, layer->raw, added_map(t, layer), layer->map);
    }
    grid_means(&t->grid, t->layers[t->count - 1].map, t->features);
    return dnnl_stream_wait(t->stream);
}

int dnn_trainer_forward(dnn_trainer *t, const float *parameters) { return forward(t, parameters, NULL); }

int dnn_trainer_adopt(dnn_trainer *t, float *parameters) { return forward(t, parameters, parameters); }

/// Gradients of gamma and beta, and of what the convolution gave, which takes its place (Ioffe & Szegedy 2015, section 3).
static void norm_backward(dnn_trainer *t, const trained_layer *layer, float *gradient) {
    void *sources[MAX_SOURCES];
    for (int k = 0; k < layer->source_count; k++) sources[k] = gradient_at(t, layer->sources[k]);
    const void *added = added_map(t, layer);
    const int channels = layer->norm_map.channels;
    norm_gradient_sums(&layer->norm_map, &layer->norm, layer->raw, added, sources, layer->source_count,
                       layer->keeps_dz, t->sums);
    for (int c = 0; c < channels; c++) {
        const double beta = t->sums[c], gamma = t->sums[channels + c], count = (double)layer->norm_map.pixels;
        const double scale = layer->norm.scale[c], slope = -scale * layer->norm.inverse[c] * gamma / count;
        gradient[layer->beta_at + c] = (float)beta;
        gradient[layer->gamma_at + c] = (float)gamma;
        layer->slope[c] = (float)slope;
        layer->offset[c] = (float)(-scale * beta / count - slope * layer->norm.mean[c]);
    }
    norm_gradient(&layer->norm_map, &layer->norm, layer->slope, layer->offset, layer->raw, added, sources[0],
                  layer->is_dz);
}

static int convolution_backward(dnn_trainer *t, const trained_layer *layer, const float *parameters,
                                float *gradient) {
    norm_backward(t, layer, gradient);
    int status = 0;
    if (layer->depthwise_sums) {
        const int input = layer->table.input;
        depthwise_weight_gradient(&layer->depthwise, input < 0 ? t->input_map : t->layers[input].map, layer->raw,
                                  gradient + layer->weight_at, layer->depthwise_sums);
    } else {
        status = run(t, &layer->backward_weights);
        if (!status) status = copy(t, &layer->from_gradient, layer->plain_gradient, gradient + layer->weight_at);
    }
    if (status || layer->input_gradient < 0) return status;
    status = copy(t, &layer->to_backward, layer->plain_backward, parameters + layer->weight_at);
    return status ? status : run(t, &layer->backward_data);
}

int dnn_trainer_backward(dnn_trainer *t, const float *parameters, const float *feature_gradient, float *gradient) {
    omp_set_num_threads(1);
    grid_gradient(&t->grid, feature_gradient, gradient_at(t, t->last_gradient));
    for (int i = t->count - 1; i >= 0; i--) {
        const trained_layer *layer = &t->layers[i];
        int status;
        if (layer->table.kind == DNN_CONVOLUTION) {
            status = convolution_backward(t, layer, parameters, gradient);
        } else {
            for (int k = 1; k < layer->source_count; k++)
                add_maps(t->is_bf16, map_numbers(t, layer->out), gradient_at(t, layer->sources[0]),
                         gradient_at(t, layer->sources[k]));
            status = run(t, &layer->backward_data);
        }
        if (status) return status;
    }
    return dnnl_stream_wait(t->stream);
}

size_t dnn_trainer_parameter_count(const dnn_trainer *t) { return t->parameter_count; }
size_t dnn_trainer_bytes(const dnn_trainer *t) { return t->bytes; }
float *dnn_trainer_input(dnn_trainer *t) { return t->input; }
int dnn_trainer_feature_length(const dnn_trainer *t) { return t->grid.channels * t->grid.grid * t->grid.grid; }
const float *dnn_trainer_features(const dnn_trainer *t) { return t->features; }
int dnn_trainer_statistics_length(const dnn_trainer *t) { return 2 * t->channels; }
const float *dnn_trainer_statistics(const dnn_trainer *t) { return t->statistics; }
dnn_shape dnn_trainer_shape(const dnn_trainer *t, int layer) { return t->layers[layer].out; }

void dnn_trainer_copy_output(const dnn_trainer *t, int layer, float *out) {
    widen_map(t->is_bf16, map_numbers(t, t->layers[layer].out), t->layers[layer].map, out);
}
