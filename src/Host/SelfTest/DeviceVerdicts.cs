using System.Globalization;
using System.Text;
using GpuFormer.Devices;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.SelfTest;

/// <summary>What is known of a device before it is chosen unasked.</summary>
/// <param name="Refusal">Why it is not fit; empty if it is.</param>
/// <param name="Seconds">What <see cref="DeviceTrial"/> took on it; NaN if it is not fit.</param>
internal sealed record DeviceVerdict(string Refusal, double Seconds)
{
    public static DeviceVerdict Refused(string reason) => new(reason, double.NaN);
}

/// <summary>
/// Judges devices and keeps the verdicts on disk: a good one for as long as driver and library stay what they are, a
/// refusal for a day, since what failed may have been the moment (a card without free memory).
/// </summary>
internal sealed class DeviceVerdicts(
    KernelBinaryCache cache, TimeProvider clock, Func<Device, DeviceVerdict> judge)
{
    private static readonly TimeSpan RefusalLasts = TimeSpan.FromDays(1);

    /// <summary>Those of this machine.</summary>
    public static DeviceVerdicts OfMachine { get; } =
        new(KernelBinaryCache.Open("selftest"), TimeProvider.System, Judge);

    /// <summary>The verdict on a device.</summary>
    /// <param name="device">Open.</param>
    /// <param name="afresh">Whether to judge even where a verdict is kept.</param>
    public DeviceVerdict Of(Device device, bool afresh = false)
    {
        var key = KeyOf(device);
        if (!afresh && cache.TryRead(key) is { } bytes && Parse(Encoding.UTF8.GetString(bytes)) is { } kept)
            return kept;
        var verdict = judge(device);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        cache.Write(key, Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{now}\n{verdict.Seconds:R}\n{verdict.Refusal}")));
        return verdict;
    }

    // The CPU device is what others are compared with: it is timed alone.
    private static DeviceVerdict Judge(Device device)
    {
        var refusal = device.Name == "cpu" ? "" : DeviceSelfTest.Quick(device);
        return refusal.Length > 0 ? DeviceVerdict.Refused(refusal) : new("", DeviceTrial.Seconds(device));
    }

    // The description names driver and version, or the processor and the number of workers. Equal builds of the library
    // have equal module versions.
    private static string KeyOf(Device device) => KernelBinaryCache.Key(
    [
        device.Name, device.Description,
        .. new[] { typeof(Device), typeof(Executor), typeof(DeviceVerdicts) }
            .Select(type => type.Module.ModuleVersionId.ToString()),
    ]);

    private DeviceVerdict? Parse(string text)
    {
        if (text.Split('\n', 3) is not [var time, var seconds, var refusal]
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var then)
            || !double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var took))
        {
            return null;
        }

        var age = clock.GetUtcNow().ToUnixTimeSeconds() - then;
        return refusal.Length > 0 && (age < 0 || age >= RefusalLasts.TotalSeconds) ? null : new(refusal, took);
    }
}
