// What a trainer's layers look like, and why a network cannot be trained.
#include <stdarg.h>
#include <stdio.h>

#include "training_maker.h"

int training_refuse(maker_t *m, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (!m->error[0]) vsnprintf(m->error, DNN_ERROR_LENGTH, format, arguments);
    va_end(arguments);
    return 1;
}

int training_shape_layer(maker_t *m, int i) {
    dnn_trainer *t = m->trainer;
    trained_layer *layer = &t->layers[i];
    const dnn_layer *table = &layer->table;
    if (table->kind != DNN_CONVOLUTION && table->kind != DNN_MAX_POOL)
        return training_refuse(m, "layer %d is of a kind that cannot be trained", i);
    if (table->input >= i || table->adds >= i || (table->kind == DNN_MAX_POOL && table->input < 0))
        return training_refuse(m, "layer %d reads a layer that comes later", i);
    layer->in = table->input < 0 ? t->input_shape : t->layers[table->input].out;
    const int rows = layer->in.height + table->pad_top + table->pad_bottom - table->kernel;
    const int columns = layer->in.width + table->pad_left + table->pad_right - table->kernel;
    if (rows < 0 || columns < 0) return training_refuse(m, "layer %d: the input is smaller than the kernel", i);
    if (layer->in.channels != table->in_channels)
        return training_refuse(m, "layer %d reads %d channels and is given %d", i, table->in_channels,
                               layer->in.channels);
    layer->out = (dnn_shape){table->out_channels, rows / table->stride + 1, columns / table->stride + 1};
    if (table->kind != DNN_CONVOLUTION) return 0;
    if (table->adds >= 0 && memcmp(&t->layers[table->adds].out, &layer->out, sizeof layer->out))
        return training_refuse(m, "layer %d adds a map of another shape", i);
    const int channels = table->out_channels;
    layer->weight_at = t->parameter_count;
    layer->gamma_at = layer->weight_at +
                      (size_t)channels * (table->in_channels / table->groups) * table->kernel * table->kernel;
    layer->beta_at = layer->gamma_at + channels;
    t->parameter_count = layer->beta_at + channels;
    layer->channel_at = t->channels;
    t->channels += channels;
    layer->norm_map = (norm_map_t){(size_t)t->batch * layer->out.height * layer->out.width, channels, t->is_bf16,
                                   table->activation};
    return 0;
}
