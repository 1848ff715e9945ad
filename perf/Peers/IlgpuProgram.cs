using GpuFormer.Devices.Cpu;
using GpuFormer.Devices.Ilgpu;
using GpuFormer.Tests.Ops;

namespace GpuFormer.Perf.Peers;

/// <summary>
/// <c>dotnet run -c Release --project perf -- ilgpu</c>: what our compiler makes of the kernels beside what ILGPU makes of
/// the same methods, through the same OpenCL driver, and SIMD code beside ILGPU's CPU accelerator.
/// </summary>
internal static class IlgpuProgram
{
    private const string Usage =
        """
        ilgpu [--models NAME,...]  networks (mobile_former_26m,mobilenet_v3_small,mobilevit_xxs)
              [--side N]           of the pictures, through OpenCL (224)
              [--cpu-side N]       of the pictures, on ILGPU's CPU accelerator, which is slow (64)
              [--rounds N]         alternating turns of each side (7)
              [--runs N]           runs of a turn, the shortest of which counts (5)
        """;

    public static int Run(IReadOnlyList<string> args, TextWriter output)
    {
        var (models, side, cpuSide, rounds, runs) =
            (new[] { "mobile_former_26m", "mobilenet_v3_small", "mobilevit_xxs" }, 224, 64, 7, 5);
        try
        {
            for (var i = 0; i < args.Count; i += 2)
            {
                var value = i + 1 < args.Count ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value.");
                switch (args[i])
                {
                    case "--models":
                        models = PeerOptions.Names(value).ToArray();
                        break;
                    case "--side":
                        side = PeerOptions.Numbers(value)[0];
                        break;
                    case "--cpu-side":
                        cpuSide = PeerOptions.Numbers(value)[0];
                        break;
                    case "--rounds":
                        rounds = PeerOptions.Numbers(value)[0];
                        break;
                    case "--runs":
                        runs = PeerOptions.Numbers(value)[0];
                        break;
                    default:
                        throw new ArgumentException($"There is no option {args[i]}.");
                }
            }
        }
        catch (ArgumentException exception)
        {
            output.WriteLine(exception.Message);
            output.WriteLine(Usage);
            return 2;
        }

        output.WriteLine("# Beside ILGPU's code for the same kernels");
        output.WriteLine();
        output.WriteLine($"Command: `dotnet run -c Release --project perf -- ilgpu {string.Join(" ", args)}`.".Replace(
            " `.", "`.", StringComparison.Ordinal));
        output.WriteLine($".NET {Environment.Version}; float32, batch 1, seeded weights; {rounds} alternating rounds of "
            + $"{runs} runs a side after one that does not count. Host's clock, from the call until the device is done.");
        output.WriteLine();
        try
        {
            using var ours = DeviceSelector.Open("opencl");
            using var theirs = IlgpuDevice.OpenOpenCl(0, PoclForIlgpu.Options);
            new IlgpuComparison(ours, theirs, side, rounds, runs, output).Write(models);
        }
        catch (Exception exception) when (exception is DeviceSelectionException or InvalidOperationException)
        {
            output.WriteLine($"No comparison through OpenCL: {exception.Message}");
            output.WriteLine();
        }

        using var cpu = new CpuDevice();
        using var accelerator = IlgpuDevice.OpenCpu();
        new IlgpuComparison(cpu, accelerator, cpuSide, rounds: 2, runs: 1, output).Write(models);
        return 0;
    }
}
