using BenchmarkDotNet.Attributes;
using GpuFormer.Devices.Cpu;
using GpuFormer.Graph.Execution;
using GpuFormer.SelfTest;

namespace GpuFormer.Perf.Ops;

/// <summary>
/// Times each distinct use of an op in Mobile-Former-294M on one worker of the CPU device: those that the self-test
/// judges.
/// </summary>
public class OpBenchmarks
{
    private CpuDevice? _device;
    private SingleOp? _launch;

    [ParamsSource(nameof(Uses))]
    public OpUse? Use { get; set; }

    public static IEnumerable<OpUse> Uses
    {
        get
        {
            using var device = new CpuDevice(workers: 1);
            return OpUse.OfModels(device.Capabilities, 224, ["mobile_former_294m"]);
        }
    }

    [GlobalSetup]
    public void Prepare()
    {
        _device = new CpuDevice(workers: 1);
        _launch = Use!.On(_device, Use.RandomInputs(seed: 1));
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
