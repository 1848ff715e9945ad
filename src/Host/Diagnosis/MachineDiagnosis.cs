using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using GpuFormer.Devices;
using GpuFormer.Kernels.Launch;
using GpuFormer.SelfTest;

namespace GpuFormer.Diagnosis;

/// <summary>
/// Looks at what matters for running kernels on this machine: what was found, what was refused and why. Changes nothing
/// but for a file in the cache folder, which is removed again, and the verdicts on graphics cards there.
/// </summary>
internal static class MachineDiagnosis
{
    // What decides between devices or whether a driver is found at all; nothing else of the environment is read.
    private static readonly string[] Variables =
    [
        DeviceSelector.EnvironmentVariable, KernelBinaryCache.EnvironmentVariable,
        "OCL_ICD_VENDORS", "OCL_ICD_FILENAMES", "POCL_DEVICES", "POCL_CACHE_DIR",
        "VK_DRIVER_FILES", "VK_ICD_FILENAMES", "VK_LOADER_LAYERS_ENABLE", "CUDA_VISIBLE_DEVICES",
        "DOTNET_EnableHWIntrinsic", "DOTNET_EnableAVX2", "DOTNET_EnableAVX512F", "DOTNET_PreferredVectorBitWidth",
        "DOTNET_PROCESSOR_COUNT", "DOTNET_GCHeapHardLimit", "DOTNET_TieredCompilation", "DOTNET_ReadyToRun",
    ];

    /// <summary>Everything, area by area.</summary>
    public static IReadOnlyList<Finding> Collect() =>
    [
        .. Runtime(), .. Processor(), .. Memory(), .. Devices(), .. Automatic(), Cache(), .. Environment(),
    ];

    private static IEnumerable<Finding> Runtime()
    {
        var version = typeof(MachineDiagnosis).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        yield return new("runtime", "GpuFormer", version?.InformationalVersion ?? "unknown version");
        yield return new("runtime", ".NET", RuntimeInformation.FrameworkDescription);
        yield return new("runtime", "system",
            $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})");
        yield return RuntimeFeature.IsDynamicCodeCompiled
            ? new("runtime", "compiler", "kernels become machine code at run time", FindingKind.Usable)
            : new("runtime", "compiler", "this build of .NET compiles no code at run time; kernels for 'cpu' need that",
                FindingKind.Refused);
    }

    private static IEnumerable<Finding> Processor()
    {
        yield return new("processor", "architecture", RuntimeInformation.ProcessArchitecture.ToString());
        yield return new("processor", "processors",
            System.Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture));
        var width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256
            : Vector128.IsHardwareAccelerated ? 128 : 0;
        yield return width > 0
            ? new("processor", "vectors", $"{width} bits", FindingKind.Usable)
            : new("processor", "vectors", "none that .NET uses; 'cpu' is slow here", FindingKind.Refused);
        (string Name, bool IsThere)[] features =
        [
            ("SSE4.2", Sse42.IsSupported), ("AVX", Avx.IsSupported), ("AVX2", Avx2.IsSupported),
            ("FMA", Fma.IsSupported), ("AVX-512F", Avx512F.IsSupported), ("AdvSIMD", AdvSimd.IsSupported),
        ];
        yield return new("processor", "features",
            string.Join(", ", features.Where(feature => feature.IsThere).Select(feature => feature.Name)));
    }

    private static IEnumerable<Finding> Memory()
    {
        yield return new("memory", "for this process", Bytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        yield return new("memory", "in use by it", Bytes(System.Environment.WorkingSet));
    }

    private static IEnumerable<Finding> Devices() =>
        from listing in DeviceSelector.List()
        select listing.Available ? Try(listing) : new("devices", listing.Name,
            listing.Description.Length == 0 ? listing.Status : $"{listing.Description}: {listing.Status}",
            FindingKind.Refused);

    // A driver that lists a device may still fail to open it.
    private static Finding Try(DeviceListing listing)
    {
        try
        {
            using var device = DeviceSelector.Open(listing.Name);
            using var buffer = device.CreateBuffer(sizeof(int));
            buffer.Write([1, 2, 3, 4]);
            Span<byte> read = stackalloc byte[sizeof(int)];
            buffer.Read(read);
            if (!read.SequenceEqual<byte>([1, 2, 3, 4]))
            {
                return new("devices", listing.Name,
                    $"{device.Description}: copies come back changed", FindingKind.Refused);
            }

            var can = device.Capabilities;
            return new("devices", listing.Name,
                $"{device.Description}; {can.LaneCount} lanes, groups of {can.MaximumGroupThreads} threads, "
                + $"{Bytes(can.SharedMemoryBytes)} shared, {can.Workers} groups at a time",
                FindingKind.Usable);
        }
        catch (Exception exception) when (exception is DeviceSelectionException or DeviceLostException
            or DriverException or OutOfMemoryException or InvalidOperationException)
        {
            return new("devices", listing.Name, $"{listing.Description}: {exception.Message}", FindingKind.Refused);
        }
    }

    // Judged afresh: whoever asks may have changed something, or the moment of the last test was a bad one.
    private static IEnumerable<Finding> Automatic() => Automatic(
        AutomaticDevice.Candidates(DeviceSelector.Cards(DeviceBackends.All), name => DeviceSelector.Open(name),
            device => DeviceVerdicts.OfMachine.Of(device, afresh: true)));

    /// <summary>What 'auto' makes of its candidates, whose devices are disposed.</summary>
    internal static IEnumerable<Finding> Automatic(IReadOnlyList<AutomaticDevice.Candidate> candidates)
    {
        foreach (var (name, device, verdict) in candidates)
        {
            device?.Dispose();
            yield return device is null
                ? new("auto", name, verdict.Refusal, FindingKind.Refused)
                : new("auto", name, (name == "cpu" ? "" : "passes the quick self-test; ")
                    + $"{AutomaticDevice.Milliseconds(verdict.Seconds)} for the trial network", FindingKind.Usable);
        }

        var choice = AutomaticDevice.Fastest(candidates)?.Name;
        yield return new("auto", "choice",
            choice ?? (candidates.Count == 0 ? "cpu: there is no graphics card" : "cpu: no graphics card is fit"));
    }

    private static Finding Cache()
    {
        if (KernelBinaryCache.Root() is not { } root)
        {
            return new("cache", "folder",
                $"none: {KernelBinaryCache.EnvironmentVariable} is 'off', or this user has no folder for it",
                FindingKind.Refused);
        }

        try
        {
            Directory.CreateDirectory(root);
            var probe = Path.Combine(root, $"{Guid.NewGuid():N}.tmp");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            var files = Directory.GetFiles(root, "*", SearchOption.AllDirectories);
            return new("cache", "folder",
                $"{root}: {files.Length} files, {Bytes(files.Sum(file => new FileInfo(file).Length))}",
                FindingKind.Usable);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new("cache", "folder", $"{root}: {exception.Message} Kernels are compiled at every start.",
                FindingKind.Refused);
        }
    }

    private static IEnumerable<Finding> Environment() =>
        from name in Variables
        let value = System.Environment.GetEnvironmentVariable(name)
        where !string.IsNullOrEmpty(value)
        select new Finding("environment", name, value);

    private static string Bytes(long bytes) => bytes >= 1 << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):N0} MiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:N0} KiB");
}
