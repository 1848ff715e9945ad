using GpuFormer.Cli;
using GpuFormer.Devices.Ilgpu;
using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Models;
using Xunit;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Tests.Ops;

internal sealed class PointwiseCases : IOpCases
{
    /// <summary>The same as products of matrices, of inputs that are halves.</summary>
    public static IEnumerable<OpCase> OfMatrices =>
    [
        Matrices("odd sizes", new(), [1, 7, 5, 7], 33),
        Matrices("dynamic ReLU of two images", With(new DyRelu()), [2, 9, 8, 24], 96, [2, 192]),
        Matrices("residual", With(new AddResidual()), [2, 4, 4, 12], 70, [2, 4, 4, 70]),
        Matrices("tokens with GELU", With(new Gelu()), [3, 6, 40], 64),
        Matrices("first token", With(new Relu()) with { FirstToken = true }, [3, 4, 16], 24),
        Matrices("columns in the middle", new() { InputOffset = 5, InputChannels = 7 }, [2, 16], 9),
        Matrices("filter groups, shuffled", With(new DyRelu()) with { FilterGroups = 4, Shuffle = true },
            [2, 3, 3, 8], 36, [2, 72]),
    ];

    public static IEnumerable<OpCase> Cases =>
    [
        Case("one pixel, one channel", new(), [1, 1, 1, 1], 1),
        Case("odd sizes", new(), [1, 7, 5, 7], 33),
        Case("two images, last panel overlaps", new(), [2, 3, 3, 33], 20),
        Case("one row past a tile", new(), [1, 1, 13, 16], 16),
        Case("7x7 of 96 channels", With(new Relu6()), [1, 7, 7, 24], 96),
        Case("dynamic ReLU of two images", With(new DyRelu()), [2, 3, 5, 8], 24, [2, 48]),
        Case("channel scale", With(new ChannelScale(2)), [2, 3, 5, 8], 24, [2, 24]),
        Case("spatial-aware dynamic ReLU", With(new SpatialDyRelu()), [2, 3, 5, 8], 24, [2, 3, 5, 3], [2, 3, 48]),
        Case("residual", With(new AddResidual()), [2, 4, 4, 12], 12, [2, 4, 4, 12]),
        Case("residual, then h-swish", With(new AddResidual(), new HardSwish()), [3, 40], 17, [3, 17]),
        Case("residual, dynamic ReLU, ReLU", With(new AddResidual(), new DyRelu(), new Relu()),
            [2, 2, 2, 6], 9, [2, 2, 2, 9], [2, 18]),
        Case("tokens with GELU", With(new Gelu()), [2, 6, 32], 64),
        Case("token slopes", With(new HyperSlopes()), [2, 3, 8], 32),
        Case("SiLU in pairs of rows and of channels", With(new Silu()), [1, 2, 6, 20], 48),
        Case("SiLU in overlapping tiles", With(new Silu()), [1, 1, 13, 16], 20),
        Case("vector", new(), [1, 133], 100),
        Case("vector of more than 64 channels", With(new Relu()), [1, 31], 129),
        Case("batch of vectors", With(new HyperSlopes()), [5, 12], 34),
        Case("first token", With(new Relu()) with { FirstToken = true }, [3, 4, 16], 24),
        Case("two vectors that overlap, residual", With(new AddResidual()), [1, 5, 7, 20], 12, [1, 5, 7, 12]),
        Case("three vectors of which two overlap, SiLU", With(new Silu()), [2, 3, 9, 12], 20),
        Case("five vectors of which two overlap, of a row", With(new DyRelu()), [2, 1, 1, 24], 36, [2, 72]),
        Case("columns in the middle", new() { InputOffset = 5, InputChannels = 7 }, [2, 16], 9),
        Case("columns that are multiples of four", new() { InputOffset = 4, InputChannels = 12 }, [7, 20], 40),
        Case("wide panels of tokens, the last overlaps", With(new Gelu()), [1, 6, 36], 108),
        Case("long map in blocks", With(new Relu()), [1, 15, 15, 128], 72),
        Case("narrow filter groups", new() { FilterGroups = 4 }, [2, 3, 3, 16], 24),
        Case("wide filter groups", With(new DyRelu()) with { FilterGroups = 3 }, [2, 3, 3, 12], 105, [2, 210]),
        Case("filter groups of a batch of vectors", new() { FilterGroups = 2 }, [3, 10], 96),
        Case("filter groups, shuffled", With(new DyRelu()) with { FilterGroups = 4, Shuffle = true },
            [2, 3, 3, 8], 36, [2, 72]),
        Case("from panels, residual", With(new AddResidual()) with { FromPanels = 8 },
            [2, 3, 5, 16], 20, [2, 3, 5, 20]),
        Case("panels, filter groups", With(new Relu()) with { FilterGroups = 2, FromPanels = 8, ToPanels = 8 },
            [1, 2, 7, 16], 64),
        Case("from panels to few channels", With(new HardSwish()) with { FromPanels = 4 }, [1, 4, 4, 12], 3),
        Case("to panels, dynamic ReLU", With(new DyRelu()) with { ToPanels = 4 }, [2, 3, 5, 7], 24, [2, 48]),
        Case("panels, SiLU", With(new Silu()) with { FromPanels = 8, ToPanels = 8 }, [1, 2, 6, 24], 48),
        Case("panels of a long map in blocks", With(new Relu()) with { FromPanels = 8, ToPanels = 8 },
            [1, 15, 15, 128], 72),
    ];

