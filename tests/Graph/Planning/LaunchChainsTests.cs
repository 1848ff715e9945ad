using GpuFormer.Devices.Cpu;
using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Graph.Planning;

public sealed class LaunchChainsTests
{
    [Theory]
    [InlineData("mobilenet_v2", 1)]
    [InlineData("mobilenet_v2", 2)]
    [InlineData("mobile_former_294m", 2)]
    [InlineData("mobilenet_v3_large", 3)]
    public void Network_computes_the_same_with_chains_and_without(string model, int workers)
    {
        using var device = new CpuDevice(workers);
        var graph = ModelCatalogue.Create(model).Build(2, 224, 224);
        var chaining = new AdaptedDevice(device, device.Capabilities with { LargeMapBytes = 0 });
        var (logits, plan) = Run(chaining, graph, SeededWeights.Input(2 * 3 * 224 * 224));
        Assert.True(plan.Graph.Nodes.Count(plan.Schedule.Follows) >= 2);
        var (expected, whole) = Run(Without(device), graph, SeededWeights.Input(2 * 3 * 224 * 224));
        Assert.DoesNotContain(whole.Graph.Nodes, whole.Schedule.Follows);
        Assert.Equal(expected, logits);
    }

    [Theory]
    [InlineData(3, 1, 1)]
    [InlineData(3, 1, 3)]
    [InlineData(3, 2, 2)]
    [InlineData(5, 1, 2)]
    [InlineData(5, 2, 3)]
    public void Blocks_of_odd_maps_compute_the_same_with_chains_and_without(int size, int stride, int workers)
    {
        using var device = new CpuDevice(workers);
        foreach (var (N, H, W) in new[] { (1, 251, 5), (5, 61, 13), (9, 83, 1) })
        {
            var builder = new GraphBuilder();
            var x = builder.Input("x", new Shape(N, H, W, 12));
            var wide = builder.Add("expand", new Pointwise { Epilogue = Epilogue.Identity.Then(new Relu()) }, x,
                builder.Stored("expand.weight", new Shape(28, 12)), builder.Stored("expand.bias", new Shape(28)));
            var deep = builder.Add("depthwise", new Depthwise(stride), wide,
                builder.Stored("depthwise.weight", new Shape(size, size, 28)),
                builder.Stored("depthwise.bias", new Shape(28)));
            var y = builder.Add("project", new Pointwise(), deep,
                builder.Stored("project.weight", new Shape(20, 28)), builder.Stored("project.bias", new Shape(20)));
            var input = SeededWeights.Input(x.Shape.Elements);
            var small = new AdaptedDevice(
                device, device.Capabilities with { ChainCacheBytes = 16 << 10, LargeMapBytes = 0 });
            var (chained, plan) = Run(small, builder.Build(y), input);
            Assert.Equal(["depthwise", "project"],
                plan.Graph.Nodes.Where(plan.Schedule.Follows).Select(node => node.Name));
            Assert.Equal(Run(Without(device), builder.Build(y), input).Output, chained);
        }
    }

    [Fact]
    public void Map_that_another_node_reads_too_begins_no_chain()
    {
        using var device = new CpuDevice(1);
        var builder = new GraphBuilder();
        var x = builder.Input("x", new Shape(1, 300, 5, 16));
        var wide = builder.Add("expand", new Pointwise(), x,
            builder.Stored("expand.weight", new Shape(32, 16)), builder.Stored("expand.bias", new Shape(32)));
        var deep = builder.Add("depthwise", new Depthwise(1), wide,
            builder.Stored("depthwise.weight", new Shape(3, 3, 32)), builder.Stored("depthwise.bias", new Shape(32)));
        var capabilities = device.Capabilities with { ChainCacheBytes = 16 << 10, LargeMapBytes = 0 };
        var alone = ExecutionPlan.Create(builder.Build(deep), capabilities);
        Assert.Single(alone.Graph.Nodes, alone.Schedule.Follows);
        var shared = ExecutionPlan.Create(builder.Build(deep, wide), capabilities);
        Assert.DoesNotContain(shared.Graph.Nodes, shared.Schedule.Follows);
    }

    [Fact]
    public void Tensors_of_a_chain_share_no_memory()
    {
        using var device = new CpuDevice(2);
        var plan = ExecutionPlan.Create(
            ModelCatalogue.Create("mobilenet_v2").Build(4, 224, 224), device.Capabilities);
        foreach (var follower in plan.Graph.Nodes.Where(plan.Schedule.Follows))
        {
            var leader = follower.Inputs[0].Producer!;
            Assert.Equal(plan.Schedule.WaveOf(leader), plan.Schedule.WaveOf(follower));
            foreach (var read in leader.Inputs.Append(follower.Inputs[0]).Where(tensor => !tensor.IsConstant))
            {
                var (start, own) = (plan.OffsetOf(read), plan.OffsetOf(follower.Output));
                Assert.True(start + read.Bytes <= own || own + follower.Output.Bytes <= start);
            }
        }
    }

    private static AdaptedDevice Without(CpuDevice device) =>
        new(device, device.Capabilities with { ChainCacheBytes = 0 });

    private static (float[] Output, ExecutionPlan Plan) Run(Device device, ComputeGraph graph, float[] input)
    {
        using var executor = Executor.Create(device, graph, SeededWeights.Fill);
        executor.WriteInput(input);
        executor.Run();
        var output = new float[executor.Plan.Graph.Outputs[0].Tensor.Shape.Elements];
        executor.ReadOutput(output);
        return (output, executor.Plan);
    }
}
