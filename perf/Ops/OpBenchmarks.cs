using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using GpuFormer.Devices.Cpu;
using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Perf.Ops;

/// <summary>Times each distinct use of an op in Mobile-Former-294M on one worker of the CPU device.</summary>
public abstract class OpBenchmarks<TOp>
    where TOp : Op
{
    private readonly List<DeviceBuffer> _buffers = [];
    private CpuDevice? _device;
    private RecordedLaunches? _launch;

    [ParamsSource(nameof(Uses))]
    public OpUse? Use { get; set; }

    public static IEnumerable<OpUse> Uses
    {
        get
        {
            using var device = new CpuDevice(workers: 1);
            return [.. ModelShapes.Of<TOp>("mobile_former_294m", device.Capabilities)];
        }
    }

    [GlobalSetup]
    public void Prepare()
    {
        _device = new CpuDevice(workers: 1);
        var random = new Random(1);
        Shape[] shapes = [.. Use!.Inputs];
        Shape[] outputs = [.. Use.Op.InferShapes(shapes)];
        var inputs = new View<float>[shapes.Length];
        var packedShapes = (Shape[])shapes.Clone();
        for (var i = 0; i < shapes.Length; i++)
        {
            var values = new float[shapes[i].Elements];
            for (var j = 0; j < values.Length; j++)
                values[j] = (random.NextSingle() * 2) - 1;
            if (Use.IsConstant[i] && Use.Op.Pack(i, shapes, outputs, _device.Capabilities) is { } packed)
                (values, packedShapes[i]) = (packed.Convert(values), packed.Shape);
            inputs[i] = NewView(values.Length);
            _buffers[^1].Write(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        var context = new Recording(_device.Capabilities, inputs, packedShapes,
            [.. outputs.Select(shape => NewView(shape.Elements))], outputs);
        Use.Op.Forward(context);
        var (kernel, grid, arguments) = context.Recorded!.Value;
        var launch = new KernelLaunch(
            _device.Compile(kernel), grid, KernelArguments.Pack(kernel, arguments), Use.Where);
        _launch = _device.Record([new LaunchWave([launch])]);
    }

    [Benchmark]
    public void Launch() => _launch!.Run();

    [GlobalCleanup]
    public void Release()
    {
        _launch?.Dispose();
        foreach (var buffer in _buffers)
            buffer.Dispose();
        _device?.Dispose();
    }

    private View<float> NewView(int elements)
    {
        var buffer = _device!.CreateBuffer((long)elements * sizeof(float));
        _buffers.Add(buffer);
        return buffer.View<float>(0, elements);
    }

    private sealed class Recording(
        DeviceCapabilities device, View<float>[] inputs, Shape[] inputShapes, View<float>[] outputs,
        Shape[] outputShapes)
        : ForwardContext
    {
        public (KernelSpecialisation Kernel, LaunchShape Grid, object[] Arguments)? Recorded { get; private set; }

        public override DeviceCapabilities Capabilities => device;

        public override int InputCount => inputs.Length;

        public override View<float> Input(int index) => inputs[index];

        public override Shape InputShape(int index) => inputShapes[index];

        public override View<float> Output(int index = 0) => outputs[index];

        public override Shape OutputShape(int index = 0) => outputShapes[index];

        public override void Launch(KernelSpecialisation kernel, LaunchShape grid, params object[] arguments) =>
            Recorded = (kernel, grid, arguments);
    }
}

public class PointwiseBenchmarks : OpBenchmarks<Pointwise>;

public class DepthwiseBenchmarks : OpBenchmarks<Depthwise>;

public class StemBenchmarks : OpBenchmarks<Stem>;

public class MobileToFormerAttendBenchmarks : OpBenchmarks<MobileToFormerAttend>;

public class MobileToFormerMergeBenchmarks : OpBenchmarks<MobileToFormerMerge>;

public class FormerToMobileBenchmarks : OpBenchmarks<FormerToMobile>;

public class TokenAttentionBenchmarks : OpBenchmarks<TokenAttention>;

public class LayerNormBenchmarks : OpBenchmarks<LayerNorm>;

public class GlobalAveragePoolBenchmarks : OpBenchmarks<GlobalAveragePool>;
