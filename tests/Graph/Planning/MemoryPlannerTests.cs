using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Planning;
using Xunit;

namespace GpuFormer.Tests.Graph.Planning;

public sealed class MemoryPlannerTests
{
    [Fact]
    public void Live_tensors_of_random_graphs_never_overlap()
    {
        var random = new Random(20240607);
        for (var trial = 0; trial < 300; trial++)
        {
            var graph = RandomGraph(random);
            var schedule = new WaveSchedule(graph);
            var lifetimes = Lifetimes.Of(graph, schedule);
            var layout = MemoryPlanner.Place(lifetimes);
            foreach (var a in lifetimes)
            {
                Assert.Equal(0, layout.Offsets[a.Tensor] % MemoryPlanner.Alignment);
                Assert.True(layout.Offsets[a.Tensor] + a.Bytes <= layout.Bytes);
                foreach (var b in lifetimes)
                {
                    Assert.True(ReferenceEquals(a, b) || Apart(layout, a, b)
                        || !AliveTogether(graph, schedule, a.Tensor, b.Tensor));
                }
            }
        }
    }

    [Fact]
    public void Chain_needs_no_more_than_its_widest_link()
    {
        var builder = new GraphBuilder();
        var x = builder.Input("x", new Shape(1, 16));
        for (var i = 0; i < 20; i++)
            x = builder.Add($"n{i}", new Elementwise(), x);
        var graph = builder.Build(x);
        var layout = MemoryPlanner.Place(Lifetimes.Of(graph, new WaveSchedule(graph)));
        // The input, which stays, and two links.
        Assert.Equal(3 * 64, layout.Bytes);
    }

    [Fact]
    public void Waves_hold_nodes_whose_inputs_are_complete()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 50; trial++)
        {
            var schedule = new WaveSchedule(RandomGraph(random));
            foreach (var node in schedule.Waves.SelectMany(wave => wave))
            {
                var producers = node.Inputs.Select(t => t.Producer).OfType<Node>();
                Assert.Equal(schedule.WaveOf(node), producers.Select(schedule.WaveOf).DefaultIfEmpty(-1).Max() + 1);
                Assert.All(producers, producer => Assert.True(schedule.DueOf(producer) < schedule.WaveOf(node)));
                Assert.True(schedule.DueOf(node) >= schedule.WaveOf(node));
            }
        }
    }

    private static bool Apart(ArenaLayout layout, Lifetime a, Lifetime b) =>
        layout.Offsets[a.Tensor] + a.Bytes <= layout.Offsets[b.Tensor]
        || layout.Offsets[b.Tensor] + b.Bytes <= layout.Offsets[a.Tensor];

    // Said wave by wave, independently of Lifetime: written or read in a wave, or written before and read later. A node
    // may run in any wave from its own to the one in which it is due.
    private static bool AliveTogether(ComputeGraph graph, WaveSchedule schedule, Tensor a, Tensor b) =>
        Enumerable.Range(0, schedule.Waves.Count).Any(wave =>
            Alive(graph, schedule, a, wave) && Alive(graph, schedule, b, wave));

    private static bool Alive(ComputeGraph graph, WaveSchedule schedule, Tensor tensor, int wave)
    {
        var written = tensor.Producer is null ? -1 : schedule.WaveOf(tensor.Producer);
        var read = graph.Outputs.Any(o => o.Tensor == tensor) || tensor.Producer is null
            || graph.Nodes.Any(n => n.Inputs.Contains(tensor) && schedule.DueOf(n) >= wave);
        var isWritten = tensor.Producer is { } producer && written <= wave && wave <= schedule.DueOf(producer);
        return isWritten || (written < wave && read);
    }

    private static ComputeGraph RandomGraph(Random random)
    {
        var builder = new GraphBuilder();
        var tensors = new List<Tensor>
        {
            builder.Input("a", new Shape(1, random.Next(1, 200))),
            builder.Input("b", new Shape(1, random.Next(1, 200))),
        };
        for (var i = random.Next(1, 25); i > 0; i--)
        {
            var x = tensors[random.Next(tensors.Count)];
            tensors.Add(random.Next(3) == 0
                ? builder.Add($"n{i}", new Elementwise(), x)
                : builder.Add($"n{i}", new Concat(), x, tensors[random.Next(tensors.Count)]));
            if (tensors[^1].Shape.Elements > 100_000)
                tensors.RemoveAt(tensors.Count - 1);
        }

        return builder.Build(tensors.Skip(2).Where(_ => random.Next(6) == 0).Append(tensors[^1]).Distinct().ToArray());
    }
}
