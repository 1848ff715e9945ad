using System.Globalization;
using GpuFormer.Devices;
using GpuFormer.Kernels.Launch;
using GpuFormer.SelfTest;

namespace GpuFormer;

/// <summary>
/// The choice behind <c>auto</c>: the fastest of the graphics cards that pass a quick self-test and of the CPU device,
/// by the time of a small network. Without a fit card there is nothing to measure.
/// </summary>
internal static class AutomaticDevice
{
    /// <summary>A device and what was found out about it.</summary>
    /// <param name="Name">Its device string.</param>
    /// <param name="Device">Null if it cannot be used; then the verdict says why.</param>
    /// <param name="Verdict">How it did.</param>
    internal sealed record Candidate(string Name, Device? Device, DeviceVerdict Verdict);

    /// <summary>Opens the choice.</summary>
    /// <param name="cards">The device strings of cards that can be opened.</param>
    /// <param name="open">Opens one by its string.</param>
    /// <param name="report">Gets a line for each device that is passed over, and one for the choice.</param>
    /// <param name="judge">The verdict on a device; the one kept for this machine if null.</param>
    public static Device Open(
        IEnumerable<string> cards, Func<string, Device> open, Action<string>? report,
        Func<Device, DeviceVerdict>? judge = null)
    {
        judge ??= device => DeviceVerdicts.OfMachine.Of(device);
        var candidates = Candidates(cards, open, judge);
        if (Fastest(candidates) is not { } best)
        {
            // No card, and nothing measured.
            Report(candidates, null, report);
            var cpu = open("cpu");
            report?.Invoke($"auto: {cpu.Name}, {cpu.Description}");
            return cpu;
        }

        foreach (var candidate in candidates.Where(candidate => candidate != best))
            candidate.Device?.Dispose();
        Report(candidates, best, report);
        report?.Invoke($"auto: {best.Name}, {best.Device!.Description}");
        return best.Device!;
    }

    /// <summary>All cards, and the CPU device if one of them is fit; the caller disposes their devices.</summary>
    public static IReadOnlyList<Candidate> Candidates(
        IEnumerable<string> cards, Func<string, Device> open, Func<Device, DeviceVerdict> judge)
    {
        var candidates = cards.Select(card => Try(card, open, judge)).ToList();
        if (candidates.Any(candidate => candidate.Device is not null))
            candidates.Add(Try("cpu", open, judge));
        return candidates;
    }

    /// <summary>The one to take, or null.</summary>
    public static Candidate? Fastest(IEnumerable<Candidate> candidates) =>
        candidates.Where(candidate => candidate.Device is not null).MinBy(candidate => candidate.Verdict.Seconds);

    /// <summary>Seconds for people.</summary>
    public static string Milliseconds(double seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{1e3 * seconds:F2} ms");

    private static Candidate Try(string name, Func<string, Device> open, Func<Device, DeviceVerdict> judge)
    {
        Device? device = null;
        DeviceVerdict verdict;
        try
        {
            device = open(name);
            verdict = judge(device);
            if (verdict.Refusal.Length == 0)
                return new(name, device, verdict);
        }
        catch (Exception exception) when (exception is DeviceSelectionException or DeviceLostException
            or DriverException or OutOfMemoryException)
        {
            verdict = DeviceVerdict.Refused(exception.Message);
        }

        device?.Dispose();
        return new(name, null, verdict);
    }

    private static void Report(IReadOnlyList<Candidate> candidates, Candidate? best, Action<string>? report)
    {
        foreach (var (name, device, verdict) in candidates.Where(candidate => candidate != best))
        {
            report?.Invoke(device is null
                ? $"auto: not {name}: {verdict.Refusal}"
                : $"auto: not {name}: {Milliseconds(verdict.Seconds)} for the trial network, {best!.Name} takes "
                    + Milliseconds(best.Verdict.Seconds));
        }
    }
}
