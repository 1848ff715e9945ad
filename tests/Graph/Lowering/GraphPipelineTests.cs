using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowering;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using Xunit;

namespace GpuFormer.Tests.Graph.Lowering;

public sealed class GraphPipelineTests
{
    private static readonly DeviceCapabilities Cpu = new(8, 256, 32768, 2, IsProcessor: true);

    public static TheoryData<string, bool> Models()
    {
        var models = new TheoryData<string, bool>();
        foreach (var name in ModelCatalogue.NamesOf(ModelTask.Classification))
        {
            models.Add(name, false);
            if (ModelCatalogue.FamilyOf(name) == ModelFamily.MobileFormer)
                models.Add(name, true);
        }

        return models;
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_node_becomes_a_kernel_and_nothing_element_wise_is_left(string name, bool spatial)
    {
        var model = spatial
            ? ModelCatalogue.Create(name, options: ["hyper_token_id=-1"])
            : ModelCatalogue.Create(name);
        var graph = GraphPipeline.Lower(model.Build(1, 224, 224), Cpu);
        foreach (var node in graph.Nodes)
        {
            Assert.IsAssignableFrom<KernelOp>(node.Op);
            // Squeeze and excitation scales a map that its own pooling reads too.
            Assert.False(node.Op is Elementwise { Epilogue.Steps: not [ChannelScale] } or Concat,
                $"{node} could have been fused.");
        }
    }

    [Fact]
    public void Fused_network_counts_the_same_multiply_adds()
    {
        var model = ModelCatalogue.Create("mobile_former_294m");
        Assert.Equal(model.MultiplyAdds, GraphPipeline.Lower(model.Build(1, 224, 224), Cpu).MultiplyAdds);
    }

    [Fact]
    public void Block_with_bridges_is_twenty_launches()
    {
        var graph = GraphPipeline.Lower(ModelCatalogue.Create("mobile_former_294m").Build(1, 224, 224), Cpu);
        var block = graph.Nodes.Where(n => n.Name.StartsWith("features.4.", StringComparison.Ordinal));
        Assert.Equal(
            """
            Pointwise
            MobileToFormerAttend
            MobileToFormerMerge
            Pointwise > AddResidual
            LayerNorm
            Pointwise
            TokenAttention
            Pointwise > AddResidual
            LayerNorm
            Pointwise > Gelu
            Pointwise > AddResidual
            LayerNorm
            Pointwise > Relu
            Pointwise > HyperSlopes
            Pointwise > DyRelu
            Pointwise > HyperSlopes
            Depthwise > DyRelu
            Pointwise > AddResidual
            Pointwise
            FormerToMobile
            """.ReplaceLineEndings("\n"), string.Join('\n', block.Select(n => n.Op.Name)));
    }

    [Fact]
    public void Shuffles_of_the_smallest_size_cost_one_small_product()
    {
        var model = ModelCatalogue.Create("mobile_former_26m");
        var graph = GraphPipeline.Lower(model.Build(1, 224, 224), Cpu);
        // The head's shuffle meets a grouped convolution, whose columns cannot take it: a 96 x 96 permutation at 7 x 7.
        Assert.Equal(model.MultiplyAdds + (49 * 96 * 96), graph.MultiplyAdds);
    }

    [Fact]
    public void Arena_of_one_image_is_small()
    {
        var plan = ExecutionPlan.Create(ModelCatalogue.Create("mobile_former_294m").Build(1, 224, 224), Cpu);
        Assert.InRange(plan.ArenaBytes, 1, 8L << 20);
        // What no order could avoid: the image, the stem's map, and the widened map of block 0 that is made from it.
        Assert.True(plan.ArenaBytes >= 4L * ((3 * 224 * 224) + (112 * 112 * (16 + 32))));
    }

    [Fact]
    public void Independent_token_steps_share_a_wave()
    {
        var plan = ExecutionPlan.Create(ModelCatalogue.Create("mobile_former_294m").Build(1, 224, 224), Cpu);
        string[] together =
        [
            "features.2.hyper1.hyper.0 | features.2.hyper2.hyper.0",
            "features.2.global_local.k | features.2.global_local.proj",
            "features.3.local_global.q | features.3.local_global.alpha.0",
        ];
        // Of the next block all that needs tokens alone runs before this block's convolutions.
        Assert.Single(together.Select(name => plan.Schedule.WaveOf(Node(plan, name))).Distinct());
        Assert.True(
            plan.Schedule.WaveOf(Node(plan, together[2])) < plan.Schedule.WaveOf(Node(plan, "features.2.conv1.0")));
    }

    [Fact]
    public void Readers_see_every_launch_with_its_place()
    {
        var plan = ExecutionPlan.Create(ModelCatalogue.Create("mobile_former_26m").Build(1, 64, 64), Cpu);
        var lines = GraphPrinter.Print(plan).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(plan.Graph.Nodes.Count + 3, lines.Length);
        Assert.Equal($"input input [1,3,64,64] @{plan.OffsetOf(plan.Graph.Inputs[0])}", lines[0]);
        var stem = Node(plan, "stem.0");
        Assert.Contains($"   0  stem.0: Stem > Relu6(input [1,3,64,64], const [3,3,3,8], const [8]) -> [1,32,32,8] "
            + $"@{plan.OffsetOf(stem.Output)}  221k", lines);
        Assert.Equal("output logits [1,1000]", lines[^2]);
        Assert.EndsWith($"arena {plan.ArenaBytes} bytes, constants {plan.ConstantBytes} bytes", lines[^1]);
    }

    [Fact]
    public void Every_pass_has_a_name_and_a_reason_of_its_own()
    {
        Assert.Equal(GraphPipeline.Passes.Count, GraphPipeline.Passes.Select(p => p.Name).Distinct().Count());
        Assert.All(GraphPipeline.Passes, pass => Assert.True(pass.Reason.Length > 30, pass.Name));
    }

    private static Node Node(ExecutionPlan plan, string name) => plan.Graph.Nodes.Single(n => n.Name == name);
}
