using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.SelfTest;
using GpuFormer.Tests.Ops.Backward;
using Xunit;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Tests.Ops;

/// <summary>The ops of networks with filters and maps stored as halves, sums in float32.</summary>
public sealed class HalfStorageTests
{
    // Normalised mean square error: rounding to 11 bits costs about 1e-7 for each operand and result.
    private const double LargestError = 1e-5;

    private static readonly Dictionary<string, IEnumerable<OpCase>> Families = new()
    {
        ["Pointwise"] = PointwiseCases.Cases,
        ["Depthwise"] = DepthwiseCases.Cases,
        ["DenseConvolution"] = DenseConvolutionCases.Cases,
        ["Stem"] = StemCases.Cases,
        ["MobileToFormer"] = MobileToFormerCases.Cases,
        ["FormerToMobile"] = FormerToMobileCases.Cases,
        ["PatchAttention"] = PatchAttentionCases.Cases,
        ["LayerNorm"] = LayerNormCases.Cases,
        ["Elementwise"] = ElementwiseCases.Cases,
        ["GlobalAveragePool"] = GlobalAveragePoolCases.Cases,
        ["AdaptiveAveragePool"] = AdaptiveAveragePoolCases.Cases,
        ["Resize"] = ResizeCases.Cases,
        ["Softmax"] = SoftmaxCases.Cases,
        ["Convolution"] = ConvolutionTests.AllCases,
        ["MaxPool"] = MaxPoolTests.AllCases,
    };

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Ops_of_halves_match_reference(string device)
    {
        foreach (var (family, cases) in Families)
        {
            // Where a driver compiles each kernel, or an interpreter runs it, a third of the cases.
            var all = device is "cpu";
            foreach (var @case in cases.Where((_, i) => all || i % 3 == 0))
            {
                var expected = Array.ConvertAll(@case.Reference(), x => (float)x);
                var actual = OpRun.WithHalves(() => @case.Run(TestDevices.Get(device)));
                Assert.Equal(expected.Length, actual.Length);
                var error = DeviceSelfTest.NormalisedError(expected, actual);
                // Written so that not-a-number fails.
                if (!(error <= LargestError))
                    Assert.Fail($"{family}, {@case.Name} ({device}): normalised mean square error {error:G3}.");
            }
        }
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Stores_round_to_nearest_even(string device)
    {
        float[] values =
            [0, 1, -1, 0.1f, 65504, -6e-8f, 2.9e-8f, 3.1e-8f, 6.1e-5f, 1 + (1 / 2048f), 1 + (3 / 2048f), -0.3333f];
        using var run = new KernelRun(TestDevices.Get(device));
        var y = run.HalfOutput(values.Length);
        run.Launch(new(Library.ElementwiseKernels.Forward<Library.Identity, Library.NoTerms>, new(4),
            new Library.ElementwiseConstants { FromPanels = 0, ToPanels = 0 }), new(3),
            run.Input(values), y, default(Library.Identity), 1, 1, values.Length);
        Assert.Equal(values.Select(x => (float)(Half)x), run.Read(y));
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Upper_halves_of_floats_round_to_nearest_even(string device)
    {
        // Ties are where the lower half is 0x8000; the last but three rounds up to infinity.
        float[] values =
        [
            0, -0f, 1, 0.1f, -0.3333f, 1 + (1 / 256f), 1 + (3 / 256f), 1.00390637f, 1e-40f, 65504, 1e30f, -3e38f,
            float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
        ];
        var stored = FloatFormat.BFloat16.Store(values);
        var expected = new float[values.Length];
        FloatFormat.BFloat16.Load(stored, expected);
        Assert.Equal((1f, 1 + (4 / 256f), float.PositiveInfinity), (expected[5], expected[6], expected[12]));
        using var run = new KernelRun(TestDevices.Get(device));
        var y = run.Output(values.Length, FloatFormat.BFloat16);
        run.Launch(CopyKernel, new(4), run.Input(values), y, default(Library.Identity), 1, 1, values.Length);
        Assert.Equal(expected, run.Read(y));
        var again = run.Output(values.Length);
        run.Launch(CopyKernel, new(4), y, again, default(Library.Identity), 1, 1, values.Length);
        Assert.Equal(expected, run.Read(again));
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void What_overflows_a_half_is_infinite_where_it_is_read_again(string device)
    {
        using var run = new KernelRun(TestDevices.Get(device));
        var half = run.HalfOutput(8);
        run.Launch(CopyKernel, new(2), run.Input([65520f, -1e9f, float.NaN, 65504, 1, 2, 3, 4]), half,
            default(Library.Identity), 1, 1, 8);
        var y = run.Output(8);
        run.Launch(CopyKernel, new(2), half, y, default(Library.Identity), 1, 1, 8);
        Assert.Equal([float.PositiveInfinity, float.NegativeInfinity, float.NaN, 65504, 1, 2, 3, 4], run.Read(y));
    }

    private static KernelSpecialisation CopyKernel => new(
        Library.ElementwiseKernels.Forward<Library.Identity, Library.NoTerms>, new(4),
        new Library.ElementwiseConstants { FromPanels = 0, ToPanels = 0 });

    [Fact]
    public void Name_of_a_kernel_says_which_views_are_halves()
    {
        using var run = new KernelRun(TestDevices.Get("ilgpu:cpu"));
        KernelSpecialisation kernel = new(
            Library.ElementwiseKernels.Forward<Library.Multiply, Library.NoTerms>, new GroupShape(4),
            new Library.ElementwiseConstants { FromPanels = 0, ToPanels = 0 });
        var (single, half) = (run.Output(4), run.HalfOutput(4));
        var arguments = KernelArguments.Pack(kernel, half, single, new Library.Multiply(half), 1, 1, 4);
        var stored = kernel.With(arguments.Formats);
        Assert.Equal($"{kernel.Name} of half x, epilogue.factors", stored.Name);
        Assert.NotEqual(kernel, stored);
        Assert.Same(stored, stored.With(arguments.Formats));
        var mistake = Assert.Throws<ArgumentException>(() =>
            new KernelLaunch(run.Device.Compile(kernel), new(1), arguments, "node"));
        Assert.Contains("node", mistake.Message);
    }
}
