using GpuFormer.Devices.Cpu;
using GpuFormer.Devices.Ilgpu;
using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.SelfTest;
using GpuFormer.Tests.Ops;
using Xunit;

namespace GpuFormer.Tests.Host.SelfTest;

public sealed class DeviceSelfTestTests
{
    private static readonly Lazy<IReadOnlyList<OpUse>> Uses = new(() =>
    {
        using var device = new CpuDevice(workers: 1);
        return OpUse.OfModels(device.Capabilities, 32, ["mobile_former_26m"]);
    });

    [Theory]
    [OnDevice("cpu")]
    public void A_right_device_passes_every_op_of_a_model(string device)
    {
        // A device of its own: other tests allocate on the shared one.
        using var own = DeviceSelector.Open(device);
        var verdicts = DeviceSelfTest.Test(own, Uses.Value).ToList();
        Assert.Equal(Uses.Value.Count, verdicts.Count);
        Assert.All(verdicts, verdict => Assert.Equal((OpOutcome.Passed, ""), (verdict.Outcome, verdict.Reason)));
        Assert.All(verdicts, verdict => Assert.NotEmpty(verdict.Kernel));
        Assert.Equal(0, own.AllocatedBytes);
    }

    // One use of each kernel that the two devices compile for all networks, the smallest: ILGPU's CPU accelerator is slow.
    [Fact]
    public void Every_kernel_of_every_network_computes_on_ILGPU_what_it_computes_on_the_cpu()
    {
        using var device = new CpuDevice();
        using var judge = IlgpuDevice.OpenCpu();
        var uses = OpUse.OfModels(device.Capabilities, 32).OrderBy(use => use.Bytes + use.Operations).ToList();
        var chosen = uses.DistinctBy(use => use.KernelOn(device.Capabilities).Key)
            .Concat(uses.DistinctBy(use => use.KernelOn(judge.Capabilities).Key)).Distinct().ToList();
        Assert.InRange(chosen.Count, 100, 1000);
        Assert.Equal([], ModelCatalogue.Names.Select(ModelCatalogue.FamilyOf).Distinct()
            .Where(family => !chosen.Any(use => ModelCatalogue.FamilyOf(use.Where.Split(':')[0]) == family)));
        var wrong = chosen.Select(use => DeviceSelfTest.Test(device, judge, use, seed: 1))
            .Where(verdict => verdict.Outcome != OpOutcome.Passed).Select(verdict => $"{verdict.Use}: {verdict.Reason}");
        Assert.Equal("", string.Join('\n', wrong));
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void A_right_device_passes_ops_of_halves(string kind)
    {
        var device = TestDevices.Get(kind);
        var uses = OpUse.OfModels(device.Capabilities, 32, ["mobile_former_26m"], precision: Precision.Half)
            .Where(use => use.IsRounded).ToList();
        // One of each kernel: drivers compile for a second each.
        uses = [.. uses.DistinctBy(use => (use.Op.GetType(), use.HalfInputs.Count, use.HalfOutputs.Count))];
        Assert.InRange(uses.Count, device.Capabilities.ConvertsHalves ? 5 : 1, 40);
        using var reference = new CpuDevice(workers: 1);
        var verdicts = uses.Select(use => DeviceSelfTest.Test(device, reference, use, seed: 1)).ToList();
        Assert.All(verdicts, verdict => Assert.Equal((OpOutcome.Passed, ""), (verdict.Outcome, verdict.Reason)));
        Assert.All(verdicts, verdict => Assert.InRange(verdict.Error, 0, DeviceSelfTest.LargestHalfError));
        Assert.Contains(verdicts, verdict => verdict.Kernel.Contains("half ", StringComparison.Ordinal));
    }

    [Fact]
    public void Products_of_matrices_are_judged_by_sums_of_single_precision()
    {
        using var own = new CpuDevice(workers: 1);
        using var device = new AdaptedDevice(own, own.Capabilities with { HasMatrixUnits = true });
        var uses = OpUse.OfModels(device.Capabilities, 32, ["mobile_former_52m"], batch: 2, Precision.Half)
            .Where(use => use.Op is Pointwise { MultipliesFragments: true }).Take(3).ToList();
        Assert.NotEmpty(uses);
        using var reference = new CpuDevice(workers: 1);
        Assert.All(uses, use =>
        {
            var verdict = DeviceSelfTest.Test(device, reference, use, seed: 1);
            Assert.Equal((OpOutcome.Passed, ""), (verdict.Outcome, verdict.Reason));
            Assert.StartsWith("Matrix.Forward", verdict.Kernel, StringComparison.Ordinal);
            Assert.InRange(verdict.Error, 1e-12, DeviceSelfTest.LargestHalfError);
        });
    }

    [OpenClFact]
    public void OpenCL_passes_an_op()
    {
        using var device = DeviceSelector.Open("opencl");
        var verdict = Assert.Single(DeviceSelfTest.Test(device, [Uses.Value.First(use => use.Op is LayerNorm)]));
        Assert.Equal((OpOutcome.Passed, ""), (verdict.Outcome, verdict.Reason));
    }

    [Fact]
    public void Uses_are_distinct_and_cover_what_the_models_run()
    {
        using var device = new CpuDevice(workers: 1);
        var uses = OpUse.OfModels(device.Capabilities, 64);
        Assert.InRange(uses.Count, 200, 1200);
        Type[] kinds =
        [
            typeof(Stem), typeof(Depthwise), typeof(Pointwise), typeof(MobileToFormerAttend),
            typeof(MobileToFormerMerge), typeof(FormerToMobile), typeof(TokenAttention), typeof(LayerNorm),
            typeof(GlobalAveragePool),
        ];
        Assert.All(kinds, kind => Assert.Contains(uses, use => use.Op.GetType() == kind));
        Assert.Contains(uses, use => use.Op.Name.Contains("SpatialDyRelu", StringComparison.Ordinal));
        Assert.Contains(uses, use => use.Op is Depthwise { Stride: 1 });
        Assert.Contains(uses, use => use.Op is Depthwise { Stride: 2 });
    }

    [Theory]
    [InlineData(Fault.WrongValue, nameof(OpOutcome.Wrong))]
    [InlineData(Fault.MissingValue, nameof(OpOutcome.Wrong))]
    [InlineData(Fault.PastTheEnd, nameof(OpOutcome.Overrun))]
    [InlineData(Fault.BeforeTheStart, nameof(OpOutcome.Overrun))]
    [InlineData(Fault.WrittenInput, nameof(OpOutcome.Overrun))]
    [InlineData(Fault.Exception, nameof(OpOutcome.Failed))]
    public void A_faulty_device_is_found_out(Fault fault, string outcome)
    {
        using var reference = new CpuDevice(workers: 1);
        using var device = new FaultyDevice(fault);
        var use = Uses.Value.First(u => u.Op is LayerNorm);
        var verdict = DeviceSelfTest.Test(device, reference, use, seed: 1);
        Assert.Equal(Enum.Parse<OpOutcome>(outcome), verdict.Outcome);
        Assert.NotEmpty(verdict.Reason);
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Fact]
    public void A_lost_device_ends_the_test()
    {
        using var device = new FaultyDevice(Fault.Lost);
        var uses = Uses.Value.Where(use => use.Op is LayerNorm).Take(1).ToArray();
        Assert.Throws<DeviceLostException>(() => DeviceSelfTest.Test(device, uses).ToList());
    }

    // Of vectors as wide as any processor's: what the reference has may be narrower, or wider.
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void The_quick_test_has_no_reason_against_a_right_device(int lanes)
    {
        using var right = new CpuDevice(1, lanes, specialisation => KernelCompiler.Compile(specialisation));
        Assert.Equal("", DeviceSelfTest.Quick(right));
    }

    [Fact]
    public void The_quick_test_has_a_reason_against_a_faulty_device()
    {
        using var faulty = new FaultyDevice(Fault.PastTheEnd);
        Assert.Contains("guard word", DeviceSelfTest.Quick(faulty));
    }

    [Theory]
    [InlineData(new[] { 3f, 4f }, new[] { 3f, 4f }, 0)]
    [InlineData(new[] { 3f, 4f }, new[] { 3f, 9f }, 1)]
    [InlineData(new[] { 3f, 4f }, new[] { 3f, float.NaN }, double.NaN)]
    [InlineData(new[] { 0f }, new[] { 1f }, double.PositiveInfinity)]
    public void Errors_are_relative_to_what_is_expected(float[] expected, float[] actual, double error) =>
        Assert.Equal(error, DeviceSelfTest.NormalisedError(expected, actual));

    [Fact]
    public void Compiling_and_timing_fill_the_other_columns()
    {
        using var device = new CpuDevice(workers: 1);
        var uses = Uses.Value.Where(use => use.Op is LayerNorm).ToArray();
        Assert.All(DeviceSelfTest.Compile(device, uses), verdict =>
            Assert.StartsWith("LayerNorm.Forward", verdict.Kernel, StringComparison.Ordinal));
        Assert.All(DeviceSelfTest.Time(device, uses), verdict =>
            Assert.True(verdict.Seconds > 0 && verdict.GigabytesPerSecond > 0));
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class OpenClFactAttribute : FactAttribute
    {
        public OpenClFactAttribute()
        {
            var listings = DeviceSelector.List()
                .Where(listing => listing.Name.StartsWith("opencl", StringComparison.Ordinal)).ToList();
            if (!listings.Any(listing => listing.Available))
                Skip = listings[0].Status;
        }
    }
}
