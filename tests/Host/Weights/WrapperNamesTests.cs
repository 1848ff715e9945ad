using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Weights;

public sealed class WrapperNamesTests
{
    [Theory]
    [InlineData("backbone.body.stem.0.weight", "backbone.fpn.inner_blocks.0.0.weight", "head.x.weight")]
    [InlineData("backbone.0.body.conv1.weight", "backbone.0.body.bn1.weight", "class_embed.weight")]
    [InlineData("backbone.stem.0.weight", "backbone.tokens.weight", "query_embed.weight")]
    public void The_trunk_of_a_detector_keeps_its_name_and_what_is_around_the_detector_goes(params string[] names)
    {
        Assert.Equal(names, WrapperNames.Strip(names));
        Assert.Equal(names, WrapperNames.Strip([.. names.Select(name => $"module.{name}")]));
        Assert.Equal(names, WrapperNames.Strip([.. names.Select(name => $"model.{name}")]));
    }

    [Fact]
    public void A_trunk_that_is_all_there_is_loses_its_name()
    {
        Assert.Equal(["stem.0.weight", "features.0.conv.0.weight", "head.weight"],
            WrapperNames.Strip(["backbone.stem.0.weight", "backbone.features.0.conv.0.weight", "head.weight"]));
    }
}
