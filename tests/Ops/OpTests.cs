using GpuFormer.Kernels.Launch;
using Xunit;

namespace GpuFormer.Tests.Ops;

/// <summary>One set of shapes and options of an op.</summary>
/// <param name="Name">What fails, for the reader.</param>
/// <param name="ReductionLength">The number of terms of the longest sum behind one output: sets the tolerance.</param>
/// <param name="Reference">fp64 loops that define the answer.</param>
/// <param name="Run">Computes the same on a device.</param>
internal sealed record OpCase(
    string Name, int ReductionLength, Func<double[]> Reference, Func<Device, float[]> Run);

/// <summary>The cases of one op.</summary>
internal interface IOpCases
{
    static abstract IEnumerable<OpCase> Cases { get; }
}

/// <summary>The theories that every op inherits.</summary>
public abstract class OpTests
{
    private protected abstract IEnumerable<OpCase> Cases { get; }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Forward_matches_reference(string device) => Compare(TestDevices.Get(device));

    [Fact]
    public void Kernel_compiled_by_ILGPU_matches_reference() => Compare(TestDevices.Get("ilgpu:cpu"));

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Devices_agree(string device)
    {
        foreach (var @case in Cases)
        {
            var expected = @case.Run(TestDevices.Get("ilgpu:cpu"));
            Tolerance.Check($"{@case.Name} ({device} against ILGPU)", @case.ReductionLength,
                [.. expected.Select(x => (double)x)], @case.Run(TestDevices.Get(device)));
        }
    }

    // Drivers compile each kernel for a second or more.
    [Theory]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    public void Some_cases_compiled_by_ILGPU_for_drivers_match_reference(string device) =>
        Compare(TestDevices.Get(device), Cases.Where((_, i) => i % 4 == 0));

    private void Compare(Device device) => Compare(device, Cases);

    private static void Compare(Device device, IEnumerable<OpCase> cases)
    {
        foreach (var @case in cases)
            Tolerance.Check(
                $"{@case.Name} ({device.Name})", @case.ReductionLength, @case.Reference(), @case.Run(device));
    }
}

/// <summary>How far float32 may be from the reference.</summary>
internal static class Tolerance
{
    /// <summary>
    /// Every term of a sum may cost half a unit in the last place of the result's magnitude (at least 1: operands of
    /// tests are of that size), and 16 more for what stands around the sum.
    /// </summary>
    public static double Of(int reductionLength, double reference) =>
        Math.ScaleB(1, -24) * (16 + reductionLength) * Math.Max(1, Math.Abs(reference));

    public static void Check(string what, int reductionLength, double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            // Written so that not-a-number fails.
            if (!(Math.Abs(actual[i] - expected[i]) <= Of(reductionLength, expected[i])))
            {
                Assert.Fail($"{what}: element {i} of {expected.Length} is {actual[i]:G9}, expected "
                    + $"{expected[i]:G9} within {Of(reductionLength, expected[i]):G3}.");
            }
        }
    }
}
