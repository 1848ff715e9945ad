using GpuFormer.Batching;
using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer;

/// <summary>
/// A model compiled for one device, one batch size and one picture size. <see cref="Predict"/> allocates no managed
/// memory. For one thread at a time: a second one gets an exception. <see cref="Dispose"/> waits for a call under way.
/// Several sessions may share a device and a model.
/// </summary>
public sealed class Session : INetworkRun
{
    private readonly Executor _executor;
    private readonly ImageModel _network;
    private readonly ExclusiveUse _use = new(nameof(Session));

    /// <summary>Compiles the kernels, packs the weights and places all tensors in one arena.</summary>
    /// <param name="model">May be disposed once the session is made.</param>
    /// <param name="device">Must outlive the session.</param>
    /// <param name="batchSize">Pictures of one prediction.</param>
    /// <param name="height">Of the pictures, in pixels; any. Null: what the network was designed for.</param>
    /// <param name="width">Of the pictures, in pixels; any. Null: what the network was designed for.</param>
    /// <param name="precision">How filters and maps are stored on the device; input and logits are float32 always.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or a tensor is too large to index.</exception>
    /// <exception cref="DeviceMemoryException">
    /// The device has not enough memory; the message names the largest batch that fits.
    /// </exception>
    /// <exception cref="OverflowException">A weight is too large for half precision.</exception>
    public Session(
        Model model, Device device, int batchSize = 1, int? height = null, int? width = null,
        Precision precision = Precision.Single)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(device);
        var (rows, columns) = (height ?? model.Network.DesignSize.Height, width ?? model.Network.DesignSize.Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1, nameof(height));
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1, nameof(width));
        Device = device;
        Precision = precision;
        _network = model.Network;
        InputShape = new Shape(batchSize, 3, rows, columns);
        ExecutionPlan PlanOf(int batch) =>
            ExecutionPlan.Create(model.Network.Build(batch, rows, columns), device.Capabilities, precision);
        var plan = PlanOf(batchSize);
        Outputs = [.. plan.Graph.Outputs.Select(output => new SessionOutput(output.Name, output.Tensor.Shape))];
        try
        {
            _executor = new Executor(device, plan, model.ReadWeight);
        }
        catch (DeviceMemoryException failure)
        {
            throw LargestBatch.Explain(
                device, plan.FullestNode()?.Name, batchSize, 1, batch => MemoryNeed.Of(PlanOf(batch)), failure);
        }

        // Images fill the batch until somebody says that they do not.
        if (model.Network is IPaddedNetwork padded)
        {
            padded.WriteSizes(rows, columns, [.. Enumerable.Repeat((rows, columns), batchSize)],
                (input, elements) => Write(input, elements));
        }
    }

    /// <summary>What it runs on.</summary>
    public Device Device { get; }

    /// <summary>How filters and maps are stored on the device.</summary>
    public Precision Precision { get; }

    /// <summary>[batch, 3, height, width].</summary>
    public Shape InputShape { get; }

    /// <summary>What the network makes of its input.</summary>
    public IReadOnlyList<SessionOutput> Outputs { get; }

    /// <summary>Of the first output. Classification has one: [batch, classes]; [batch, features] of a model without
    /// classes.</summary>
    public Shape OutputShape => Outputs[0].Shape;

    /// <summary>Device memory: weights, and the arena for everything between input and logits.</summary>
    public long DeviceBytes => _executor.DeviceBytes;

    /// <summary>How long it took to compile the kernels and to pack and upload the weights.</summary>
    public TimeSpan PrepareTime => _executor.PrepareTime;

    /// <summary>The order of launches and the place of every tensor.</summary>
    internal ExecutionPlan Plan => _executor.Plan;

    /// <summary>Runs the network.</summary>
    /// <param name="input"><see cref="InputShape"/>, normalised, row by row.</param>
    /// <param name="logits"><see cref="OutputShape"/>: one number for each picture and class, before soft-max.</param>
    /// <exception cref="ArgumentException">A span has another length than its shape.</exception>
    /// <exception cref="InvalidOperationException">Another thread is in the middle of a call.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Predict(ReadOnlySpan<float> input, Span<float> logits)
    {
        using var call = _use.Enter();
        _executor.WriteInput(input);
        _executor.Run();
        _executor.ReadOutput(logits);
    }

    /// <summary>Sets an input beside the images, of networks that have such; it stays until it is set again.</summary>
    /// <exception cref="ArgumentException">There is no such input, or it has another number of elements.</exception>
    /// <exception cref="InvalidOperationException">Another thread is in the middle of a call.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Write(string input, ReadOnlySpan<float> elements)
    {
        using var call = _use.Enter();
        var inputs = _executor.Plan.Graph.Inputs;
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Name == input)
            {
                _executor.WriteInput(elements, i);
                return;
            }
        }

        throw new ArgumentException(
            $"{_network.Name} has no input '{input}', only {string.Join(", ", inputs.Select(tensor => tensor.Name))}.",
            nameof(input));
    }

    /// <summary>Runs the network; its outputs can be read afterwards.</summary>
    /// <param name="images"><see cref="InputShape"/>, normalised, row by row.</param>
    /// <exception cref="ArgumentException">The span has another length than its shape.</exception>
    /// <exception cref="InvalidOperationException">Another thread is in the middle of a call.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Run(ReadOnlySpan<float> images)
    {
        using var call = _use.Enter();
        _executor.WriteInput(images);
        _executor.Run();
    }

    /// <summary>Copies an output of the last run.</summary>
    /// <exception cref="ArgumentException">There is no such output, or it has another number of elements.</exception>
    /// <exception cref="InvalidOperationException">Another thread is in the middle of a call.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Read(string output, Span<float> elements)
    {
        using var call = _use.Enter();
        for (var i = 0; i < Outputs.Count; i++)
        {
            if (Outputs[i].Name == output)
            {
                _executor.ReadOutput(elements, i);
                return;
            }
        }

        throw new ArgumentException(
            $"{_network.Name} has no output '{output}', only {string.Join(", ", Outputs.Select(o => o.Name))}.",
            nameof(output));
    }

    /// <summary>
    /// Takes other weights without compiling anything: predictions are then those of a new session, to the byte.
    /// </summary>
    /// <param name="model">Of the network that the session was made for; may be disposed afterwards.</param>
    /// <exception cref="ArgumentException">It is another network; the weights are as they were.</exception>
    public void Reload(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Name != _network.Name || !model.Network.Parameters.SequenceEqual(_network.Parameters))
        {
            throw new ArgumentException($"The session runs {_network.Name} with {_network.Classes} classes, not "
                + $"{model.Name} with {model.Classes}. Make a session for that model.", nameof(model));
        }

        using var call = _use.Enter();
        _executor.ReloadConstants(model.ReadWeight);
    }

    /// <summary>Runs the network on the last input, whose logits stay on the device: for measurements.</summary>
    internal void Replay()
    {
        using var call = _use.Enter();
        _executor.Run();
    }

    /// <summary>Runs the network on the last input, launch by launch, and tells how long each took.</summary>
    internal IReadOnlyList<TraceRow> Trace()
    {
        using var call = _use.Enter();
        return _executor.Trace();
    }

    /// <summary>Releases the device memory, once a call under way on another thread is over.</summary>
    public void Dispose()
    {
        if (_use.Close())
            _executor.Dispose();
    }
}

/// <summary>A tensor that a network makes.</summary>
/// <param name="Name">As the network calls it: <c>logits</c>.</param>
/// <param name="Shape">Batch first.</param>
public sealed record SessionOutput(string Name, Shape Shape);
