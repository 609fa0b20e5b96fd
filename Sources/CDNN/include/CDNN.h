// A convolutional trunk on oneDNN behind a handful of functions.
//
// A network is built once from a table of layers: primitives chosen, weights reordered into the layout that each
// primitive wants, activations placed in one arena by their life times. It never changes afterwards, so any number of
// contexts may run it at the same time; a context holds the arena and belongs to one thread at a time.
//
// Builds against oneDNN 2.x (Debian 12) and 3.x; what differs is in compat.h.
#pragma once
#include <stddef.h>
#include <stdint.h>

// A kernel of the network's own, here for its tests.
#include "excite.h"

typedef struct dnn_network dnn_network;
typedef struct dnn_context dnn_context;

enum { DNN_CONVOLUTION = 0, DNN_MAX_POOL = 1, DNN_EXCITATION = 2 };
enum { DNN_ACTIVATION_NONE = 0, DNN_ACTIVATION_RELU = 1, DNN_ACTIVATION_RELU6 = 2, DNN_ACTIVATION_SWISH = 3 };
enum { DNN_F32 = 0, DNN_BF16 = 1 };
enum { DNN_ERROR_LENGTH = 200 };

typedef struct {
    int kind;
    /// Layer read; -1 is the network's input. Always lower than the layer's own index.
    int input;
    int in_channels, out_channels;
    int kernel, stride, groups;
    int pad_top, pad_left, pad_bottom, pad_right;
    /// Layer added before the activation; -1 for none.
    int adds;
    int activation;
    /// Out, in / groups, kernel, kernel; and out. Of an excitation: squeezed, in; and squeezed. Like all weights they
    /// are read during creation only.
    const float *weights, *bias;
    /// Where the layer reads the network's input: value * scale + offset are whole grey levels about zero.
    float input_scale[3], input_offset[3];
    /// Of an excitation only: how many numbers the means of all channels are squeezed into (`activation` follows), and
    /// in, squeezed; and in, which make factors of them (a sigmoid follows).
    int squeezed;
    const float *expand_weights, *expand_bias;
} dnn_layer;

typedef struct {
    int channels, height, width;
} dnn_shape;

/// Builds a network for inputs of `batch` x `channels` x `height` x `width`. `taps` are the layers whose outputs are
/// wanted. NULL on failure, with a sentence in `error` (DNN_ERROR_LENGTH bytes).
dnn_network *dnn_network_create(const dnn_layer *layers, int count, int batch, int channels, int height, int width,
                                int precision, int threads, const int *taps, int tap_count, char *error);
void dnn_network_destroy(dnn_network *network);
/// Shape of the k-th tap.
dnn_shape dnn_network_tap(const dnn_network *network, int k);
/// Bytes of the arena that every context takes.
size_t dnn_network_arena_bytes(const dnn_network *network);

/// NULL when memory is short.
dnn_context *dnn_context_create(const dnn_network *network);
void dnn_context_destroy(dnn_context *context);
/// Where to put the input: batch x channels x height x width floats, 64-byte aligned.
float *dnn_context_input(dnn_context *context);
/// The k-th tap after a run: batch x height x width x channels floats.
const float *dnn_context_tap(const dnn_context *context, int k);
/// 0, or oneDNN's status.
int dnn_context_run(dnn_context *context);

typedef void (*dnn_share)(void *context, int share);
/// Calls `body` with each of 0..<shares, each on a thread of the team that the calling thread's networks run on.
void dnn_team_run(int shares, dnn_share body, void *context);

/// The same trunk while it learns: forward and backward passes over the samples of one shard, on one thread.
///
/// Convolutions have no bias here; each is followed by BatchNorm with the batch's own statistics (Ioffe & Szegedy 2015),
/// then the residual sum and the activation. Parameters stay with the caller, one array of floats: for each convolution
/// in the table's order its weights (out, in / groups, kernel, kernel), gamma and beta (out each). Gradients come back
/// the same way. The output of the last layer is averaged over grid x grid cells; those means are the features.
typedef struct dnn_trainer dnn_trainer;

/// NULL on failure, with a sentence in `error` (DNN_ERROR_LENGTH bytes). The weights of `layers` are not read.
dnn_trainer *dnn_trainer_create(const dnn_layer *layers, int count, int batch, int height, int width, int grid,
                                int precision, char *error);
void dnn_trainer_destroy(dnn_trainer *trainer);
/// Floats that parameters and gradients have.
size_t dnn_trainer_parameter_count(const dnn_trainer *trainer);
/// Bytes of activations, gradients and weights in oneDNN's layouts.
size_t dnn_trainer_bytes(const dnn_trainer *trainer);
/// Batch x 3 x height x width floats, to be filled before a forward pass.
float *dnn_trainer_input(dnn_trainer *trainer);
/// Channels of the last layer x grid x grid, for each sample; the channel is slowest.
int dnn_trainer_feature_length(const dnn_trainer *trainer);
const float *dnn_trainer_features(const dnn_trainer *trainer);
/// Mean of every channel of every BatchNorm in the last forward pass, then all (biased) variances.
int dnn_trainer_statistics_length(const dnn_trainer *trainer);
const float *dnn_trainer_statistics(const dnn_trainer *trainer);
dnn_shape dnn_trainer_shape(const dnn_trainer *trainer, int layer);
/// Copies a layer's output of the last forward pass: batch x height x width x channels floats.
void dnn_trainer_copy_output(const dnn_trainer *trainer, int layer, float *out);

/// 0, or oneDNN's status; so too of the others.
int dnn_trainer_forward(dnn_trainer *trainer, const float *parameters);
/// A forward pass that sets gamma and beta so that each BatchNorm gives back what it gets, plus the bias that stands in
/// the place of beta beforehand: the network then computes what convolutions with these biases would.
int dnn_trainer_adopt(dnn_trainer *trainer, float *parameters);
/// After a forward pass with the same parameters, once: the gradient for `feature_gradient` (shaped like the features).
int dnn_trainer_backward(dnn_trainer *trainer, const float *parameters, const float *feature_gradient,
                         float *gradient);

/// 1 where this CPU multiplies bf16 natively.
int dnn_has_native_bf16(void);
/// The widest instruction set that oneDNN uses here, as people call it.
const char *dnn_instruction_set(void);
/// oneDNN's version, as in 2.6.3.
void dnn_version(int *major, int *minor, int *patch);
