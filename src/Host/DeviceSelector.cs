using System.Globalization;
using GpuFormer.Devices.Cpu;
using GpuFormer.Devices.Cuda;
using GpuFormer.Devices.OpenCl;
using GpuFormer.Devices.Ilgpu;
using GpuFormer.Devices.Vulkan;
using GpuFormer.Kernels.Launch;

namespace GpuFormer;

/// <summary>A device string that names nothing, or nothing that is there. The message says what can be named.</summary>
public sealed class DeviceSelectionException(string message) : Exception(message);

/// <summary>One row of <see cref="DeviceSelector.List"/>.</summary>
/// <param name="Name">The device string, such as <c>cpu</c>.</param>
/// <param name="Description">The processor's or card's name.</param>
/// <param name="Available">Whether <see cref="DeviceSelector.Open"/> can open it.</param>
/// <param name="Status">What it is for, or why it is not available.</param>
public sealed record DeviceListing(string Name, string Description, bool Available, string Status);

/// <summary>
/// Finds and opens devices by their device string: <c>auto</c>, <c>cpu</c>, <c>cuda[:i]</c>,
/// <c>opencl[:p.d]</c>, <c>vulkan[:i]</c>, <c>ilgpu:cpu</c>, <c>ilgpu:opencl[:i]</c>, <c>ilgpu:cuda[:i]</c>.
/// </summary>
public static class DeviceSelector
{
    /// <summary>Overrides <c>auto</c>; an explicit device string always wins.</summary>
    public const string EnvironmentVariable = "GPUFORMER_DEVICE";

    private const string Known = "auto, cpu, cuda[:i], opencl[:p.d], vulkan[:i], ilgpu:cpu, ilgpu:opencl[:i], ilgpu:cuda[:i]";

