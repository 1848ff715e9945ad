using GpuFormer.Models;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

public sealed class LayerGroupsTests
{
    // Groups of timm where timm has the network: the stem, each block, what is behind them.
    [Theory]
    [InlineData("mobilevit_xxs", 1 + 10 + 1)]
    [InlineData("mobilenet_v2", 1 + 17 + 1)]
    [InlineData("mobilenet_v3_large", 1 + 16 + 1)]
    [InlineData("mobilenet_v3_small", 1 + 12 + 1)]
    [InlineData("mobile_former_26m", 1 + 9 + 1)]
    [InlineData("resnet18", 1 + 8 + 1)]
    [InlineData("resnet50", 1 + 16 + 1)]
    public void Networks_have_a_group_for_each_block(string name, int groups)
    {
        var model = ModelCatalogue.Create(name, 10);
        var layers = new LayerGroups(model);
        Assert.Equal(groups, layers.Count);
        var order = model.Parameters.Select(p => layers[p.Name]).ToArray();
        Assert.Equal(order.Order(), order);
        Assert.Equal(Enumerable.Range(0, groups), order.Distinct());
        Assert.Equal(groups - 1, layers[$"{model.Family.ClassLayers[0]}.weight"]);
    }

    [Theory]
    [InlineData("mobilevit_xxs", "stem.conv.weight", 0)]
    [InlineData("mobilevit_xxs", "stages.0.0.conv1_1x1.conv.weight", 1)]
    [InlineData("mobilevit_xxs", "stages.1.0.conv1_1x1.conv.weight", 2)]
    [InlineData("mobilevit_xxs", "stages.1.2.conv1_1x1.conv.weight", 4)]
    [InlineData("mobilevit_xxs", "stages.4.1.transformer.0.attn.qkv.weight", 10)]
    [InlineData("mobilevit_xxs", "final_conv.conv.weight", 10)]
    [InlineData("mobilenet_v2", "features.17.conv.0.0.weight", 17)]
    [InlineData("mobilenet_v2", "features.18.0.weight", 17)]
    [InlineData("mobilenet_v3_small", "features.12.0.weight", 12)]
    [InlineData("mobilenet_v3_small", "classifier.0.weight", 13)]
    [InlineData("mobile_former_26m", "tokens.weight", 0)]
    [InlineData("mobile_former_26m", "features.0.conv.0.weight", 1)]
    [InlineData("mobile_former_26m", "classifier.conv.1.weight", 10)]
    public void Entries_lie_in_the_group_of_their_layer(string name, string entry, int group) =>
        Assert.Equal(group, new LayerGroups(ModelCatalogue.Create(name, 10))[entry]);
}
