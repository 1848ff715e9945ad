using GpuFormer.Graph;
using GpuFormer.Graph.Constants;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Passes;
using GpuFormer.Kernels.Compiler.Targets.Ptx;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;
using GpuFormer.Kernels.Specialisation;
using ILGPU;
using Xunit;

namespace GpuFormer.Tests.Ops;

/// <summary>Products of small matrices, and the kernel made of them.</summary>
public sealed class MatrixKernelsTests
{
    private const int Inner = Fragment.Depth;

    // Rows, K, C; tiles of rowWarps, columnWarps, rowFragments, columnFragments.
    private static readonly (int Rows, int K, int C, int[] Tile)[] Sizes =
    [
        (1, 1, 1, [1, 1, 1, 1]),
        (16, 32, 8, [1, 1, 1, 1]),
        (49, 40, 24, [2, 1, 1, 2]),
        (70, 33, 37, [2, 2, 2, 2]),
    ];

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Product_matches_reference(string device)
    {
        float[] a = Halves("a", Fragment.Rows * Inner), b = Halves("b", Inner * Fragment.Columns);
        float[] c = SpecFill.Values("c", Fragment.Rows * Fragment.Columns);
        var expected = new double[c.Length];
        for (var row = 0; row < Fragment.Rows; row++)
        {
            for (var column = 0; column < Fragment.Columns; column++)
            {
                var at = (row * Fragment.Columns) + column;
                expected[at] = c[at] + Enumerable.Range(0, Inner).Sum(
                    k => (double)a[(row * Inner) + k] * b[(column * Inner) + k]);
            }
        }

        using var run = new KernelRun(TestDevices.Get(device));
        var y = run.Output(c.Length);
        run.Launch(new(Multiply, new(Fragment.Threads)), new(1), run.Input(a), run.Input(b), run.Input(c), y);
        Tolerance.Check(device, Inner, expected, run.Read(y));
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Tiles_that_stick_out_match_reference(string device)
    {
        foreach (var (rows, K, C, tile) in Sizes)
        {
            float[] x = SpecFill.Values("x", 2 * rows * K), filter = SpecFill.Values("filter", C * K);
            var bias = SpecFill.Values("bias", C);
            var expected = new double[2 * rows * C];
            for (var row = 0; row < 2 * rows; row++)
            {
                for (var c = 0; c < C; c++)
                {
                    expected[(row * C) + c] = bias[c] + Enumerable.Range(0, K).Sum(
                        k => (double)Rounded(x[(row * K) + k]) * Rounded(filter[(c * K) + k]));
                }
            }

            var padded = (K + MatrixKernels.Depth - 1) / MatrixKernels.Depth * MatrixKernels.Depth;
            var packed = new PaddedRows(padded).Evaluate([new(filter, new Shape(C, K))]);
            using var run = new KernelRun(TestDevices.Get(device));
            foreach (var (left, right) in new[]
                { (run.Input(x), run.Input(packed)), (run.HalfInput(x), run.HalfInput(packed)) })
            {
                var y = run.Output(2 * rows * C);
                run.Launch(Specialisation(tile, K % 4 == 0 ? 4 : 1), Grid(rows, C, 2, tile), left, right,
                    run.Input(bias), y, new Identity(), new PointwiseSizes(rows, rows * K, K, 0, K, C, 1));
                Tolerance.Check($"{rows}x{K}x{C} on {device}", K, expected, run.Read(y));
            }
        }
    }

    [Fact]
    public void Targets_with_matrix_units_keep_the_product_and_others_do_not()
    {
        var kernel = Specialisation([1, 2, 2, 2]);
        var kept = KernelCompiler.Compile(kernel, new PipelineOptions { HasMatrixProducts = true });
        var inlined = KernelCompiler.Compile(kernel);
        // Four fragments of a warp, in a loop over what is in shared memory: inside of the loop over K and after it.
        Assert.Equal(8, Products(kept.Body).Count());
        Assert.All(Products(kept.Body), product => Assert.Equal(ElementType.Float16, product.Left.Element));
        Assert.Empty(Products(inlined.Body));
        Assert.Contains("matrix product", IRPrinter.Print(kept));
    }

    [Fact]
    public void Ptx_has_the_instruction_and_reads_each_fragment_once()
    {
        var options = new PtxOptions(PtxOptions.MatrixUnits);
        var text = PtxTarget.Write(
            KernelCompiler.Compile(Specialisation([1, 2, 2, 2]), options.Pipeline), options).Text;
        Assert.Contains(".version 7.0\n.target sm_80\n", text);
        Assert.Equal(8, Count(text, "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32"));
        Assert.Equal(2 * ((2 * 4) + (2 * 2)), Count(text, "ld.shared.u32"));
        // What one part is multiplied for, the other is loaded and stored, without a conversion where both are halves.
        var (rows, channels) = (32 / 4 / 2, 32 / 4 / 2);
        Assert.Equal(2 * (rows + channels), Count(text, "ld.global.nc.v4.f32"));
        Assert.Equal(2 * (rows + channels), Count(text, "st.shared.v2.u32"));
        Assert.Equal(2, Count(text, "bar.sync"));
        var ofHalves = PtxTarget.Write(KernelCompiler.Compile(OfHalves([1, 2, 2, 2]), options.Pipeline), options).Text;
        Assert.Equal(2 * (rows + channels), Count(ofHalves, "ld.global.nc.v2.u32"));
        Assert.DoesNotContain("cvt.rn.f16.f32", ofHalves);
        var other = PtxTarget.Write(KernelCompiler.Compile(
            new(PointwiseKernels.Naive, new(32)), options.Pipeline), options).Text;
        Assert.DoesNotContain("sm_80", other);
    }

    [Fact]
    public void A_product_that_some_threads_miss_is_refused()
    {
        var kernel = new KernelSpecialisation(MultiplyInHalfAWarp, new(Fragment.Threads));
        var options = new PipelineOptions { HasMatrixProducts = true };
        Assert.Equal("GF0102", Assert.Throws<KernelCompilationException>(
            () => KernelCompiler.Compile(kernel, options)).Code);
    }

    [Kernel]
    private static void Multiply(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, ArrayView<float> y)
    {
        var left = SharedHalves.Allocate(Fragment.Rows * Fragment.Depth);
        var right = SharedHalves.Allocate(Fragment.Columns * Fragment.Depth);
        for (var i = Group.IdxX; i < Fragment.Rows * Fragment.Depth; i += Group.DimX)
            left[i] = KernelMath.RoundToHalf(a[i]);
        for (var i = Group.IdxX; i < Fragment.Columns * Fragment.Depth; i += Group.DimX)
            right[i] = KernelMath.RoundToHalf(b[i]);
        Group.Barrier();
        var sums = new float[Fragment.Sums];
        for (var i = 0; i < Fragment.Sums; i++)
            sums[i] = c[(Fragment.Row(i) * Fragment.Columns) + Fragment.Column(i)];
        Fragment.MultiplyAdd(left, 0, Fragment.Depth, right, 0, Fragment.Depth, sums, 0);
        for (var i = 0; i < Fragment.Sums; i++)
            y[(Fragment.Row(i) * Fragment.Columns) + Fragment.Column(i)] = sums[i];
    }

    [Kernel]
    private static void MultiplyInHalfAWarp(ArrayView<float> y)
    {
        var halves = SharedHalves.Allocate(Fragment.Rows * Fragment.Depth);
        var sums = new float[Fragment.Sums];
        if (Group.IdxX < 16)
            Fragment.MultiplyAdd(halves, 0, Fragment.Depth, halves, 0, Fragment.Depth, sums, 0);
        y[Group.IdxX] = sums[0];
    }

    private static KernelSpecialisation Specialisation(int[] tile, int together = 4) => new(
        MatrixKernels.Forward<Identity, NoTerms>, new(Fragment.Threads, tile[0] * tile[1]),
        new MatrixConstants
        {
            RowWarps = tile[0],
            ColumnWarps = tile[1],
            RowFragments = tile[2],
            ColumnFragments = tile[3],
            Together = together,
        });

    private static KernelSpecialisation OfHalves(int[] tile)
    {
        using var run = new KernelRun(TestDevices.Get("ilgpu:cpu"));
        var kernel = Specialisation(tile);
        var halves = run.HalfInput([0]);
        return kernel.With(KernelArguments.Pack(kernel, halves, halves, run.Input([0f]), run.Output(1), new Identity(),
            new PointwiseSizes(1, 1, 1, 0, 1, 1, 1)).Formats);
    }

    private static LaunchShape Grid(int rows, int C, int images, int[] tile)
    {
        var (tileRows, tileChannels) = (tile[0] * tile[2] * Fragment.Rows, tile[1] * tile[3] * Fragment.Columns);
        return new((rows + tileRows - 1) / tileRows, (C + tileChannels - 1) / tileChannels, images);
    }

    private static IEnumerable<MatrixProduct> Products(Region region) => region.Statements.SelectMany(statement =>
        statement is MatrixProduct product ? [product]
        : statement is StructuredStatement structured ? structured.Regions.SelectMany(Products) : []);

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static float[] Halves(string name, int count) => [.. SpecFill.Values(name, count).Select(Rounded)];

    private static float Rounded(float value) => (float)(System.Half)value;
}
