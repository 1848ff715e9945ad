using System.Text;
using GpuFormer.Models;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>Names, shapes and counts of the seven sizes: Networks 1.9 and 1.11.</summary>
public sealed class MobileFormerTests
{
    [Theory]
    [InlineData("26m", 460, 17121, 0x40c3205f)]
    [InlineData("52m", 460, 17131, 0x63aa012e)]
    [InlineData("96m", 466, 17385, 0xc1227cb0)]
    [InlineData("151m", 616, 23229, 0xe80f62bd)]
    [InlineData("214m", 616, 23280, 0xd035bbf2)]
    [InlineData("294m", 616, 23311, 0x35a76f66)]
    [InlineData("508m", 616, 23392, 0xa200dae6)]
    public void State_dict_is_the_official_one(string size, int entries, int bytes, uint checksum)
    {
        var model = ModelCatalogue.Create($"mobile_former_{size}");
        var text = new StringBuilder();
        foreach (var parameter in model.Parameters)
            text.Append($"{parameter.Name} {string.Join(",", parameter.Shape)}\n");
        Assert.Equal(entries, model.Parameters.Count);
        Assert.Equal(bytes, text.Length);
        Assert.Equal(checksum, SeededWeights.Hash(text.ToString()));
    }

    [Theory]
    [InlineData("26m", 3232788, 11680, 23550208)]
    [InlineData("52m", 3469092, 11680, 49290496)]
    [InlineData("96m", 4585252, 15521, 92017040)]
    [InlineData("151m", 7595828, 21370, 146249168)]
    [InlineData("214m", 9425920, 26882, 208374240)]
    [InlineData("294m", 11422648, 32122, 286732160)]
    [InlineData("508m", 13976976, 40810, 498467680)]
    public void Parameters_and_multiply_adds_are_the_published_ones(
        string size, long parameters, long buffers, long multiplyAdds)
    {
        var model = ModelCatalogue.Create($"mobile_former_{size}");
        Assert.Equal(parameters, model.ParameterCount);
        Assert.Equal(buffers, model.BufferCount);
        Assert.Equal(multiplyAdds, model.MultiplyAdds);
    }

    [Theory]
    [InlineData("26m", 2709504, 13321728, 295936, 1271616, 2377728, 1012608, 138816, 2422272)]
    [InlineData("294m", 5419008, 232534400, 1294848, 9825792, 14750208, 6792960, 776448, 15338496)]
    [InlineData("508m", 8128512, 426895840, 1632768, 14307456, 14750208, 9794496, 970560, 21987840)]
    public void Multiply_adds_are_where_the_networks_page_has_them(string size, long stem, long mobile, long hyper,
        long toFormer, long former, long toMobile, long lastBridge, long classifier)
    {
        var nodes = ModelCatalogue.Create($"mobile_former_{size}").Build(1, 224, 224).Nodes;
        long Sum(Func<string, bool> filter) => nodes.Where(n => filter(n.Name)).Sum(n => n.MultiplyAdds);
        long Part(string part) => Sum(name => name.StartsWith("features.", StringComparison.Ordinal)
            && name.Split('.')[2].StartsWith(part, StringComparison.Ordinal));
        Assert.Equal(stem, Sum(name => name.StartsWith("stem", StringComparison.Ordinal)));
        Assert.Equal(mobile, Part("conv"));
        Assert.Equal(hyper, Part("hyper"));
        Assert.Equal(toFormer, Part("local_global"));
        Assert.Equal(former, Part("global_block"));
        Assert.Equal(toMobile, Part("global_local"));
        Assert.Equal(lastBridge, Sum(name => name.StartsWith("local_global", StringComparison.Ordinal)));
        Assert.Equal(classifier, Sum(name => name.StartsWith("classifier", StringComparison.Ordinal)));
    }

    [Fact]
    public void Number_of_classes_changes_the_last_layer_only()
    {
        var (ten, thousand) = (ModelCatalogue.Create("mobile_former_52m", classes: 10),
            ModelCatalogue.Create("mobile_former_52m"));
        var different = ten.Parameters.Zip(thousand.Parameters).Where(p => p.First != p.Second)
            .Select(p => $"{p.First.Name} {p.First.Shape}");
        Assert.Equal(["classifier.classifier.1.weight [10,1024]", "classifier.classifier.1.bias [10]"], different);
        Assert.Equal("[3,10]", ten.Build(3, 64, 96).Outputs[0].Tensor.Shape.ToString());
    }

    [Fact]
    public void Spatial_dynamic_relu_keeps_the_state_dict() =>
        Assert.Equal(ModelCatalogue.Create("mobile_former_96m").Parameters,
            ModelCatalogue.Create("mobile_former_96m", options: ["hyper_token_id=-1"]).Parameters);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(33, 97)]
    [InlineData(250, 333)]
    public void Any_size_and_number_of_images_has_a_graph(int height, int width)
    {
        var graph = ModelCatalogue.Create("mobile_former_26m").Build(2, height, width);
        Assert.Equal("[2,1000]", graph.Outputs[0].Tensor.Shape.ToString());
        Assert.Equal($"[2,3,{height},{width}]", graph.Inputs[0].Shape.ToString());
    }
}