    /// <summary>A row whose filter takes more than a megabyte; the last panel overlaps.</summary>
    public static OpCase LongFilter => Case("long filter", With(new HardSwish()), [1, 516], 517);

    /// <summary>Cases of the plain loop without tiles.</summary>
    public static (int Rows, int K, int C)[] NaiveSizes => [(1, 1, 1), (7, 33, 9), (5, 8, 16)];

    public static double[] Expected(Pointwise op, Given[] inputs)
    {
        var (x, filter, bias) = (inputs[0], inputs[1], inputs[2]);
        var output = op.InferShapes([.. inputs.Select(i => i.Shape)])[0];
        var (channels, K) = (output.Last, filter.Shape[1]);
        var y = new double[output.Elements];
        for (var row = 0; row < output.Rows; row++)
        {
            var start = ((op.FirstToken ? row * x.Shape[1] : row) * x.Shape.Last) + op.InputOffset;
            for (var c = 0; c < channels; c++)
            {
                var group = c / (channels / op.FilterGroups);
                var sum = bias[c];
                for (var k = 0; k < K; k++)
                    sum += x[start + (group * K) + k] * filter[(c * K) + k];
                var stored = op.Shuffle ? ((c % (channels / op.FilterGroups)) * op.FilterGroups) + group : c;
                var index = (row * channels) + stored;
                y[index] = Reference.Apply(op.Epilogue, sum, output, index, inputs.AsSpan(3));
            }
        }

        return y;
    }

    private static Pointwise With(params EpilogueStep[] steps) =>
        new() { Epilogue = steps.Aggregate(Epilogue.Identity, (epilogue, step) => epilogue.Then(step)) };

    private static OpCase Matrices(string name, Pointwise op, int[] x, int channels, params int[][] further) =>
        Case(name, op with { MultipliesFragments = true }, x, channels, further);

    private static OpCase Case(string name, Pointwise op, int[] x, int channels, params int[][] further)
    {
        var K = op.ReducedChannels(new Shape(x)) / op.FilterGroups;
        Given[] inputs =
        [
            Given.Activation("x", x), Given.Constant("filter", channels, K), Given.Constant("bias", channels),
            .. further.Select((shape, i) => Given.Activation($"further {i}", shape)),
        ];
        if (op.MultipliesFragments)
        {
            foreach (var values in inputs[..2].Select(input => input.Values))
            {
                for (var i = 0; i < values.Length; i++)
                    values[i] = (float)(Half)values[i];
            }
        }

        return new(name, K, () => Expected(op, inputs), device => OpRun.First(device, op, inputs));
    }
}