    /// <summary>Opens a device; the caller disposes it.</summary>
    /// <param name="selector">
    /// A device string; <c>auto</c> takes the fastest of the graphics cards that pass a quick self-test and of the CPU
    /// device, by the time of a small network (verdicts are kept on disk), and the CPU device where there is no card.
    /// </param>
    /// <param name="threads">Workers of a CPU device; 0 takes one for each processor.</param>
    /// <param name="report">Gets lines that say which device <c>auto</c> took, and why not another.</param>
    /// <exception cref="DeviceSelectionException">The string names no device that can be opened.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative number of threads.</exception>
    public static Device Open(string selector = "auto", int threads = 0, Action<string>? report = null)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        var (kind, index) = Parse(selector);
        if (kind == "auto" && Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } preferred)
            (kind, index) = Parse(preferred);
        return kind switch
        {
            "auto" => AutomaticDevice.Open(Cards(), name => Open(name, threads), report),
            "cpu" => new CpuDevice(threads),
            "ilgpu" => OpenIlgpu(index),
            "opencl" => OpenOpenCl(index),
            "vulkan" => OpenVulkan(index),
            _ => OpenCuda(index),
        };
    }

    /// <summary>All devices this build knows, those that cannot be opened with the reason.</summary>
    public static IReadOnlyList<DeviceListing> List()
    {
        var listings = new List<DeviceListing>();
        using (var cpu = new CpuDevice())
            listings.Add(new(cpu.Name, cpu.Description, Available: true, "kernels compiled to SIMD code; the default"));
        listings.AddRange(ListOpenCl().Select(entry => entry.Listing));
        listings.AddRange(ListVulkan().Select(entry => entry.Listing));
        listings.AddRange(ListCuda());
        listings.AddRange(IlgpuDevice.List().Select(d => new DeviceListing(d.Name, d.Description, d.Refusal.Length == 0,
            d.Refusal.Length > 0 ? d.Refusal : d.IsProcessor ? "the processor; for tests" : "GPU")));
        return listings;
    }

    private static IlgpuDevice OpenIlgpu(string index)
    {
        try
        {
            var parts = index.Split(':');
            var number = parts.Length > 1 ? Number(parts[1]) : 0;
            return parts[0] switch
            {
                "cpu" => IlgpuDevice.OpenCpu(),
                "opencl" => IlgpuDevice.OpenOpenCl(number),
                _ => IlgpuDevice.OpenCuda(number),
            };
        }
        catch (InvalidOperationException exception)
        {
            throw Refused("ilgpu", index, exception.Message);
        }
    }

    /// <summary>Splits a device string into its kind and its index, and checks both.</summary>
    /// <exception cref="DeviceSelectionException">The string is no device string.</exception>
    internal static (string Kind, string Index) Parse(string selector)
    {
        var colon = selector.IndexOf(':', StringComparison.Ordinal);
        var kind = (colon < 0 ? selector : selector[..colon]).Trim().ToLowerInvariant();
        var index = colon < 0 ? "" : selector[(colon + 1)..].Trim();
        if (kind == "ilgpu")
        {
            var parts = index.ToLowerInvariant().Split(':');
            return parts is ["cpu"] or ["opencl"] or ["cuda"]
                || (parts is ["opencl" or "cuda", var number] && IsIndex(number))
                ? (kind, string.Join(':', parts))
                : throw new DeviceSelectionException(
                    $"'{selector}' is no device string; write 'ilgpu:cpu'. Known are: {Known}.");
        }

        var numbers = index.Split('.');
        var expected = kind switch
        {
            "auto" or "cpu" => 0,
            "cuda" or "vulkan" => 1,
            "opencl" => 2,
            _ => throw new DeviceSelectionException($"There is no device '{selector}'. Known are: {Known}."),
        };
        if (colon >= 0 && (numbers.Length != expected || !numbers.All(IsIndex)))
        {
            var form = expected switch { 0 => kind, 1 => $"{kind}:0", _ => $"{kind}:0.0" };
            throw new DeviceSelectionException(
                $"'{selector}' is no device string; write '{form}'. Known are: {Known}.");
        }

        return (kind, index);
    }

    /// <summary>
    /// The candidates of <c>auto</c> beside the CPU device. A driver that runs on the processor (PoCL, lavapipe) is
    /// none: it has no other silicon than the CPU device, and is there for tests.
    /// </summary>
    internal static IEnumerable<string> Cards() =>
        ListCuda().Select(listing => (Listing: listing, IsCard: true)).Concat(ListVulkan()).Concat(ListOpenCl())
            .Where(d => d.IsCard && d.Listing.Available).Select(d => d.Listing.Name);

    private static CudaDevice OpenCuda(string index)
    {
        try
        {
            return CudaDevice.Open(index.Length > 0 ? Number(index) : 0);
        }
        catch (Exception exception) when (exception is InvalidOperationException or CudaException)
        {
            throw Refused("cuda", index, exception.Message);
        }
    }

    private static IEnumerable<DeviceListing> ListCuda()
    {
        IReadOnlyList<CudaListing> devices;
        string reason;
        try
        {
            devices = CudaDevice.List(out reason);
        }
        catch (CudaException exception)
        {
            (devices, reason) = ([], exception.Message);
        }

        return devices.Count == 0
            ? [new("cuda", "", Available: false, reason)]
            : devices.Select(d => new DeviceListing($"cuda:{d.Index}", d.Description, d.Refusal.Length == 0,
                d.Refusal.Length > 0 ? d.Refusal : "graphics card"));
    }

    // Without an index: a graphics card before the processor, since whoever wants the processor says "cpu".
    private static OpenClDevice OpenOpenCl(string index)
    {
        try
        {
            if (index.Length > 0)
            {
                var numbers = index.Split('.');
                return OpenClDevice.Open(Number(numbers[0]), Number(numbers[1]));
            }

            var first = OpenClDevice.List(out var reason).Where(d => d.Refusal.Length == 0)
                .OrderBy(d => d.IsProcessor).FirstOrDefault()
                ?? throw new InvalidOperationException(
                    reason.Length > 0 ? reason : "every driver of OpenCL refuses its devices");
            return OpenClDevice.Open(first.Platform, first.Index);
        }
        catch (Exception exception) when (exception is InvalidOperationException or OpenClException)
        {
            throw Refused("opencl", index, exception.Message);
        }
    }

    private static IEnumerable<(DeviceListing Listing, bool IsCard)> ListOpenCl()
    {
        IReadOnlyList<OpenClListing> devices;
        string reason;
        try
        {
            devices = OpenClDevice.List(out reason);
        }
        catch (OpenClException exception)
        {
            (devices, reason) = ([], exception.Message);
        }

        return devices.Count == 0
            ? [(new("opencl", "", Available: false, reason), false)]
            : devices.Select(d => (new DeviceListing(
                $"opencl:{d.Platform}.{d.Index}", d.Description, d.Refusal.Length == 0,
                d.Refusal.Length > 0 ? d.Refusal
                : d.IsProcessor ? "the processor through OpenCL; for tests" : "graphics card"), !d.IsProcessor));
    }

    private static VulkanDevice OpenVulkan(string index)
    {
        try
        {
            if (index.Length > 0)
                return VulkanDevice.Open(Number(index));
            var first = VulkanDevice.List(out var reason).Where(d => d.Refusal.Length == 0)
                .OrderBy(d => d.IsProcessor).FirstOrDefault()
                ?? throw new InvalidOperationException(
                    reason.Length > 0 ? reason : "every driver of Vulkan is refused");
            return VulkanDevice.Open(first.Index);
        }
        catch (Exception exception) when (exception is InvalidOperationException or VulkanException)
        {
            throw Refused("vulkan", index, exception.Message);
        }
    }

    private static IEnumerable<(DeviceListing Listing, bool IsCard)> ListVulkan()
    {
        IReadOnlyList<VulkanListing> devices;
        string reason;
        try
        {
            devices = VulkanDevice.List(out reason);
        }
        catch (VulkanException exception)
        {
            (devices, reason) = ([], exception.Message);
        }

        return devices.Count == 0
            ? [(new("vulkan", "", Available: false, reason), false)]
            : devices.Select(d => (new DeviceListing(
                $"vulkan:{d.Index}", d.Description, d.Refusal.Length == 0,
                d.Refusal.Length > 0 ? d.Refusal
                : d.IsProcessor ? "the processor through Vulkan; for tests" : "graphics card"), !d.IsProcessor));
    }

    private static DeviceSelectionException Refused(string kind, string index, string reason) =>
        new($"'{Join(kind, index)}' cannot be opened: {reason.TrimEnd('.')}. "
            + "See 'gpuformer devices' for those that can.");

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static bool IsIndex(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string Join(string kind, string index) => index.Length == 0 ? kind : $"{kind}:{index}";
}
