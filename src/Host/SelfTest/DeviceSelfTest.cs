using System.Runtime.ExceptionServices;
using GpuFormer.Devices.Cpu;
using GpuFormer.Devices.Ilgpu;
using GpuFormer.Graph;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.SelfTest;

/// <summary>
/// Proves on the user's machine that a device computes right: op by op against another device, with equal inputs.
/// </summary>
internal static class DeviceSelfTest
{
    /// <summary>The largest normalised mean square error of float32: sum (a - b)^2 / sum b^2.</summary>
    public const double LargestError = 1e-7;

    /// <summary>
    /// The largest of ops whose numbers are rounded to halves, against float32 on inputs that were rounded before: what
    /// is left are results that fall to the other side, and factors that only products of matrices round.
    /// </summary>
    public const double LargestHalfError = 1e-6;

    // Stages are halved five times: at 64 pixels the last has still two rows.
    private const int Side = 64;
    private const int QuickSide = 32;
    private const int TimedSide = 224;
    private const int TimedRuns = 10;
    private const int GuardElements = 1024;

    /// <summary>The ops that the other members look at by default: every distinct use in the shipped models.</summary>
    /// <param name="device">The device under test.</param>
    /// <param name="timed">Whether they are to be timed, and so to be of real size.</param>
    /// <param name="precision">How filters and maps are stored.</param>
    public static IReadOnlyList<OpUse> Uses(
        Device device, bool timed = false, Precision precision = Precision.Single)
    {
        ArgumentNullException.ThrowIfNull(device);
        return OpUse.OfModels(device.Capabilities, timed ? TimedSide : Side, precision: precision);
    }

    /// <summary>
    /// Runs each op on the device and on the reference: the CPU device, or, if that is under test, ILGPU's CPU accelerator.
    /// The reference computes in float32 on equal numbers, whatever the device rounds.
    /// </summary>
    /// <returns>A verdict for each op, as soon as it is known.</returns>
    public static IEnumerable<OpVerdict> Test(
        Device device, IReadOnlyList<OpUse> uses, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(uses);
        using Device reference = device is CpuDevice ? IlgpuDevice.OpenCpu() : new CpuDevice();
        Prepare(device, uses, cancellation);
        for (var i = 0; i < uses.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return Test(device, reference, uses[i], seed: i);
        }
    }

    /// <summary>Compiles the kernel of each op and runs none.</summary>
    public static IEnumerable<OpVerdict> Compile(
        Device device, IReadOnlyList<OpUse> uses, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(uses);
        Prepare(device, uses, cancellation);
        foreach (var use in uses)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return Guard(use, () =>
            {
                var kernel = use.KernelOn(device.Capabilities);
                device.Compile(kernel);
                return new(use, kernel.Name, OpOutcome.Passed, double.NaN, double.NaN, "");
            });
        }
    }

    /// <summary>Times each op and compares nothing.</summary>
    public static IEnumerable<OpVerdict> Time(
        Device device, IReadOnlyList<OpUse> uses, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(uses);
        Prepare(device, uses, cancellation);
        foreach (var use in uses)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return Guard(use, () =>
            {
                using var probe = use.On(device, use.RandomInputs(seed: 0), GuardElements);
                return new(use, probe.Kernel.Name, OpOutcome.Passed, double.NaN, probe.Time(TimedRuns), "");
            });
        }
    }

    /// <summary>The ops of the smallest model on tiny pictures: what a device must pass to be chosen unasked.</summary>
    /// <returns>The first reason against the device, or an empty string.</returns>
    internal static string Quick(Device device)
    {
        var uses = OpUse.OfModels(device.Capabilities, QuickSide, ["mobile_former_26m"]);
        var failure = Test(device, uses).FirstOrDefault(verdict => verdict.Outcome != OpOutcome.Passed);
        return failure is null ? "" : $"{failure.Use}: {failure.Reason}";
    }

    // One use, for tests that bring a device of their own.
    internal static OpVerdict Test(Device device, Device reference, OpUse use, int seed) => Guard(use, () =>
    {
        var inputs = use.RandomInputs(seed);
        float[] expected;
        using (var probe = use.InSinglePrecision().On(reference, inputs, GuardElements))
        {
            probe.Run();
            expected = [.. probe.Outputs().SelectMany(output => output)];
        }

        Round(expected, use);

        using (var probe = use.On(device, inputs, GuardElements))
        {
            probe.Run();
            var error = NormalisedError(expected, [.. probe.Outputs().SelectMany(output => output)]);
            var damage = probe.Damage();
            // Written so that not-a-number is wrong.
            var isRight = error <= Allowed(use);
            return new(use, probe.Kernel.Name,
                damage is not null ? OpOutcome.Overrun : isRight ? OpOutcome.Passed : OpOutcome.Wrong,
                error, double.NaN, damage ?? (isRight ? "" : $"normalised mean square error {error:G3}"));
        }
    });

    /// <summary>The largest error of an op that passes.</summary>
    internal static double Allowed(OpUse use) => use.IsRounded ? LargestHalfError : LargestError;

    // The device stores these outputs in half precision.
    private static void Round(float[] outputs, OpUse use)
    {
        var at = 0;
        for (var i = 0; i < use.Outputs.Count; i++)
        {
            var elements = use.Outputs[i].Elements;
            if (use.HalfOutputs.Contains(i))
                OpUse.Round(outputs.AsSpan(at, elements));
            at += elements;
        }
    }

    internal static double NormalisedError(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var (differences, squares) = (0d, 0d);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = (double)actual[i] - expected[i];
            differences += difference * difference;
            squares += (double)expected[i] * expected[i];
        }

        return differences == 0 ? 0 : differences / squares;
    }

    // Drivers compile for a second each: side by side, and what fails is met again where it is reported.
    private static void Prepare(Device device, IReadOnlyList<OpUse> uses, CancellationToken cancellation)
    {
        var options = new ParallelOptions { CancellationToken = cancellation };
        try
        {
            Parallel.ForEach(uses, options, use => Guard(use, () =>
            {
                device.Compile(use.KernelOn(device.Capabilities));
                return new(use, "", OpOutcome.Passed, double.NaN, double.NaN, "");
            }));
        }
        catch (AggregateException bundle) when (bundle.InnerExceptions.Count > 0)
        {
            ExceptionDispatchInfo.Throw(bundle.InnerExceptions[0]);
        }
    }

    // Whatever one op does to a device or its compiler is a finding about that op, except that the device is gone.
    private static OpVerdict Guard(OpUse use, Func<OpVerdict> judge)
    {
        try
        {
            return judge();
        }
        catch (Exception exception) when (exception is not DeviceLostException)
        {
            return new(use, "", OpOutcome.Failed, double.NaN, double.NaN, exception.Message);
        }
    }
}
