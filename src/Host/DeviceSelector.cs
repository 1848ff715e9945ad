using GpuFormer.Devices;
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
/// Finds and opens devices by their device string, such as <c>auto</c>, <c>cpu</c> or <c>vulkan:0</c>; <see cref="Forms"/>
/// has all of them.
/// </summary>
public static class DeviceSelector
{
    /// <summary>Overrides <c>auto</c>; an explicit device string always wins.</summary>
    public const string EnvironmentVariable = "GPUFORMER_DEVICE";

    private const string Automatic = "auto";

    /// <summary>What device strings look like, for help and messages: <c>auto, cpu, ..., vulkan[:i], ...</c></summary>
    public static string Forms => DeviceBackends.Forms;

    /// <summary>Opens a device; the caller disposes it.</summary>
    /// <param name="selector">
    /// A device string; <c>auto</c> takes the fastest of the graphics cards that pass a quick self-test and of the CPU
    /// device, by the time of a small network (verdicts are kept on disk), and the CPU device where there is no card.
    /// </param>
    /// <param name="threads">Workers of a CPU device; 0 takes one for each processor.</param>
    /// <param name="report">Gets lines that say which device <c>auto</c> took, and why not another.</param>
    /// <exception cref="DeviceSelectionException">The string names no device that can be opened.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative number of threads.</exception>
    /// <exception cref="PlatformNotSupportedException">The program was compiled by Native AOT, or trimmed.</exception>
    public static Device Open(string selector = "auto", int threads = 0, Action<string>? report = null)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        RuntimeSupport.Require();
        var (backend, index) = Parse(selector);
        if (backend is null && Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } preferred)
            (backend, index) = Parse(preferred);
        return backend is null
            ? AutomaticDevice.Open(Cards(DeviceBackends.All), name => Open(name, threads), report)
            : backend.Open(index, threads);
    }

    /// <summary>All devices this build knows, those that cannot be opened with the reason.</summary>
    public static IReadOnlyList<DeviceListing> List() => [.. DeviceBackends.All.SelectMany(ListingsOf)];

    /// <summary>Splits a device string into its kind and its index, and checks both; the kind of <c>auto</c> is
    /// null.</summary>
    /// <exception cref="DeviceSelectionException">The string is no device string.</exception>
    internal static (DeviceBackend? Backend, string Index) Parse(string selector)
    {
        var text = selector.Trim().ToLowerInvariant();
        if (text == Automatic)
            return (null, "");
        // A kind may hold a colon itself.
        var backend = DeviceBackends.All.Where(row => (text + ':').StartsWith(row.Kind + ':', StringComparison.Ordinal))
            .MaxBy(row => row.Kind.Length)
            ?? throw new DeviceSelectionException($"There is no device '{selector}'. Known are: {Forms}.");
        if (text.Length == backend.Kind.Length)
            return (backend, "");
        var index = text[(backend.Kind.Length + 1)..].Trim();
        return backend.IsIndex(index)
            ? (backend, index)
            : throw new DeviceSelectionException(
                $"'{selector}' is no device string; write '{backend.Example}'. Known are: {Forms}.");
    }

    /// <summary>
    /// The candidates of <c>auto</c> beside the CPU device. A driver that runs on the processor (PoCL, lavapipe) is
    /// none: it has no other silicon than the CPU device, and is there for tests. A second way to a GPU, through ILGPU,
    /// is looked for where the first has found one: looking takes half a second.
    /// </summary>
    internal static IEnumerable<string> Cards(IEnumerable<DeviceBackend> backends)
    {
        var foundGpu = false;
        foreach (var backend in backends.Where(row => row.HasCandidates))
        {
            if (backend.IsSecondWay && !foundGpu)
                continue;
            foreach (var device in backend.List().Devices.Where(device => device.IsCard))
            {
                foundGpu = true;
                if (device.Refusal.Length == 0)
                    yield return backend.NameOf(device.Index);
            }
        }
    }

    private static IEnumerable<DeviceListing> ListingsOf(DeviceBackend backend)
    {
        var (devices, reason) = backend.List();
        return devices.Count == 0
            ? [new(backend.Kind, "", Available: false, reason)]
            : devices.Select(device => new DeviceListing(backend.NameOf(device.Index), device.Description,
                device.Refusal.Length == 0, device.Refusal.Length > 0 ? device.Refusal : device.Use));
    }
}
