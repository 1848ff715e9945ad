using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer.Training;

/// <summary>
/// A network being trained on one device: parameters, running statistics, gradients and the optimizer's state in device
/// memory, and a compiled step of forward, backward and update. <see cref="Step"/> allocates no managed memory. For one
/// thread at a time.
/// </summary>
public sealed class TrainingSession : ITrainingSession
{
    /// <summary>Compiles the step and places everything. Parameters are undefined until they are initialised or loaded.
    /// </summary>
    /// <param name="device">Must outlive the session.</param>
    /// <param name="model">The network.</param>
    /// <param name="options">Batch, image size, optimizer, regularisation.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size, rate or decay is out of its range.</exception>
    /// <exception cref="DeviceMemoryException">
    /// The device has not enough memory; the message names the largest batch that fits.
    /// </exception>
    public TrainingSession(Device device, ImageModel model, TrainingOptions options)
    {
        (Device, Model, Options) = (device, model, options);
        throw new NotSupportedException("Training is not built yet.");
    }

    /// <summary>What it runs on.</summary>
    public Device Device { get; }

    /// <summary>The network.</summary>
    public ImageModel Model { get; }

    /// <summary>What it was made for.</summary>
    public TrainingOptions Options { get; }

    /// <summary>How many updates were made, those before the loaded state among them.</summary>
    public long Updates => throw new NotSupportedException();

    /// <summary>The logits of the last step, [batch, classes]; overwritten by the next.</summary>
    public ReadOnlySpan<float> Logits => throw new NotSupportedException();

    /// <summary>All device memory of the session.</summary>
    public long DeviceBytes => throw new NotSupportedException();

    /// <summary>Device memory for everything that lives within a step.</summary>
    public long ArenaBytes => throw new NotSupportedException();

    /// <summary>Of <see cref="ArenaBytes"/>, the most that is in use at one time.</summary>
    public long PeakBytes => throw new NotSupportedException();

    /// <summary>
    /// Sets parameters and running statistics as SPEC 1.10 says, a function of the seed and the names; clears the
    /// optimizer's state, sets the averages to the parameters.
    /// </summary>
    public void Initialise(int seed) => throw new NotSupportedException();

    /// <summary>
    /// Sets parameters and running statistics (official keys, PyTorch layouts); clears the optimizer's state, sets the
    /// averages to the parameters. Counters of batches may be missing and are 0 then.
    /// </summary>
    /// <exception cref="ArgumentException">A tensor is missing, unknown or of another size; names all.</exception>
    public void Load(IReadOnlyDictionary<string, float[]> state) => throw new NotSupportedException();

    /// <summary>Parameters, running statistics and counters of batches: official keys, PyTorch layouts.</summary>
    public IReadOnlyDictionary<string, float[]> ReadState() => throw new NotSupportedException();

    /// <summary>The same of the moving averages; null if none are kept.</summary>
    public IReadOnlyDictionary<string, float[]>? ReadEma() => throw new NotSupportedException();

    /// <summary>Sets the moving averages.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, unknown or of another size; names all.</exception>
    public void LoadEma(IReadOnlyDictionary<string, float[]> state) => throw new NotSupportedException();

    /// <summary>The gradient of each parameter by the loss of the last step, before clipping, by its name.</summary>
    public IReadOnlyDictionary<string, float[]> ReadGradients() => throw new NotSupportedException();

    /// <summary>
    /// The optimizer's state: AdamW <c>exp_avg.NAME</c> and <c>exp_avg_sq.NAME</c>, SGD <c>momentum_buffer.NAME</c>;
    /// <c>step</c> (one element; exact below 2^24). Gradients of an unfinished accumulation are not part of it.
    /// </summary>
    public IReadOnlyDictionary<string, float[]> ReadOptimizer() => throw new NotSupportedException();

    /// <summary>Sets what <see cref="ReadOptimizer"/> returned: steps go on with equal bytes.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, unknown or of another size; names all.</exception>
    public void LoadOptimizer(IReadOnlyDictionary<string, float[]> state) => throw new NotSupportedException();

    /// <summary>
    /// Forward, backward and, at the end of each accumulation, update. A step with a loss or norm that is not finite
    /// changes nothing.
    /// </summary>
    /// <param name="images">[batch, 3, height, width], normalised.</param>
    /// <param name="targets">[batch, classes], each row a distribution (label smoothing, mixup).</param>
    /// <param name="learningRate">Of the update.</param>
    /// <exception cref="ArgumentException">A span has another length than its shape.</exception>
    public StepResult Step(ReadOnlySpan<float> images, ReadOnlySpan<float> targets, double learningRate) =>
        throw new NotSupportedException();

    /// <summary>Forward and backward without an update; running statistics change as in a step.</summary>
    /// <exception cref="ArgumentException">A span has another length than its shape.</exception>
    public StepResult Backward(ReadOnlySpan<float> images, ReadOnlySpan<float> targets) =>
        throw new NotSupportedException();

    /// <summary>
    /// Runs forward and backward of the last images again, node by node, and names the first whose result is not
    /// finite; null if all are.
    /// </summary>
    public string? FirstNonFiniteLayer() => throw new NotSupportedException();

    /// <summary>Runs the last step again, launch by launch, without an update, and tells how long each took.</summary>
    public IReadOnlyList<TraceRow> Trace() => throw new NotSupportedException();

    /// <summary>Releases the device memory.</summary>
    public void Dispose() => throw new NotSupportedException();
}
