using System.Runtime.InteropServices;
using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using ILGPU;

namespace GpuFormer.SelfTest;

/// <summary>
/// One op on one device, every tensor in a buffer of its own between guard words that no kernel may touch.
/// </summary>
internal sealed class OpProbe : IDisposable
{
    // Before and after every tensor. A NaN, so that a read outside shows in the results as a write does here.
    private const int GuardElements = 1024;
    private const uint GuardWord = 0x7FC0_5AFE;

    private readonly List<Guarded> _tensors = [];
    private readonly int _inputs;
    private readonly RecordedLaunches _recorded;

    /// <summary>Compiles the kernel, packs constants, uploads the inputs and records the launch.</summary>
    public OpProbe(Device device, OpUse use, IReadOnlyList<float[]> inputs)
    {
        try
        {
            var packed = Pack(use, device.Capabilities, inputs);
            _inputs = packed.Count;
            for (var i = 0; i < packed.Count; i++)
                _tensors.Add(new(device, packed[i].Values, use.HalfInputs.Contains(i)));
            for (var i = 0; i < use.Outputs.Count; i++)
                _tensors.Add(new(device, Fill(use.Outputs[i].Elements), use.HalfOutputs.Contains(i)));
            var context = new Recording(device.Capabilities, [.. _tensors.Take(_inputs).Select(t => t.View)],
                [.. packed.Select(p => p.Shape)], [.. _tensors.Skip(_inputs).Select(t => t.View)], use.Outputs);
            use.Op.Forward(context);
            var (kernel, grid, arguments) = context.Recorded!.Value;
            Kernel = kernel;
            _recorded = device.Record([new LaunchWave(
                [new KernelLaunch(device.Compile(kernel), grid, arguments, use.Where)])]);
        }
        catch
        {
            Release();
            throw;
        }
    }

    public KernelSpecialisation Kernel { get; }

    /// <summary>The kernel that an op takes on a device with these capabilities, without a device.</summary>
    public static KernelSpecialisation KernelOf(OpUse use, DeviceCapabilities capabilities)
    {
        using var nowhere = new PlannedBuffer();
        ArrayView<float>[] Views(IEnumerable<Shape> shapes, IReadOnlyList<int> halves) =>
            [.. shapes.Select((shape, i) => nowhere.FloatView(
                0, shape.Elements, halves.Contains(i) ? FloatFormat.Half : FloatFormat.Single))];
        Shape[] outputs = [.. use.Outputs];
        Shape[] inputs = [.. use.Inputs.Select((shape, i) => use.IsConstant[i]
            && use.Op.Pack(i, use.Inputs, outputs, capabilities) is { } layout ? layout.ShapeOf([shape]) : shape)];
        var context = new Recording(
            capabilities, Views(inputs, use.HalfInputs), inputs, Views(outputs, use.HalfOutputs), outputs);
        use.Op.Forward(context);
        return context.Recorded!.Value.Kernel;
    }

    public void Run() => _recorded.Run();

    /// <summary>The shortest of several runs, in seconds.</summary>
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

    /// <summary>The elements of all outputs, one after the other.</summary>
    public float[] Outputs() => [.. _tensors.Skip(_inputs).SelectMany(tensor => tensor.Read())];

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

    private void Release()
    {
        foreach (var tensor in _tensors)
            tensor.Buffer.Dispose();
    }

    private static List<(Shape Shape, float[] Values)> Pack(
        OpUse use, DeviceCapabilities capabilities, IReadOnlyList<float[]> inputs)
    {
        var outputs = use.Outputs;
        return
        [
            .. inputs.Select((values, i) => use.IsConstant[i]
                && use.Op.Pack(i, use.Inputs, outputs, capabilities) is { } layout
                    ? (layout.ShapeOf([use.Inputs[i]]), layout.Evaluate([new(values, use.Inputs[i])]))
                    : (use.Inputs[i], values)),
        ];
    }

    private static float[] Fill(int elements)
    {
        var values = new float[elements];
        Array.Fill(values, BitConverter.UInt32BitsToSingle(GuardWord));
        return values;
    }

    /// <summary>A tensor between its guard words; of halves they are the guard word's upper half.</summary>
    private sealed class Guarded
    {
        private readonly uint[] _written;
        private readonly bool _isHalf;

        public Guarded(Device device, float[] values, bool isHalf)
        {
            var guard = Fill(GuardElements);
            float[] all = [.. guard, .. values, .. guard];
            _isHalf = isHalf;
            Buffer = device.CreateBuffer((long)all.Length * (isHalf ? sizeof(ushort) : sizeof(float)));
            Buffer.Write(isHalf
                ? MemoryMarshal.AsBytes<System.Half>(Array.ConvertAll(all, value => (System.Half)value))
                : MemoryMarshal.AsBytes<float>(all));
            View = Buffer.FloatView(
                GuardElements * (isHalf ? sizeof(ushort) : sizeof(float)), values.Length,
                isHalf ? FloatFormat.Half : FloatFormat.Single);
            _written = ReadAll();
        }

        public DeviceBuffer Buffer { get; }

        public ArrayView<float> View { get; }

        public float[] Read() => [.. ReadAll()[GuardElements..^GuardElements].Select(bits =>
            _isHalf ? (float)BitConverter.UInt16BitsToHalf((ushort)bits) : BitConverter.UInt32BitsToSingle(bits))];

        public string? Damage(bool checkElements)
        {
            var (now, before) = (ReadAll(), _written);
            for (var i = 0; i < now.Length; i++)
            {
                var element = i - GuardElements;
                var isGuard = element < 0 || element >= View.Length;
                if ((isGuard || checkElements) && now[i] != before[i])
                {
                    return isGuard ? $"guard word at element {element} of {View.Length} was overwritten"
                        : $"element {element} was overwritten";
                }
            }

            return null;
        }

        // As bits: the guard word is no number.
        private uint[] ReadAll()
        {
            var bytes = new byte[Buffer.ByteSize];
            Buffer.Read(bytes);
            return _isHalf ? Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(bytes).ToArray(), half => (uint)half)
                : MemoryMarshal.Cast<byte, uint>(bytes).ToArray();
        }
    }

    private sealed class Recording(
        DeviceCapabilities capabilities, IReadOnlyList<ArrayView<float>> inputs, IReadOnlyList<Shape> inputShapes,
        IReadOnlyList<ArrayView<float>> outputs, IReadOnlyList<Shape> outputShapes)
        : ForwardContext
    {
        public (KernelSpecialisation Kernel, LaunchShape Grid, KernelArguments Arguments)? Recorded
        {
            get;
            private set;
        }

        public override DeviceCapabilities Capabilities => capabilities;

        public override int InputCount => inputs.Count;

        public override ArrayView<float> Input(int index) => inputs[index];

        public override Shape InputShape(int index) => inputShapes[index];

        public override ArrayView<float> Output(int index = 0) => outputs[index];

        public override Shape OutputShape(int index = 0) => outputShapes[index];

        public override void Launch(KernelSpecialisation kernel, LaunchShape grid, params object[] arguments)
        {
            var packed = KernelArguments.Pack(kernel, arguments);
            Recorded = (kernel.With(packed.Formats), grid, packed);
        }
    }
}
