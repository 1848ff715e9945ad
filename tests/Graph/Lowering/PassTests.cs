using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowering;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using Xunit;

namespace GpuFormer.Tests.Graph.Lowering;

/// <summary>Single passes on small graphs: what is left, and that new constants hold what they should.</summary>
public sealed class PassTests
{
    private readonly GraphBuilder _builder = new();

    [Fact]
    public void Batch_norm_is_folded_into_a_linear_with_bias()
    {
        var x = _builder.Input("x", new Shape(1, 2));
        var y = _builder.Add("fc", new Linear(), x, Weight("w", 2, 2), Weight("b", 2));
        var z = Norm(y, 0.5f);
        var node = Assert.Single(BatchNormFolding.Run(_builder.Build(z)).Nodes);
        Assert.IsType<Linear>(node.Op);
        // Slopes g / sqrt(v + 0.5): 3 / 1 and 4 / 2.
        var values = new Dictionary<string, float[]>
        {
            ["w"] = [1, 2, 3, 4],
            ["b"] = [10, 20],
            ["g"] = [3, 4],
            ["s"] = [0.5f, -1],
            ["m"] = [9, 15],
            ["v"] = [0.5f, 3.5f],
        };
        Assert.Equal([3, 6, 6, 8], Evaluate(node.Inputs[1], values));
        Assert.Equal([3.5f, 9], Evaluate(node.Inputs[2], values));
    }

    [Fact]
    public void Batch_norm_stays_where_its_input_is_read_elsewhere()
    {
        var x = _builder.Input("x", new Shape(1, 2));
        var y = _builder.Add("fc", new Linear(), x, Weight("w", 2, 2), Weight("b", 2));
        var z = Norm(y, 1e-5f);
        Assert.Equal(2, BatchNormFolding.Run(_builder.Build(z, y)).Nodes.Count);
    }

    [Fact]
    public void Attention_scale_moves_into_queries()
    {
        var z = _builder.Input("z", new Shape(1, 3, 4));
        var q = _builder.Add("q", new Linear(), z, Weight("w", 4, 4), Weight("b", 4));
        var graph = AttentionScaleFolding.Run(_builder.Build(_builder.Add("a", new SelfAttention(2, 0.5f), q, z)));
        Assert.Equal(1, Assert.IsType<SelfAttention>(graph.Nodes[1].Op).Scale);
        var values = new Dictionary<string, float[]> { ["w"] = [.. Enumerable.Range(0, 16)], ["b"] = [2, 4, 6, 8] };
        Assert.Equal([1, 2, 3, 4], Evaluate(graph.Nodes[0].Inputs[2], values));
        Assert.Equal(7.5f, Evaluate(graph.Nodes[0].Inputs[1], values)[15]);
    }

    [Fact]
    public void Shuffle_behind_a_multiplied_depthwise_convolution_vanishes()
    {
        var x = _builder.Input("x", new Shape(1, 4, 4, 3));
        var y = _builder.Add("dw", new Convolution(1, 3), x, Weight("w", 6, 1, 3, 3));
        var graph = _builder.Build(_builder.Add("shuffle", new ChannelShuffle(3), y));
        var node = Assert.Single(ShuffleFolding.Run(DepthwiseLowering.Run(graph)).Nodes);
        // Stored channel j * 3 + i is the model's channel i * 2 + j: rows 0 2 4 1 3 5 of the filter, tap by tap.
        var rows = Enumerable.Range(0, 6).SelectMany(row => Enumerable.Repeat((float)row, 9)).ToArray();
        var taps = Evaluate(node.Inputs[1], new() { ["w"] = rows });
        Assert.Equal([0, 2, 4, 1, 3, 5, 0, 2, 4, 1, 3, 5], taps[..12]);
    }

