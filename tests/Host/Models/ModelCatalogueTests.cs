using GpuFormer.Models;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

public sealed class ModelCatalogueTests
{
    [Theory]
    [InlineData("mobile_former_294m")]
    [InlineData("mobile-former-294m")]
    [InlineData("mobileformer_294m")]
    [InlineData("MobileFormer-294M")]
    public void Spellings_name_the_same_model(string name) =>
        Assert.Equal("mobile_former_294m", ModelCatalogue.Create(name).Name);

    [Theory]
    [InlineData("mobile_former_295m", "mobile_former_294m")]
    [InlineData("mobile_fromer_508m", "mobile_former_508m")]
    [InlineData("96m", "mobile_former_96m")]
    public void Unknown_name_is_refused_with_the_nearest(string name, string suggestion)
    {
        var error = Assert.Throws<ArgumentException>(() => ModelCatalogue.Create(name));
        Assert.Contains($"no model '{name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains($"Did you mean '{suggestion}'?", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*_2*", "mobile_former_26m mobile_former_214m mobile_former_294m")]
    [InlineData("mobile-former-?6m", "mobile_former_26m mobile_former_96m")]
    [InlineData("94", "mobile_former_294m")]
    [InlineData("*m*m", "mobile_former_26m mobile_former_52m mobile_former_96m mobile_former_151m mobile_former_214m "
        + "mobile_former_294m mobile_former_508m")]
    [InlineData("mobilenet_v3*", "mobilenet_v3_small mobilenet_v3_large_075 mobilenet_v3_large mobilenet_v3_large_125")]
    [InlineData("resnet*", "resnet18 resnet50")]
    [InlineData("efficientnet*", "")]
    public void Patterns_choose_names_of_classifiers(string pattern, string expected) =>
        Assert.Equal(expected, string.Join(' ', ModelCatalogue.Match(pattern)
            .Where(name => ModelCatalogue.FamilyOf(name).Task == ModelTask.Classification)));

    [Theory]
    [InlineData("retinanet*_2*", "retinanet_mobile_former_26m retinanet_mobile_former_214m retinanet_mobile_former_294m")]
    [InlineData("deeplab", "deeplabv3_mobilevit_xxs deeplabv3_mobilevit_xs deeplabv3_mobilevit_s")]
    public void Patterns_choose_names_of_detectors_and_segmenters(string pattern, string expected) =>
        Assert.Equal(expected, string.Join(' ', ModelCatalogue.Match(pattern)));

    [Theory]
    [InlineData("mobilenetv3_large", "mobilenet_v3_large", "MobileNetV3")]
    [InlineData("MobileNet-V2", "mobilenet_v2", "MobileNetV2")]
    public void Models_of_other_families_are_found(string name, string expected, string family)
    {
        var model = ModelCatalogue.Create(name, classes: 3);
        Assert.Equal((expected, family, 3), (model.Name, model.Family.Name, model.Classes));
        Assert.Equal(family, ModelCatalogue.FamilyOf(name).Name);
    }

    [Fact]
    public void Options_of_another_family_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(
            () => ModelCatalogue.Create("mobilenet_v2", options: ["hyper_token_id=-1"]));
        Assert.Contains("mobilenet_v2 has no options such as 'hyper_token_id=-1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_pattern_chooses_all() => Assert.Equal(ModelCatalogue.Names, ModelCatalogue.Match(null));
}