public sealed class PointwiseTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => PointwiseCases.Cases;

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    public void Long_filters_match_reference(string device)
    {
        var @case = PointwiseCases.LongFilter;
        Tolerance.Check($"{@case.Name} on {device}", @case.ReductionLength,
            @case.Reference(), @case.Run(TestDevices.Get(device)));
    }

    [Fact]
    public void Long_filters_of_one_row_are_read_in_ranges_by_a_processor_alone()
    {
        var model = ModelCatalogue.Create("mobile_former_294m");
        DeviceCapabilities processor = new(8, 1024, 256 << 10, 2, IsProcessor: true);
        Assert.Equal(
            ["classifier.classifier.1", "classifier.fc.0", "classifier.fc.0.token"], Ranged(processor).Order());
        Assert.Empty(Ranged(processor with { IsProcessor = false, Tuning = TileTable.Card }));

        IEnumerable<string> Ranged(DeviceCapabilities device) =>
            PlannedLaunches.Of(model, device, batchSize: 1, side: 224).Launches
                .Where(row => row.Kernel.Constants.GetValueOrDefault("ranges") > 1).Select(row => row.Node.Name);
    }

    [Theory]
    [InlineData(12, 2)]
    [InlineData(20, 3)]
    [InlineData(36, 5)]
    public void Channels_between_two_vectors_are_one_panel_of_a_processor(int channels, int vectors)
    {
        DeviceCapabilities processor = new(8, 1024, 256 << 10, 2, IsProcessor: true);
        Shape[] inputs = [new(1, 14, 14, 5), new(channels, 5), new(channels)];
        var packed = new Pointwise().Pack(1, inputs, [new Shape(1, 14, 14, channels)], processor)!;
        Assert.Equal(new Shape(1, 5, 8 * vectors), packed.ShapeOf([inputs[1]]));
        // Row c of the filter is c, so that what is packed says where it is from: the last vector ends with the last.
        var rows = packed.Evaluate([new([.. Enumerable.Range(0, 5 * channels).Select(i => (float)(i / 5))], inputs[1])]);
        Assert.Equal(
            Enumerable.Range(0, 8 * (vectors - 1)).Concat(Enumerable.Range(channels - 8, 8)).Select(c => (float)c),
            rows[..(8 * vectors)]);
    }

    [Fact]
    public void Processors_with_more_registers_take_tiles_that_leave_less_over()
    {
        DeviceCapabilities narrow = new(16, 1024, 256 << 10, 2, IsProcessor: true);
        var wide = narrow with { Tuning = TileTable.WideProcessor };
        Assert.Equal(new Tile(4, 3), Tiling.Choose(narrow, 196, 80, 16, 200));
        Assert.Equal(new Tile(4, 5), Tiling.Choose(wide, 196, 80, 16, 200));
        Assert.Equal(new Tile(7, 3), Tiling.Choose(wide, 49, 960, 16, 160));
        Assert.Equal(Tiling.Choose(narrow, 1024, 144, 16, 144), Tiling.Choose(wide, 1024, 144, 16, 144));
    }

    [Fact]
    public void Tiles_ask_for_the_next_panel_where_a_device_prefetches()
    {
        var model = ModelCatalogue.Create("mobile_former_294m");
        DeviceCapabilities processor = new(8, 1024, 256 << 10, 2, IsProcessor: true) { Prefetches = true };
        var asking = Asking(processor).ToArray();
        // Panels of 16 or 24 channels over one tile of 6 rows, ten tiles of 49, blocks of 12 to 34 tiles of 196.
        Assert.Equal([1, 2, 16], asking.Select(constants => constants["ahead"]).Distinct().Order());
        Assert.All(asking, constants => Assert.Equal(constants["fromPanels"] > 0 ? 8 : 4, constants["steps"]));
        Assert.All(asking, constants => Assert.True(constants["tileRows"] > 1));
        Assert.Empty(Asking(processor with { Prefetches = false }));

        IEnumerable<IReadOnlyDictionary<string, int>> Asking(DeviceCapabilities device) =>
            PlannedLaunches.Of(model, device, batchSize: 1, side: 224).Launches
                .Select(row => row.Kernel.Constants)
                .Where(constants => constants.GetValueOrDefault("ahead") > 0);
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Naive_kernel_matches_reference(string device)
    {
        foreach (var (rows, K, C) in PointwiseCases.NaiveSizes)
        {
            Given[] inputs =
                [Given.Activation("x", rows, K), Given.Activation("filter", C, K), Given.Activation("bias", C)];
            using var run = new KernelRun(TestDevices.Get(device));
            var y = run.Output(rows * C);
            run.Launch(new(Library.PointwiseKernels.Naive, new(4)), new((C + 3) / 4, rows),
                run.Input(inputs[0].Values), run.Input(inputs[1].Values), run.Input(inputs[2].Values), y,
                new Library.PointwiseSizes(rows, rows * K, K, 0, K, C, 1));
            Tolerance.Check($"{rows}x{K}x{C} on {device}", K, PointwiseCases.Expected(new(), inputs), run.Read(y));
        }
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Products_of_matrices_match_reference(string device)
    {
        foreach (var @case in PointwiseCases.OfMatrices)
            Tolerance.Check($"{@case.Name} on {device}", @case.ReductionLength, @case.Reference(),
                @case.Run(TestDevices.Get(device)));
    }

    [Fact]
    public void Small_tiles_in_groups_of_several_rows_match_reference()
    {
        var device = IlgpuDevice.OpenCpu(
            new DeviceCapabilities(16, 256, 32768, 4, IsProcessor: false));
        foreach (var @case in PointwiseCases.Cases)
            Tolerance.Check(@case.Name, @case.ReductionLength, @case.Reference(), @case.Run(device));
    }
}
