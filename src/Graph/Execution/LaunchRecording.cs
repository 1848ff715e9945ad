using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using ILGPU;

namespace GpuFormer.Graph.Execution;

/// <summary>The launch that an op records, before its kernel is compiled.</summary>
internal sealed record OpRecord(KernelSpecialisation Kernel, LaunchShape Grid, KernelArguments Arguments);

/// <summary>What every op records its launch in.</summary>
internal sealed class LaunchRecording : ForwardContext
{
    private readonly IReadOnlyList<Shape> _inputs;
    private readonly IReadOnlyList<Shape> _outputs;
    private readonly Func<int, ArrayView<float>> _inputView;
    private readonly Func<int, ArrayView<float>> _outputView;
    private readonly object _label;
    private OpRecord? _record;

    private LaunchRecording(
        object label, DeviceCapabilities capabilities, IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs,
        Func<int, ArrayView<float>> inputView, Func<int, ArrayView<float>> outputView)
    {
        (_label, Capabilities, _inputs, _outputs) = (label, capabilities, inputs, outputs);
        (_inputView, _outputView) = (inputView, outputView);
    }

    public override DeviceCapabilities Capabilities { get; }

    public override int InputCount => _inputs.Count;

    /// <summary>Asks an op for its launch.</summary>
    /// <param name="op">The op.</param>
    /// <param name="label">What messages call it by its text.</param>
    /// <param name="capabilities">Of the device that will run it.</param>
    /// <param name="inputs">Shapes of the inputs; of constants, as they are packed.</param>
    /// <param name="outputs">Shapes of the outputs.</param>
    /// <param name="inputView">Where an input lies.</param>
    /// <param name="outputView">Where an output lies.</param>
    /// <exception cref="InvalidOperationException">The op recorded none, or several.</exception>
    public static OpRecord Of(
        KernelOp op, object label, DeviceCapabilities capabilities, IReadOnlyList<Shape> inputs,
        IReadOnlyList<Shape> outputs, Func<int, ArrayView<float>> inputView, Func<int, ArrayView<float>> outputView)
    {
        var recording = new LaunchRecording(label, capabilities, inputs, outputs, inputView, outputView);
        op.Forward(recording);
        return recording._record ?? throw new InvalidOperationException($"{label} recorded no launch.");
    }

    public override ArrayView<float> Input(int index) => _inputView(index);

    public override Shape InputShape(int index) => _inputs[index];

    public override ArrayView<float> Output(int index = 0) => _outputView(index);

    public override Shape OutputShape(int index = 0) => _outputs[index];

    public override void Launch(KernelSpecialisation kernel, LaunchShape grid, params object[] arguments)
    {
        if (_record is not null)
            throw new InvalidOperationException($"{_label} recorded a second launch; an op is one launch.");
        var packed = KernelArguments.Pack(kernel, arguments);
        _record = new(kernel.With(packed.Formats), grid, packed);
    }
}
