using BenchmarkDotNet.Attributes;
using GpuFormer.Devices.Cpu;
using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Perf.Ops;

/// <summary>Times each distinct use of an op in Mobile-Former-294M on one worker of the CPU device.</summary>
public abstract class OpBenchmarks<TOp>
    where TOp : Op
{
    private CpuDevice? _device;
    private OpLaunch? _launch;

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
        _launch = new OpLaunch(_device, Use!);
    }

    [Benchmark]
    public void Launch() => _launch!.Run();

    [GlobalCleanup]
    public void Release()
    {
        _launch?.Dispose();
        _device?.Dispose();
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
