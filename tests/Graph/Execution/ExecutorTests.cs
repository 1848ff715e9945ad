using GpuFormer.Devices.Cpu;
using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Graph.Execution;

public sealed class ExecutorTests
{
    private const string Model = "mobile_former_26m";

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Run_allocates_no_managed_memory(string kind)
    {
        using var executor = Prepare(TestDevices.Get(kind), 64);
        var (images, logits) = (SeededWeights.Input(3 * 64 * 64), new float[1000]);
        Assert.Equal(0, Allocations.Of(() =>
        {
            executor.WriteInput(images);
            executor.Run();
            executor.ReadOutput(logits);
        }));
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Same_input_gives_the_same_bytes(string kind)
    {
        using var executor = Prepare(TestDevices.Get(kind), 96);
        executor.WriteInput(SeededWeights.Input(3 * 96 * 96));
        var (first, again) = (new float[1000], new float[1000]);
        executor.Run();
        executor.ReadOutput(first);
        for (var i = 0; i < 5; i++)
        {
            executor.Run();
            executor.ReadOutput(again);
            Assert.Equal(first, again);
        }
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Trace_times_every_launch(string kind)
    {
        using var executor = Prepare(TestDevices.Get(kind), 64);
        var rows = executor.Trace();
        Assert.Equal(executor.Plan.Graph.Nodes.Count, rows.Count);
        Assert.All(rows, row => Assert.True(row.Seconds > 0 && row.Bytes > 0, row.Node.Name));
        Assert.Equal(executor.Plan.Graph.MultiplyAdds * 2, rows.Sum(row => row.Operations));
    }

    [Fact]
    public void Buffers_are_given_back()
    {
        // Of its own: tests beside this one use the shared device.
        using var device = new CpuDevice(workers: 1);
        var before = device.AllocatedBytes;
        using (var executor = Prepare(device, 32))
            Assert.True(device.AllocatedBytes - before >= executor.DeviceBytes);
        Assert.Equal(before, device.AllocatedBytes);
    }

    [Fact]
    public void Missing_weight_is_reported_as_it_was_thrown_and_frees_memory()
    {
        // Of its own: tests beside this one use the shared device.
        using var device = new CpuDevice(workers: 1);
        var before = device.AllocatedBytes;
        var graph = ModelCatalogue.Create(Model).Build(1, 32, 32);
        var error = Assert.Throws<KeyNotFoundException>(() => Executor.Create(device, graph,
            (name, shape) => name == "stem.0.weight"
                ? throw new KeyNotFoundException($"no '{name}'")
                : SeededWeights.Fill(name, shape)));
        Assert.Equal("no 'stem.0.weight'", error.Message);
        Assert.Equal(before, device.AllocatedBytes);
    }

    [Fact]
    public void Wrong_number_of_elements_is_refused()
    {
        using var executor = Prepare(TestDevices.Get("cpu"), 32);
        var input = Assert.Throws<ArgumentException>(() => executor.WriteInput(new float[3 * 31 * 32]));
        Assert.Equal("Input input [1,3,32,32] has 3072 elements, not 2976.", input.Message);
        Assert.Throws<ArgumentException>(() => executor.ReadOutput(new float[999]));
    }

    [Fact]
    public void Plan_for_other_capabilities_is_refused()
    {
        var graph = ModelCatalogue.Create(Model).Build(1, 32, 32);
        var plan = ExecutionPlan.Create(graph, new DeviceCapabilities(4, 64, 1024, 1, false));
        Assert.Throws<ArgumentException>(() => new Executor(TestDevices.Get("cpu"), plan, SeededWeights.Fill));
    }

    [Fact]
    public void Graph_with_an_unfoldable_norm_is_refused_by_name()
    {
        var builder = new GraphBuilder();
        var shape = new Shape(4);
        var y = builder.Add("lonely", new BatchNorm(1e-5f), builder.Input("x", new Shape(1, 4)),
            builder.Stored("w", shape), builder.Stored("b", shape), builder.Stored("m", shape),
            builder.Stored("v", shape));
        var error = Assert.Throws<NotSupportedException>(
            () => Executor.Create(TestDevices.Get("cpu"), builder.Build(y), SeededWeights.Fill));
        Assert.Contains("BatchNorm", error.Message, StringComparison.Ordinal);
    }

    private static Executor Prepare(Device device, int size) =>
        Executor.Create(device, ModelCatalogue.Create(Model).Build(1, size, size), SeededWeights.Fill);
}
