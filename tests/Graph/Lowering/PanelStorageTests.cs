using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowering;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using Xunit;

namespace GpuFormer.Tests.Graph.Lowering;

public sealed class PanelStorageTests
{
    private static readonly DeviceCapabilities Cpu = new(8, 256, 32768, 2, IsProcessor: true);

    [Fact]
    public void Inverted_residual_with_squeeze_and_excitation_keeps_its_wide_maps_in_panels()
    {
        var graph = GraphPipeline.Lower(ModelCatalogue.Create("mobilenet_v3_large").Build(1, 224, 224), Cpu);
        var block = graph.Nodes.Where(node => node.Name.StartsWith("features.5.", StringComparison.Ordinal));
        Assert.Equal(
            """
            Pointwise > Relu, 0 to 8
            Depthwise > Relu, 8 to 8
            GlobalAveragePool, 8 to 0
            Pointwise > Relu, 0 to 0
            Pointwise > HardSigmoid, 0 to 0
            Elementwise > ChannelScale, 8 to 8
            Pointwise > AddResidual, 8 to 0
            """.ReplaceLineEndings("\n"),
            string.Join('\n', block.Select(node => node.Op).Cast<EpilogueOp>()
                .Select(op => $"{op.Name}, {op.FromPanels} to {op.ToPanels}")));
    }

    [Fact]
    public void Whoever_reads_a_map_reads_it_as_it_was_stored()
    {
        foreach (var name in ModelCatalogue.NamesOf(ModelTask.Classification))
        {
            var graph = GraphPipeline.Lower(ModelCatalogue.Create(name).Build(2, 64, 64), Cpu);
            var panels = graph.Nodes.Where(node => node.Op is EpilogueOp { ToPanels: > 0 })
                .Select(node => node.Output).ToHashSet();
            // Panels are what depthwise convolutions like.
            Assert.Equal(ModelCatalogue.FamilyOf(name) != ModelFamily.ResNet, panels.Count > 0);
            Assert.DoesNotContain(graph.Outputs, output => panels.Contains(output.Tensor));
            foreach (var node in graph.Nodes)
            {
                Assert.Equal(panels.Contains(node.Inputs[0]), node.Op is EpilogueOp { FromPanels: > 0 });
                Assert.DoesNotContain(node.Inputs.Skip(1), panels.Contains);
            }
        }
    }

    [Theory]
    [InlineData(12, 3)]
    [InlineData(16, 13)]
    public void Half_panels_and_filters_with_a_loop_over_taps_stay_as_they_are(int C, int size)
    {
        var builder = new GraphBuilder();
        var graph = builder.Build(Depthwise(builder, Expansion(builder, C), size));
        Assert.All(PanelStorage.Run(graph, Cpu).Nodes, node => Assert.Equal(0, ((EpilogueOp)node.Op).ToPanels));
    }

    [Fact]
    public void Map_that_something_else_reads_too_stays_as_it_is()
    {
        var builder = new GraphBuilder();
        var wide = Expansion(builder, 16);
        var deep = Depthwise(builder, wide, 3);
        Assert.Contains(PanelStorage.Run(builder.Build(deep), Cpu).Nodes, node => ((EpilogueOp)node.Op).ToPanels == 8);
        var sum = builder.Add("sum", new Elementwise { Epilogue = Epilogue.Identity.Then(new AddResidual()) }, deep, wide);
        foreach (var output in new[] { sum, wide })
        {
            Assert.All(PanelStorage.Run(builder.Build(deep, output), Cpu).Nodes,
                node => Assert.Equal(0, ((EpilogueOp)node.Op).ToPanels));
        }
    }

    [Fact]
    public void Cards_keep_the_graph()
    {
        var builder = new GraphBuilder();
        var graph = builder.Build(Depthwise(builder, Expansion(builder, 16), 3));
        Assert.Same(graph, PanelStorage.Run(graph, Cpu with { IsProcessor = false }));
    }

    private static Tensor Expansion(GraphBuilder builder, int C) =>
        builder.Add("wide", new Pointwise(), builder.Input("x", new Shape(1, 5, 7, 4)),
            builder.Stored("wide.weight", new Shape(C, 4)), builder.Stored("wide.bias", new Shape(C)));

    private static Tensor Depthwise(GraphBuilder builder, Tensor x, int size) =>
        builder.Add("deep", new Depthwise(1), x, builder.Stored("deep.weight", new Shape(size, size, x.Shape[3])),
            builder.Stored("deep.bias", new Shape(x.Shape[3])));
}
