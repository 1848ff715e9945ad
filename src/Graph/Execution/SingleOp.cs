using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using ILGPU;

namespace GpuFormer.Graph.Execution;

/// <summary>An input of a <see cref="SingleOp"/>.</summary>
/// <param name="Shape">Its shape; of a constant, before it is packed.</param>
/// <param name="IsConstant">Whether the op may pack it.</param>
/// <param name="Format">How it is stored.</param>
internal readonly record struct OpInput(Shape Shape, bool IsConstant, FloatFormat Format = FloatFormat.Single);

/// <summary>
/// One lowered op on one device, without a graph around it: recorded, ready to run and to be timed. Every tensor lies in
/// a buffer of its own; around outputs are guard words that no kernel may touch.
/// </summary>
internal sealed class SingleOp : IDisposable
{
    // A NaN, so that a read outside shows in the results as a write does in the guard.
    private const uint GuardWord = 0x7FC0_5AFE;

    private readonly List<Guarded> _tensors = [];
    private readonly int _inputs;
    private readonly RecordedLaunches _recorded;

    /// <summary>Packs constants, uploads the inputs, compiles the kernel and records the launch.</summary>
    /// <param name="device">Where it runs.</param>
    /// <param name="op">The op.</param>
    /// <param name="label">What messages and traces call it.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="values">Their elements.</param>
    /// <param name="outputFormats">How the outputs are stored.</param>
    /// <param name="guardElements">
    /// Guard words before and after every tensor; 0 leaves inputs to end where their buffers do, for devices that find
    /// reads outside of a buffer themselves, and puts a few around outputs.
    /// </param>
    public SingleOp(
        Device device, KernelOp op, string label, IReadOnlyList<OpInput> inputs, IReadOnlyList<float[]> values,
        IReadOnlyList<FloatFormat> outputFormats, int guardElements = 0)
    {
        try
        {
            Shape[] shapes = [.. inputs.Select(input => input.Shape)];
            Shape[] outputs = [.. op.InferShapes(shapes)];
            var packed = PackedShapes(op, inputs, outputs, device.Capabilities);
            for (var i = 0; i < inputs.Count; i++)
            {
                var elements = inputs[i].IsConstant && op.Pack(i, shapes, outputs, device.Capabilities) is { } layout
                    ? layout.Evaluate([new(values[i], shapes[i])])
                    : values[i];
                if (elements.Length != packed[i].Elements)
                {
                    throw new InvalidOperationException(
                        $"{label}: input {i} has {elements.Length} elements, where {packed[i]} has {packed[i].Elements}.");
                }

                _tensors.Add(new(device, elements, inputs[i].Format, guardElements));
            }

            _inputs = inputs.Count;
            for (var i = 0; i < outputs.Length; i++)
                _tensors.Add(new(device, Fill(outputs[i].Elements), outputFormats[i], Math.Max(guardElements, 32)));
            var launch = LaunchRecording.Of(op, label, device.Capabilities, packed, outputs,
                index => _tensors[index].View, index => _tensors[_inputs + index].View);
            Kernel = launch.Kernel;
            _recorded = device.Record([new LaunchWave(
                [new KernelLaunch(device.Compile(Kernel), launch.Grid, launch.Arguments, label)])]);
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>The kernel that the op took.</summary>
    public KernelSpecialisation Kernel { get; }

    /// <summary>Bytes of all inputs, as they are packed, and outputs.</summary>
    public long Bytes => _tensors.Sum(tensor => tensor.Bytes);

    /// <summary>The kernel that an op takes on a device with these capabilities, without a device.</summary>
    public static KernelSpecialisation KernelOf(
        KernelOp op, string label, IReadOnlyList<OpInput> inputs, IReadOnlyList<FloatFormat> outputFormats,
        DeviceCapabilities capabilities)
    {
        using var nowhere = new PlannedBuffer();
        Shape[] outputs = [.. op.InferShapes([.. inputs.Select(input => input.Shape)])];
        var packed = PackedShapes(op, inputs, outputs, capabilities);
        return LaunchRecording.Of(op, label, capabilities, packed, outputs,
            index => nowhere.FloatView(0, packed[index].Elements, inputs[index].Format),
            index => nowhere.FloatView(0, outputs[index].Elements, outputFormats[index])).Kernel;
    }

    public void Run() => _recorded.Run();

    /// <summary>The shortest of several runs by the device's own clock, in seconds, after one that does not count.</summary>
    public double Time(int runs)
    {
        _recorded.Run();
        Span<double> seconds = stackalloc double[1];
        var shortest = double.PositiveInfinity;
        for (var i = 0; i < runs; i++)
        {
            _recorded.RunTimed(seconds);
            shortest = Math.Min(shortest, seconds[0]);
        }

        // A launch below the clock's step.
        return Math.Max(shortest, 1e-9);
    }

    /// <summary>The elements of each output.</summary>
    public IEnumerable<float[]> Outputs() => _tensors.Skip(_inputs).Select(tensor => tensor.Read());

    /// <summary>What was written that must not be: a guard word or an input. Null if nothing was.</summary>
    public string? Damage()
    {
        for (var i = 0; i < _tensors.Count; i++)
        {
            var name = i < _inputs ? $"input {i}" : $"output {i - _inputs}";
            if (_tensors[i].Damage(checkElements: i < _inputs) is { } damage)
                return $"{name}: {damage}";
        }

        return null;
    }

    public void Dispose()
    {
        _recorded.Dispose();
        Release();
    }

    private static Shape[] PackedShapes(
        KernelOp op, IReadOnlyList<OpInput> inputs, IReadOnlyList<Shape> outputs, DeviceCapabilities capabilities)
    {
        Shape[] shapes = [.. inputs.Select(input => input.Shape)];
        return
        [
            .. inputs.Select((input, i) => input.IsConstant && op.Pack(i, shapes, outputs, capabilities) is { } layout
                ? layout.ShapeOf([input.Shape])
                : input.Shape),
        ];
    }

    private static float[] Fill(int elements)
    {
        var values = new float[elements];
        Array.Fill(values, BitConverter.UInt32BitsToSingle(GuardWord));
        return values;
    }

    private void Release()
    {
        foreach (var tensor in _tensors)
            tensor.Buffer.Dispose();
    }

    /// <summary>A tensor between its guard words, which narrow formats round as they do all numbers.</summary>
    private sealed class Guarded
    {
        private readonly byte[] _written;
        private readonly FloatFormat _format;
        private readonly int _guard;

        public Guarded(Device device, float[] values, FloatFormat format, int guard)
        {
            (_format, _guard) = (format, guard);
            var fence = Fill(guard);
            _written = format.Store([.. fence, .. values, .. fence]);
            Buffer = device.CreateBuffer(Math.Max(_written.Length, 1));
            Buffer.Write(_written);
            View = Buffer.FloatView((long)guard * format.ByteSize(), values.Length, format);
        }

        public DeviceBuffer Buffer { get; }

        public ArrayView<float> View { get; }

        public long Bytes => View.Length * _format.ByteSize();

        public float[] Read()
        {
            var values = new float[View.Length];
            _format.Load(Stored().AsSpan(_guard * _format.ByteSize(), (int)Bytes), values);
            return values;
        }

        public string? Damage(bool checkElements)
        {
            // As bits: the guard word is no number.
            var (now, size) = (Stored(), _format.ByteSize());
            for (var i = 0; i < now.Length; i++)
            {
                var element = (i / size) - _guard;
                var isGuard = element < 0 || element >= View.Length;
                if ((isGuard || checkElements) && now[i] != _written[i])
                {
                    return isGuard ? $"guard word at element {element} of {View.Length} was overwritten"
                        : $"element {element} was overwritten";
                }
            }

            return null;
        }

        private byte[] Stored()
        {
            var bytes = new byte[_written.Length];
            Buffer.Read(bytes);
            return bytes;
        }
    }
}
