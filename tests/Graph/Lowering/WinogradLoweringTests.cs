using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowering;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using Xunit;

namespace GpuFormer.Tests.Graph.Lowering;

public sealed class WinogradLoweringTests
{
    private static readonly DeviceCapabilities Cpu = new(8, 1024, 1 << 20, 2, IsProcessor: true);
    private static readonly DeviceCapabilities Card = new(32, 1024, 48 << 10, 20, IsProcessor: false);

    private readonly GraphBuilder _builder = new();

    [Theory]
    [InlineData(64, 64, 16, 4)]
    [InlineData(64, 80, 7, 2)]
    [InlineData(160, 64, 8, 2)]
    public void Wide_convolutions_become_products_at_points(int K, int C, int side, int size)
    {
        var graph = WinogradLowering.Run(Convolution(K, C, side), Cpu);
        Assert.Equal(["WinogradInput", "Pointwise", "WinogradOutput > Silu"], graph.Nodes.Select(node => node.Op.Name));
        Assert.Equal(size, Assert.IsType<WinogradInput>(graph.Nodes[0].Op).Size);
    }

    [Theory]
    [InlineData(48, 64, 16)]
    [InlineData(64, 48, 16)]
    [InlineData(64, 64, 6)]
    public void Narrow_or_small_ones_stay_as_they_are(int K, int C, int side) =>
        Assert.Equal(["DenseConvolution > Silu"],
            WinogradLowering.Run(Convolution(K, C, side), Cpu).Nodes.Select(node => node.Op.Name));

    [Fact]
    public void Cards_keep_the_convolution() =>
        Assert.IsType<DenseConvolution>(
            Assert.Single(WinogradLowering.Run(Convolution(64, 64, 16), Card).Nodes).Op);

    [Fact]
    public void Convolutions_that_are_added_up_share_their_points()
    {
        var a = _builder.Add("a", new DenseConvolution(), Map("p", 64, 16), Filter("f", 72, 64), Bias("b", 72));
        var op = new DenseConvolution { Epilogue = Epilogue.Identity.Then(new AddResidual()).Then(new Silu()) };
        var y = _builder.Add("y", op, Map("q", 96, 16), Filter("g", 72, 96), Bias("c", 72), a);
        var graph = WinogradLowering.Run(_builder.Build(y), Cpu);
        Assert.Equal(["WinogradInput", "Pointwise", "WinogradOutput > Silu"], graph.Nodes.Select(node => node.Op.Name));
        Assert.Equal(["p", "q"], graph.Nodes[0].Inputs.Select(input => input.Name));
        Assert.Equal(new Shape(36 * 72, 64 + 96), graph.Nodes[1].Inputs[1].Shape);
    }

    [Fact]
    public void A_sum_that_others_read_too_is_a_map()
    {
        var a = _builder.Add("a", new DenseConvolution(), Map("p", 64, 16), Filter("f", 64, 64), Bias("b", 64));
        var op = new DenseConvolution { Epilogue = Epilogue.Identity.Then(new AddResidual()) };
        var y = _builder.Add("y", op, a, Filter("g", 64, 64), Bias("c", 64), a);
        var graph = WinogradLowering.Run(_builder.Build(y), Cpu);
        Assert.Equal(2, graph.Nodes.Count(node => node.Op is WinogradOutput));
        Assert.Equal("WinogradOutput > AddResidual", graph.Nodes[^1].Op.Name);
    }

    [Fact]
    public void Training_keeps_convolutions()
    {
        var x = Map("x", 64, 16);
        var y = _builder.Add("y", new Convolution(1, 1), x, _builder.Stored("f", new Shape(64, 64, 3, 3)));
        IReadOnlyList<GraphPass>[] passes = [TrainingPipeline.Preparation, TrainingPipeline.Lowering];
        var graph = passes.Aggregate(_builder.Build(y),
            (current, stage) => stage.Aggregate(current, (before, pass) => pass.Run(before, Cpu)));
        Assert.IsType<DenseConvolution>(Assert.Single(graph.Nodes).Op);
    }

    private ComputeGraph Convolution(int K, int C, int side) => _builder.Build(_builder.Add(
        "y", new DenseConvolution { Epilogue = Epilogue.Identity.Then(new Silu()) },
        Map("x", K, side), Filter("filter", C, K), Bias("bias", C)));

    private Tensor Map(string name, int channels, int side) =>
        _builder.Input(name, new Shape(1, side, side, channels));

    private Tensor Filter(string name, int C, int K) => _builder.Stored(name, new Shape(C, 3, 3, K));

    private Tensor Bias(string name, int C) => _builder.Stored(name, new Shape(C));
}
