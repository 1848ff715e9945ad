using System.Text.Json;
using GpuFormer.Models;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>Names, shapes and counts of the three sizes: Networks 3.1 and 3.6.</summary>
public sealed class MobileVitTests
{
    [Fact]
    public void State_dict_is_that_of_timm()
    {
        using var golden = new GoldenFile("forward-mobilevit_xxs");
        var expected = JsonDocument.Parse(golden.Metadata["recipe"]).RootElement.EnumerateArray()
            .Select(row => $"{row[0].GetString()} [{string.Join(",", row[1].EnumerateArray())}]");
        var parameters = ModelCatalogue.Create("mobilevit_xxs").Parameters.Where(p => p.Kind != ParameterKind.Counter);
        Assert.Equal(expected, parameters.Select(p => $"{p.Name} {p.Shape}"));
    }

    [Theory]
    [InlineData("stem.conv.weight", "[16,3,3,3]")]
    [InlineData("stages.0.0.conv1_1x1.conv.weight", "[64,16,1,1]")]
    [InlineData("stages.0.0.conv2_kxk.conv.weight", "[64,1,3,3]")]
    [InlineData("stages.0.0.conv3_1x1.conv.weight", "[32,64,1,1]")]
    [InlineData("stages.2.1.conv_kxk.conv.weight", "[96,96,3,3]")]
    [InlineData("stages.2.1.conv_1x1.weight", "[144,96,1,1]")]
    [InlineData("stages.2.1.transformer.1.attn.qkv.weight", "[432,144]")]
    [InlineData("stages.2.1.transformer.1.mlp.fc1.weight", "[288,144]")]
    [InlineData("stages.2.1.norm.bias", "[144]")]
    [InlineData("stages.2.1.conv_proj.conv.weight", "[96,144,1,1]")]
    [InlineData("stages.2.1.conv_fusion.conv.weight", "[96,192,3,3]")]
    [InlineData("final_conv.conv.weight", "[640,160,1,1]")]
    [InlineData("head.fc.weight", "[1000,640]")]
    public void Shapes_of_the_largest_are_those_of_the_networks_page(string name, string shape) =>
        Assert.Equal(shape, ModelCatalogue.Create("mobilevit_s").Parameters.Single(p => p.Name == name).Shape.ToString());

    [Theory]
    [InlineData("xxs", 1272024, 407.4, 301.5, 78.2)]
    [InlineData("xs", 2317848, 1025.9, 772.3, 117.3)]
    [InlineData("s", 5578632, 2000.8, 1521.5, 177.6)]
    public void Parameters_and_multiply_adds_are_those_of_the_networks_page(
        string size, long parameters, double at256, double at224, double attention)
    {
        var model = ModelCatalogue.Create($"mobilevit_{size}");
        Assert.Equal(parameters, model.ParameterCount);
        Assert.Equal(256, model.ImageSize);
        Assert.Equal(at256, model.MultiplyAdds / 1e6, 0.05);
        Assert.Equal(at224, model.Build(1, 224, 224).MultiplyAdds / 1e6, 0.05);
        Assert.Equal(attention, model.Build(1, 256, 256).Nodes
            .Where(node => node.Op.Name == "PatchAttention").Sum(node => node.MultiplyAdds) / 1e6, 0.05);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(33, 97)]
    [InlineData(250, 333)]
    public void Any_size_and_number_of_images_has_a_graph(int height, int width) =>
        Assert.Equal("[2,1000]",
            ModelCatalogue.Create("mobilevit_xxs").Build(2, height, width).Outputs[0].Tensor.Shape.ToString());
}
