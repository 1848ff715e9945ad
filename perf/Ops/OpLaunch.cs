using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using ILGPU;
using Half = System.Half;

namespace GpuFormer.Perf.Ops;

/// <summary>One op on random numbers, recorded and ready to run again and again.</summary>
public sealed class OpLaunch : IDisposable
{
    private readonly Device _device;
    private readonly List<DeviceBuffer> _buffers = [];
    private readonly RecordedLaunches _launch;

    public OpLaunch(Device device, OpUse use)
    {
        _device = device;
        var random = new Random(1);
        Shape[] shapes = [.. use.Inputs];
        Shape[] outputs = [.. use.Op.InferShapes(shapes)];
        var inputs = new ArrayView<float>[shapes.Length];
        var packedShapes = (Shape[])shapes.Clone();
        for (var i = 0; i < shapes.Length; i++)
        {
            var values = new float[shapes[i].Elements];
            for (var j = 0; j < values.Length; j++)
                values[j] = (random.NextSingle() * 2) - 1;
            if (use.IsConstant[i] && use.Op.Pack(i, shapes, outputs, device.Capabilities) is { } layout)
                (values, packedShapes[i]) = (layout.Evaluate([new(values, shapes[i])]), layout.ShapeOf([shapes[i]]));
            var isHalf = use.HalfInputs.Contains(i);
            // Filters are known to be finite.
            var format = !isHalf ? FloatFormat.Single
                : use.IsConstant[i] && !device.Capabilities.ConvertsHalves ? FloatFormat.FiniteHalf : FloatFormat.Half;
            inputs[i] = NewView(values.Length, format);
            _buffers[^1].Write(format.Store(values));
        }

        var context = new Recording(device.Capabilities, inputs, packedShapes,
            [.. outputs.Select((shape, i) => NewView(
                shape.Elements, use.HalfOutputs.Contains(i) ? FloatFormat.Half : FloatFormat.Single))], outputs);
        use.Op.Forward(context);
        var (kernel, grid, arguments) = context.Recorded!.Value;
        var packed = KernelArguments.Pack(kernel, arguments);
        var launch = new KernelLaunch(device.Compile(kernel.With(packed.Formats)), grid, packed, use.Where);
        _launch = device.Record([new LaunchWave([launch])]);
    }

    /// <summary>Bytes of all inputs and outputs.</summary>
    public long Bytes => _buffers.Sum(buffer => buffer.ByteSize);

    public void Run() => _launch.Run();

    /// <summary>The shortest of several runs by the device's own clock, in seconds, after one that does not count.
    /// </summary>
    public double ShortestSeconds(int runs)
    {
        var seconds = new double[1];
        var shortest = double.PositiveInfinity;
        for (var i = -1; i < runs; i++)
        {
            _launch.RunTimed(seconds);
            shortest = i < 0 ? shortest : Math.Min(shortest, seconds[0]);
        }

        return shortest;
    }

    public void Dispose()
    {
        _launch.Dispose();
        foreach (var buffer in _buffers)
            buffer.Dispose();
    }

    private ArrayView<float> NewView(int elements, FloatFormat format)
    {
        var buffer = _device.CreateBuffer((long)elements * format.ByteSize());
        _buffers.Add(buffer);
        return buffer.FloatView(0, elements, format);
    }

    private sealed class Recording(
        DeviceCapabilities device, ArrayView<float>[] inputs, Shape[] inputShapes, ArrayView<float>[] outputs,
        Shape[] outputShapes)
        : ForwardContext
    {
        public (KernelSpecialisation Kernel, LaunchShape Grid, object[] Arguments)? Recorded { get; private set; }

        public override DeviceCapabilities Capabilities => device;

        public override int InputCount => inputs.Length;

        public override ArrayView<float> Input(int index) => inputs[index];

        public override Shape InputShape(int index) => inputShapes[index];

        public override ArrayView<float> Output(int index = 0) => outputs[index];

        public override Shape OutputShape(int index = 0) => outputShapes[index];

        public override void Launch(KernelSpecialisation kernel, LaunchShape grid, params object[] arguments) =>
            Recorded = (kernel, grid, arguments);
    }
}
