using GpuFormer.Graph.Ops;
using GpuFormer.Models;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>What <c>run --batch-norm</c> and <c>train --freeze-bn</c> make of a detector's norms.</summary>
public sealed class TrunkNormTests
{
    [Theory]
    [InlineData("retinanet_mobile_former_26m", "backbone.body")]
    [InlineData("e2e_mobile_former_26m", "backbone")]
    [InlineData("ssdlite_mobilevit_xxs", "encoder")]
    [InlineData("deeplabv3_mobilevit_xxs", "encoder")]
    public void Norms_of_the_trunk_follow_and_those_of_the_head_learn(string name, string trunk)
    {
        var network = ModelCatalogue.Create(name);
        foreach (var training in new[] { NormTraining.Running, NormTraining.Frozen })
        {
            var graph = network.Build(2, 96, 96, training: new TrainingRates(0, 0) { TrunkNorms = training });
            var norms = graph.Nodes.Where(node => node.Op is BatchNorm).ToLookup(
                node => node.Name.StartsWith($"{trunk}.", StringComparison.Ordinal), node => ((BatchNorm)node.Op).Training);
            Assert.NotEmpty(norms[true]);
            Assert.All(norms[true], found => Assert.Equal(training, found));
            // A RetinaNet has none behind its trunk.
            Assert.Equal(name.StartsWith("retinanet", StringComparison.Ordinal), !norms[false].Any());
            Assert.All(norms[false], found => Assert.Equal(NormTraining.Batch, found));
        }
    }
}