    [Fact]
    public void Shuffle_moves_into_the_columns_of_the_next_convolution()
    {
        var x = _builder.Input("x", new Shape(1, 2, 2, 6));
        var y = _builder.Add("shuffle", new ChannelShuffle(3), x);
        var z = _builder.Add("act", new Elementwise { Epilogue = Epilogue.Identity.Then(new Relu6()) }, y);
        var pointwise = _builder.Add("pw", new Convolution(1, 1), z, Weight("w", 1, 6, 1, 1));
        var graph = ShuffleFolding.Run(_builder.Build(pointwise));
        Assert.Equal(["Elementwise > Relu6", "Convolution"], graph.Nodes.Select(n => n.Op.Name));
        // Channel o of the shuffle is channel (o mod 3) * 2 + o / 3 of x.
        Assert.Equal([0, 3, 1, 4, 2, 5], Evaluate(graph.Nodes[1].Inputs[1], new() { ["w"] = [0, 1, 2, 3, 4, 5] }));
    }

    [Fact]
    public void Shuffle_that_is_an_output_becomes_a_permutation_matrix()
    {
        var x = _builder.Input("x", new Shape(1, 2, 2, 4));
        var graph = ShuffleFolding.Run(_builder.Build(_builder.Add("shuffle", new ChannelShuffle(2), x)));
        var node = Assert.Single(graph.Nodes);
        Assert.Equal([1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1], Evaluate(node.Inputs[1], []));
    }

    [Fact]
    public void Epilogue_is_not_fused_where_its_input_is_read_elsewhere()
    {
        var x = _builder.Input("x", new Shape(1, 4));
        var y = _builder.Add("fc", new Pointwise(), x, Weight("w", 4, 4), Weight("b", 4));
        var z = _builder.Add("sum", new Elementwise { Epilogue = Epilogue.Identity.Then(new AddResidual()) }, y, y);
        Assert.Equal(2, EpilogueFusion.Run(_builder.Build(z)).Nodes.Count);
    }

    [Fact]
    public void Linear_of_a_concatenation_is_split_by_columns()
    {
        var (a, z) = (_builder.Input("a", new Shape(1, 2)), _builder.Input("z", new Shape(1, 3, 1)));
        var joined = _builder.Add("concat", new Concat(), a, z);
        var graph = ConcatSplitting.Run(
            _builder.Build(_builder.Add("fc", new Linear(), joined, Weight("w", 2, 3), Weight("b", 2))));
        Assert.Equal(["Linear", "Linear", "Elementwise > AddResidual"], graph.Nodes.Select(n => n.Op.Name));
        var values = new Dictionary<string, float[]> { ["w"] = [1, 2, 3, 4, 5, 6], ["b"] = [7, 8] };
        Assert.Equal([3, 6], Evaluate(graph.Nodes[0].Inputs[1], values));
        Assert.Equal([1, 2, 4, 5], Evaluate(graph.Nodes[1].Inputs[1], values));
        Assert.Equal([0, 0], Evaluate(graph.Nodes[1].Inputs[2], values));
    }

    [Fact]
    public void Equal_packings_share_one_constant()
    {
        var (x, w) = (_builder.Input("x", new Shape(1, 16)), Weight("w", 16, 16));
        var y = _builder.Add("first", new Pointwise(), x, w, Weight("b", 16));
        var graph = _builder.Build(_builder.Add("second", new Pointwise(), y, w, Weight("c", 16)));
        var packed = ConstantPacking.Run(graph, new DeviceCapabilities(8, 256, 32768, 2, true));
        Assert.NotSame(w, packed.Nodes[0].Inputs[1]);
        Assert.Same(packed.Nodes[0].Inputs[1], packed.Nodes[1].Inputs[1]);
        Assert.Equal(3, packed.Constants().Count);
    }

    private Tensor Norm(Tensor x, float epsilon) => _builder.Add(
        "norm", new BatchNorm(epsilon), x, Weight("g", 2), Weight("s", 2), Weight("m", 2), Weight("v", 2));

    private Tensor Weight(string name, params int[] sizes) => _builder.Stored(name, new Shape(sizes));

    private static float[] Evaluate(Tensor constant, Dictionary<string, float[]> values) =>
        ConstantEvaluation.Evaluate(constant, (name, _) => values[name]);
}
