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
    private static readonly IReadOnlyDictionary<string, OpUse> UsesByName = FindUses();

    private CpuDevice? _device;
    private SingleOp? _launch;

    /// <summary>The use: its place in the list of them all, its op and its shapes.</summary>
    [ParamsSource(nameof(Names))]
    public string Use { get; set; } = "";

    public static IEnumerable<string> Names => UsesByName.Keys;

    [GlobalSetup]
    public void Prepare()
    {
        _device = new CpuDevice(workers: 1);
        _launch = UsesByName[Use].On(_device, UsesByName[Use].RandomInputs(seed: 1));
    }

    [Benchmark]
    public void Launch() => _launch!.Run();

    [GlobalCleanup]
    public void Release()
    {
        _launch?.Dispose();
        _device?.Dispose();
    }

    private static Dictionary<string, OpUse> FindUses()
    {
        using var device = new CpuDevice(workers: 1);
        return OpUse.OfModels(device.Capabilities, 224, ["mobile_former_294m"])
            .Select((use, place) => (Name: $"{place} {use}", Use: use)).ToDictionary(each => each.Name, each => each.Use);
    }
}
